import { compareValues } from '../../../components/table/order.ts';
import type { Entry } from './entry.ts';

export type Compare = (left: Entry, right: Entry) => number;

/** By the key, then by PID, so that rows with the same value do not dance. Not known is the last in either order. */
export function compareBy(order: 'asc' | 'desc', textual: boolean): Compare {
  const direction = order === 'asc' ? 1 : -1;
  if (textual) {
    return (left, right) => compareValues(left.key, right.key, direction) || left.row.pid - right.row.pid;
  }
  return (left, right) => {
    const a = left.key as number | null;
    const b = right.key as number | null;
    if (a === b) {
      return left.row.pid - right.row.pid;
    }
    return a === null ? 1 : b === null ? -1 : (a - b) * direction;
  };
}

/** In a tree siblings stand by the sum of what is below them. */
export function compareBySum(order: 'asc' | 'desc'): Compare {
  const direction = order === 'asc' ? 1 : -1;
  return (left, right) => ((left.branch?.sum ?? 0) - (right.branch?.sum ?? 0)) * direction || left.row.pid - right.row.pid;
}

export function isSorted(entries: readonly Entry[], compare: Compare): boolean {
  for (let index = 1; index < entries.length; index += 1) {
    if (compare(entries[index - 1] as Entry, entries[index] as Entry) > 0) {
      return false;
    }
  }
  return true;
}

/** Two sorted lists as one. */
export function merge(left: readonly Entry[], right: readonly Entry[], compare: Compare): Entry[] {
  const merged: Entry[] = new Array(left.length + right.length);
  let [a, b] = [0, 0];
  for (let at = 0; at < merged.length; at += 1) {
    const first = left[a];
    const second = right[b];
    if (second === undefined || (first !== undefined && compare(first, second) <= 0)) {
      merged[at] = first as Entry;
      a += 1;
    } else {
      merged[at] = second;
      b += 1;
    }
  }
  return merged;
}
