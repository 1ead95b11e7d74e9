/** A piece of time without frames, in milliseconds: the last before and the first after. */
export type Gap = readonly [fromMs: number, toMs: number];

/** A gap is more than this many intervals without a frame. */
export const gapFactor = 2.5;
/**
 * Steps up to this are never a gap: an agent nobody looks at measures every 10 s, so that between two
 * stretches of 1 s steps one rest step may stand alone. Frames do not say their interval to the page.
 */
const restStepMs = 10_000 * 1.25;
const neighbours = 5;

function medianStep(times: ArrayLike<number>, from: number, to: number): number {
  const steps: number[] = [];
  for (let index = Math.max(1, from); index <= Math.min(times.length - 1, to); index += 1) {
    steps.push((times[index] ?? 0) - (times[index - 1] ?? 0));
  }
  steps.sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? 0;
}

/** Is the step that ends at `index` a piece of time without frames? Judged by the pace on both sides, which may differ. */
export function isGapBefore(times: ArrayLike<number>, index: number): boolean {
  const step = (times[index] ?? 0) - (times[index - 1] ?? 0);
  if (index < 1 || step <= restStepMs) {
    return false;
  }
  const pace = Math.max(medianStep(times, index - neighbours, index - 1), medianStep(times, index + 1, index + neighbours));
  return step > gapFactor * Math.max(pace, restStepMs / gapFactor);
}

/** The gaps among the frames `from` to `to` (exclusive), the one that ends at `from` included. */
export function findGaps(times: ArrayLike<number>, from = 0, to = times.length): Gap[] {
  const gaps: Gap[] = [];
  for (let index = Math.max(1, from); index < to; index += 1) {
    if (isGapBefore(times, index)) {
      gaps.push([times[index - 1] ?? 0, times[index] ?? 0]);
    }
  }
  return gaps;
}

/** The pace of the newest frames; 0 with fewer than two. */
export function currentStepMs(times: ArrayLike<number>): number {
  return medianStep(times, times.length - neighbours, times.length - 1);
}

/**
 * Per second, between each frame and the one before it. NaN at the first frame, where either value is absent,
 * across a gap, and where the counter fell: it began again, and what happened between is not known.
 */
export function rateOf(times: Float64Array, counter: Float64Array): Float64Array {
  const rates = new Float64Array(times.length).fill(Number.NaN);
  for (let index = 1; index < times.length; index += 1) {
    const stepMs = (times[index] ?? 0) - (times[index - 1] ?? 0);
    const grown = (counter[index] ?? Number.NaN) - (counter[index - 1] ?? Number.NaN);
    if (stepMs > 0 && grown >= 0 && !isGapBefore(times, index)) {
      rates[index] = grown / (stepMs / 1000);
    }
  }
  return rates;
}
