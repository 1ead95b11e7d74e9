/*
 * The spool: what the server has not acknowledged, on disk. It numbers, keeps, thins and lets go; how it travels is the
 * link's business, what it means is the server's.
 */
export type { SpooledEvent, SpooledFrame } from './codecs.ts';
export type { Entry, Loss } from './entry.ts';
export { openSpoolFiles, type SpoolFiles } from './files.ts';
export type { Lane, Taken } from './lane.ts';
export { Spool } from './spool.ts';
