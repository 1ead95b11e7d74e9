import { slots } from './tiers.ts';

/** Running aggregates of one series over the steps of a window. */
export interface Cells {
  readonly last: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** Sum of a gauge, increase of a counter. */
  readonly sum: Float64Array;
  readonly count: Float64Array;
  readonly coveredMs: Float64Array;
}

export function emptyCells(steps: number): Cells {
  return {
    last: new Float64Array(steps).fill(Number.NaN),
    min: new Float64Array(steps).fill(Number.NaN),
    max: new Float64Array(steps).fill(Number.NaN),
    sum: new Float64Array(steps),
    count: new Float64Array(steps),
    coveredMs: new Float64Array(steps),
  };
}

/** The sample before a window, which the first rate of a counter is measured from. */
export interface Carry {
  timeMs: number;
  value: number;
}

/** A counter is not continued over a longer silence: what it did meanwhile is not known. */
export const longestDeltaMs = 15 * 60_000;

function lower(cells: Cells, step: number, value: number): void {
  // Not Math.min: an empty cell is NaN, which would stay.
  if (!((cells.min[step] as number) <= value)) {
    cells.min[step] = value;
  }
}

function raise(cells: Cells, step: number, value: number): void {
  if (!((cells.max[step] as number) >= value)) {
    cells.max[step] = value;
  }
}

/** Adds samples of a gauge, in order of time. NaN counts as a sample but moves no aggregate; infinities do. */
export function addGauge(
  cells: Cells,
  fromMs: number,
  stepMs: number,
  times: Float64Array,
  values: Float64Array,
  present: Uint8Array,
  length: number,
  sinceMs = Number.NEGATIVE_INFINITY,
): void {
  const steps = cells.count.length;
  for (let index = 0; index < length; index++) {
    const timeMs = times[index] as number;
    if (present[index] === 0 || timeMs < sinceMs) {
      continue;
    }
    const step = Math.floor((timeMs - fromMs) / stepMs);
    const value = values[index] as number;
    if (step < 0 || step >= steps || Number.isNaN(value)) {
      continue;
    }
    cells.last[step] = value;
    lower(cells, step, value);
    raise(cells, step, value);
    cells.sum[step] = (cells.sum[step] as number) + value;
    cells.count[step] = (cells.count[step] as number) + 1;
  }
}

/**
 * Adds samples of a counter. A difference belongs to the step of its later sample; a counter that went down was
 * reset, and counts from zero again (as Prometheus' `rate` does). `carry` is moved to the last sample seen. Samples before
 * `sinceMs` only move `carry`: another tier has them.
 */
export function addCounter(
  cells: Cells,
  fromMs: number,
  stepMs: number,
  times: Float64Array,
  values: Float64Array,
  present: Uint8Array,
  length: number,
  carry: Carry,
  sinceMs = Number.NEGATIVE_INFINITY,
): void {
  const steps = cells.count.length;
  for (let index = 0; index < length; index++) {
    const value = values[index] as number;
    if (present[index] === 0 || Number.isNaN(value)) {
      continue;
    }
    const timeMs = times[index] as number;
    const elapsed = timeMs - carry.timeMs;
    const step = Math.floor((timeMs - fromMs) / stepMs);
    if (step >= 0 && step < steps && timeMs >= sinceMs) {
      cells.last[step] = value;
      cells.count[step] = (cells.count[step] as number) + 1;
      if (elapsed > 0 && elapsed <= longestDeltaMs) {
        const increase = value >= carry.value ? value - carry.value : value;
        const rate = (increase * 1000) / elapsed;
        lower(cells, step, rate);
        raise(cells, step, rate);
        cells.sum[step] = (cells.sum[step] as number) + increase;
        cells.coveredMs[step] = (cells.coveredMs[step] as number) + elapsed;
      }
    }
    if (elapsed > 0) {
      carry.timeMs = timeMs;
      carry.value = value;
    }
  }
}

/** Adds the cells of a finer tier; the same for gauges and counters, since their slots add up alike. */
export function addCells(
  cells: Cells,
  fromMs: number,
  stepMs: number,
  times: Float64Array,
  finer: Cells,
  length: number,
  sinceMs = Number.NEGATIVE_INFINITY,
): void {
  const steps = cells.count.length;
  for (let index = 0; index < length; index++) {
    const count = finer.count[index] as number;
    const timeMs = times[index] as number;
    const step = Math.floor((timeMs - fromMs) / stepMs);
    if (!(count > 0) || timeMs < sinceMs || step < 0 || step >= steps) {
      continue;
    }
    cells.last[step] = finer.last[index] as number;
    if (!Number.isNaN(finer.min[index])) {
      lower(cells, step, finer.min[index] as number);
      raise(cells, step, finer.max[index] as number);
    }
    cells.sum[step] = (cells.sum[step] as number) + (finer.sum[index] as number);
    cells.count[step] = (cells.count[step] as number) + count;
    cells.coveredMs[step] = (cells.coveredMs[step] as number) + (finer.coveredMs[index] as number);
  }
}

/** The columns of a roll-up, by slot; a gauge has no covered time. */
export function columnsOfCells(
  cells: Cells,
  kind: 'gauge' | 'counter',
): readonly { readonly slot: number; readonly values: Float64Array }[] {
  const columns = [
    { slot: slots.last, values: cells.last },
    { slot: slots.min, values: cells.min },
    { slot: slots.max, values: cells.max },
    { slot: slots.sum, values: cells.sum },
    { slot: slots.count, values: cells.count },
  ];
  return kind === 'counter' ? [...columns, { slot: slots.coveredMs, values: cells.coveredMs }] : columns;
}
