import { indexAtOrAfter, type TimeColumns } from '../columns.ts';
import { highKey, lowKey } from '../derive/stored.ts';
import { findGaps, type Gap, isGapBefore } from '../gaps.ts';
import { bucketStepMs } from '../nice.ts';

export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

type Points = (number | null)[];

/** What one chart draws. Between two frames that have a gap stands a point without values, so that no line joins them. */
export interface PlotData {
  readonly times: number[];
  /** Per key; null is not known. */
  readonly values: readonly Points[];
  /** Lows and highs of each step, per key; null while a step holds one sample. */
  readonly bands: readonly { readonly lows: Points; readonly highs: Points }[] | null;
  readonly gaps: readonly Gap[];
  /** The step samples were joined into; null when they stand as they are. */
  readonly stepMs: number | null;
}

/** A column with the lowest and highest it knows of each row; its own values where it knows no more. */
interface Part {
  readonly mean: Float64Array | null;
  readonly low: Float64Array | null;
  readonly high: Float64Array | null;
}

const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);

/** Joins samples into steps of the clock, so that a step keeps its value while the window slides: mean, lowest, highest. */
function joinSteps(
  times: ArrayLike<number>,
  columns: readonly Part[],
  from: number,
  to: number,
  stepMs: number,
): Omit<PlotData, 'gaps' | 'stepMs'> {
  const out: number[] = [];
  const values: Points[] = columns.map(() => []);
  const bands = columns.map(() => ({ lows: [] as Points, highs: [] as Points }));
  let start = from;
  while (start < to) {
    const step = Math.floor((times[start] ?? 0) / stepMs);
    let end = start + 1;
    while (end < to && Math.floor((times[end] ?? 0) / stepMs) === step && !isGapBefore(times, end)) {
      end += 1;
    }
    if (start > from && isGapBefore(times, start)) {
      out.push((out.at(-1) ?? 0) + 1);
      for (const [key, points] of values.entries()) {
        points.push(null);
        bands[key]?.lows.push(null);
        bands[key]?.highs.push(null);
      }
    }
    out.push(((times[start] ?? 0) + (times[end - 1] ?? 0)) / 2);
    for (const [key, { mean, low: lows, high: highs }] of columns.entries()) {
      let sum = 0;
      let count = 0;
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (let index = start; mean && index < end; index += 1) {
        const value = mean[index] ?? Number.NaN;
        if (!Number.isNaN(value)) {
          sum += value;
          count += 1;
          low = Math.min(low, known(lows?.[index]) ?? value);
          high = Math.max(high, known(highs?.[index]) ?? value);
        }
      }
      values[key]?.push(count === 0 ? null : sum / count);
      bands[key]?.lows.push(count === 0 ? null : low);
      bands[key]?.highs.push(count === 0 ? null : high);
    }
    start = end;
  }
  return { times: out, values, bands };
}

function asTheyAre(
  times: ArrayLike<number>,
  columns: readonly Part[],
  from: number,
  to: number,
  banded: boolean,
): Omit<PlotData, 'gaps' | 'stepMs'> {
  const out: number[] = [];
  const values: Points[] = columns.map(() => []);
  const bands = columns.map(() => ({ lows: [] as Points, highs: [] as Points }));
  for (let index = from; index < to; index += 1) {
    if (index > from && isGapBefore(times, index)) {
      out.push((out.at(-1) ?? 0) + 1);
      for (const [key, points] of values.entries()) {
        points.push(null);
        bands[key]?.lows.push(null);
        bands[key]?.highs.push(null);
      }
    }
    out.push(times[index] ?? 0);
    for (const [key, { mean, low, high }] of columns.entries()) {
      const value = known(mean?.[index]);
      values[key]?.push(value);
      bands[key]?.lows.push(value === null ? null : (known(low?.[index]) ?? value));
      bands[key]?.highs.push(value === null ? null : (known(high?.[index]) ?? value));
    }
  }
  return { times: out, values, bands: banded ? bands : null };
}

/** The part of `columns` in a window, with one frame before it so that lines reach the edge, in at most `most` points or so. */
export function readPlotData(columns: TimeColumns, keys: readonly string[], window: Window, most: number): PlotData {
  const { times } = columns;
  const first = indexAtOrAfter(times, window.fromMs);
  const to = indexAtOrAfter(times, window.toMs + 1);
  const from = Math.max(0, first - 1);
  const parts = keys.map(
    (key): Part => ({ mean: columns.column(key), low: columns.column(lowKey(key)), high: columns.column(highKey(key)) }),
  );
  const banded = parts.some(({ low }) => low !== null);
  const stepMs = bucketStepMs(window.toMs - window.fromMs, to - first, most);
  const read = stepMs === null ? asTheyAre(times, parts, from, to, banded) : joinSteps(times, parts, from, to, stepMs);
  return { ...read, gaps: findGaps(times, first, to), stepMs };
}

/** Each part added to those below it. A part that is not known adds nothing; where none is known there is no stack. */
export function stackUp(parts: readonly (readonly (number | null)[])[]): { readonly tops: Points[]; readonly bottoms: Points[] } {
  const tops: Points[] = [];
  const bottoms: Points[] = [];
  const length = parts[0]?.length ?? 0;
  const anyKnown = Array.from({ length }, (_, index) => parts.some((part) => part[index] !== null && part[index] !== undefined));
  let below: Points = anyKnown.map((is) => (is ? 0 : null));
  for (const part of parts) {
    const top = below.map((base, index) => (base === null ? null : base + (part[index] ?? 0)));
    bottoms.push(below);
    tops.push(top);
    below = top;
  }
  return { tops, bottoms };
}

/** The largest known value among some points; 0 when nothing is known or positive. */
export function largest(lists: readonly (readonly (number | null)[])[]): number {
  let max = 0;
  for (const list of lists) {
    for (const value of list) {
      if (value !== null && value > max) {
        max = value;
      }
    }
  }
  return max;
}

/** The least size above zero among some points; null when all are zero or not known. */
export function leastAboveZero(lists: readonly (readonly (number | null)[])[]): number | null {
  let least = Number.POSITIVE_INFINITY;
  for (const list of lists) {
    for (const value of list) {
      const size = value === null ? 0 : Math.abs(value);
      if (size > 0 && size < least) {
        least = size;
      }
    }
  }
  return Number.isFinite(least) ? least : null;
}
