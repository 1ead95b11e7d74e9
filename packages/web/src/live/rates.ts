/** A step is a gap when more than 3 frames are missing at the slowest pace an agent uses beside it (10 s when nobody looks). */
function isGap(stepMs: number): boolean {
  return stepMs > 35_000;
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
    if (stepMs > 0 && !isGap(stepMs) && grown >= 0) {
      rates[index] = grown / (stepMs / 1000);
    }
  }
  return rates;
}

/** Pieces of time in which frames are missing, as `[last before, first after]` in milliseconds. */
export function findGaps(times: Float64Array): readonly (readonly [number, number])[] {
  const gaps: (readonly [number, number])[] = [];
  for (let index = 1; index < times.length; index += 1) {
    const before = times[index - 1] ?? 0;
    const after = times[index] ?? 0;
    if (isGap(after - before)) {
      gaps.push([before, after]);
    }
  }
  return gaps;
}
