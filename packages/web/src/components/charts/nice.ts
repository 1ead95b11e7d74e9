const tenths = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const;
const tickSteps = [1, 2, 2.5, 5, 10] as const;

/** The smallest round number that is at least `value`. 0 for what is not above 0. */
export function niceCeil(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) {
    return 0;
  }
  const size = 10 ** Math.floor(Math.log10(value));
  const step = tenths.find((tenth) => tenth * size >= value * (1 - 1e-9)) ?? 10;
  return step * size;
}

/**
 * The end of a scale that stays while the window slides: it grows at once, with room above, and comes down only
 * when what is in view needs less than two fifths of it. `floor` is the least it may be.
 */
export function stableMax(previous: number, dataMax: number, floor: number, round: (value: number) => number = niceCeil): number {
  const wanted = Math.max(round(dataMax * 1.08), floor);
  if (previous >= dataMax * 1.02 && previous >= floor && wanted > previous * 0.4) {
    return previous;
  }
  return wanted;
}

/** Round values strictly inside 0 to `max`, at most `count` of them, zero left out. */
export function niceTicks(max: number, count: number): number[] {
  if (!(max > 0)) {
    return [];
  }
  const rough = max / (count + 1);
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = (tickSteps.find((tick) => tick * size >= rough * (1 - 1e-9)) ?? 10) * size;
  const ticks: number[] = [];
  for (let index = 1; index * step < max * 0.985; index += 1) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

const timeStepsMs = [
  5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 432_000, 864_000, 1_728_000, 2_592_000,
  5_184_000,
].map((seconds) => seconds * 1000);

/** Round moments inside a window, at least `spacePx` apart, in the zone `offsetMs` east of UTC. */
export function timeTicks(
  fromMs: number,
  toMs: number,
  widthPx: number,
  spacePx: number,
  offsetMs: number,
): { readonly atMs: number[]; readonly stepMs: number } {
  const fitting = Math.max(1, Math.floor(widthPx / spacePx));
  const stepMs = timeStepsMs.find((step) => (toMs - fromMs) / step <= fitting) ?? 7_776_000_000;
  const atMs: number[] = [];
  for (let at = Math.ceil((fromMs + offsetMs) / stepMs) * stepMs - offsetMs; at <= toMs; at += stepMs) {
    atMs.push(at);
  }
  return { atMs, stepMs };
}

const sampleStepsMs = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1800, 3600, 10_800, 21_600, 43_200].map((seconds) => seconds * 1000);

/** The step that leaves at most `most` points in a window; null when the samples are few enough as they are. */
export function bucketStepMs(spanMs: number, samples: number, most: number): number | null {
  if (samples <= most) {
    return null;
  }
  return sampleStepsMs.find((step) => spanMs / step <= most) ?? 86_400_000;
}
