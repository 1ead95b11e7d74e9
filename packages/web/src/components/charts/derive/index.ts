/*
 * From the raw `node_*` figures of a host to rates and shares that can be drawn. Pure: no clock, no page.
 * A counter that began again, a gap and an absent series give "not known", never zero.
 */
export { type CoreShares, coresAt } from './cpu.ts';
export { countedDisks } from './disk.ts';
export { type Filesystem, filesystemsAt, secondsToFull, silentFilesystems, worstShare } from './filesystems.ts';
export { deriveInto } from './history.ts';
export { countedInterfaces } from './network.ts';
export type { FrameSource } from './source.ts';
export { chartSeriesNames, figureSeriesNames, framesOfHistory, highKey, lowKey, type StoredFrames } from './stored.ts';
export { hottest } from './system.ts';
