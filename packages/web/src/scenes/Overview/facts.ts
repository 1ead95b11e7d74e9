import { highKey, indexAtOrAfter, type TimeColumns } from '../../components/charts/index.ts';

export interface Peak {
  readonly value: number;
  readonly atMs: number;
}

/** The value at a row; null when it is not known. */
export function valueAtRow(columns: TimeColumns, key: string, row: number): number | null {
  const value = columns.column(key)?.[row];
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** The largest value of a column since a moment, the highest of a step where it is known; null when nothing is known. */
export function peakSince(columns: TimeColumns, key: string, fromMs: number): Peak | null {
  const column = columns.column(highKey(key)) ?? columns.column(key);
  const { times } = columns;
  let peak: Peak | null = null;
  for (let index = indexAtOrAfter(times, fromMs); column && index < times.length; index += 1) {
    const value = column[index] ?? Number.NaN;
    if (!Number.isNaN(value) && value > (peak?.value ?? Number.NEGATIVE_INFINITY)) {
      peak = { value, atMs: times[index] ?? 0 };
    }
  }
  return peak;
}

/** The mean over the last `spanMs` up to a row, the newest when absent: what a figure must hold before it warns. */
export function meanOfLast(columns: TimeColumns, key: string, spanMs: number, row = columns.length - 1): number | null {
  const column = columns.column(key);
  const { times } = columns;
  const fromMs = (times[row] ?? 0) - spanMs;
  let sum = 0;
  let count = 0;
  for (let index = row; column && index >= 0 && (times[index] ?? 0) >= fromMs; index -= 1) {
    const value = column[index] ?? Number.NaN;
    if (!Number.isNaN(value)) {
      sum += value;
      count += 1;
    }
  }
  return count === 0 ? null : sum / count;
}
