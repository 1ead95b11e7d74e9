import type { Entry } from './entry.ts';
import { type Compare, isSorted, merge } from './ranks.ts';

export interface Order {
  readonly entries: Entry[];
  /** The order is not the sorted one, because a hand holds it. */
  readonly held: boolean;
}

/** Puts into the order what changed: only that is sorted, and merged into the rest, which keeps its order. */
export function sortOrder(before: readonly Entry[], all: readonly Entry[], compare: Compare): Order {
  const kept: Entry[] = [];
  for (const entry of before) {
    if (entry.alive && entry.matches && !entry.dirty) {
      kept.push(entry);
    } else {
      entry.placed = false;
    }
  }
  const fresh: Entry[] = [];
  for (const entry of all) {
    if (!entry.placed && entry.matches) {
      fresh.push(entry);
      entry.placed = true;
    }
    entry.dirty = false;
  }
  return { entries: merge(kept, fresh.sort(compare), compare), held: false };
}

/** Rows stay where they are with their new values, new ones come last, and those that ended keep their place. */
export function holdOrder(before: Entry[], all: readonly Entry[], compare: Compare): Order {
  for (const entry of all) {
    if (entry.matches && !entry.placed) {
      entry.placed = true;
      before.push(entry);
    }
  }
  return { entries: before, held: before.some((entry) => !entry.alive || !entry.matches) || !isSorted(before, compare) };
}
