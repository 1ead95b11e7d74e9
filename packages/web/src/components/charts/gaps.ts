/** One rule says what a gap is, for charts, rates and figures. */
export { currentStepMs, findGaps, type Gap, gapFactor, isGapBefore } from '../../live/rates.ts';
