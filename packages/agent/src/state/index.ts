/*
 * What the agent keeps on disk between its lives: the ids of the commands it has run, and how far its sources have read.
 * Certificates are the server's or the installer's to place; unsent frames are the link's.
 */
export { openStateDirectory } from './directory.ts';
export { CommandJournal } from './journal.ts';
export type { Marks } from './marks.ts';
