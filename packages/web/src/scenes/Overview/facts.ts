import { indexAtOrAfter, type TimeColumns } from '../../components/charts/index.ts';

export interface Peak {
  readonly value: number;
  readonly atMs: number;
}

/** The largest value of a column since a moment; null when nothing is known. */
export function peakSince(columns: TimeColumns, key: string, fromMs: number): Peak | null {
  const column = columns.column(key);
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

/** The mean over the last `spanMs`: what a figure must hold before it warns. */
export function meanOfLast(columns: TimeColumns, key: string, spanMs: number): number | null {
  const column = columns.column(key);
  const { times } = columns;
  const fromMs = (columns.lastTimeMs ?? 0) - spanMs;
  let sum = 0;
  let count = 0;
  for (let index = times.length - 1; column && index >= 0 && (times[index] ?? 0) >= fromMs; index -= 1) {
    const value = column[index] ?? Number.NaN;
    if (!Number.isNaN(value)) {
      sum += value;
      count += 1;
    }
  }
  return count === 0 ? null : sum / count;
}
