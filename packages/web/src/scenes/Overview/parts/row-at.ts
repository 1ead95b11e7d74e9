import { nearestIndex, type TimeColumns } from '../../../components/charts/index.ts';

/** The row whose figures are shown: at the cursor, else the last; one that does not exist where nothing is known. */
export function rowAt(columns: TimeColumns, atMs: number | null, unknownFromMs: number | null): number {
  if (atMs === null) {
    return unknownFromMs === null ? columns.length - 1 : columns.length;
  }
  return nearestIndex(columns.times, atMs);
}
