/*
 * Small pieces that draw figures, and the arithmetic behind all charts: no clock, no server, no chart library.
 * Charts over time, which bring the library, are in `charts/time`.
 */
export { indexAtOrAfter, nearestIndex, TimeColumns } from './columns.ts';
export * from './derive/index.ts';
export { currentStepMs, findGaps, gapFactor } from './gaps.ts';
export { Meter, toneOf } from './Meter.tsx';
export { type Segment, SegmentMeter } from './SegmentMeter.tsx';
export { Sparkline } from './Sparkline.tsx';
