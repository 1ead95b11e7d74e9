/** Rows that are tagged, by id. A new object for each change. */
export type Selection = ReadonlySet<string>;

export const emptySelection: Selection = new Set();

export function toggleId(selection: Selection, id: string): Selection {
  const next = new Set(selection);
  if (!next.delete(id)) {
    next.add(id);
  }
  return next;
}

/** Adds everything between two rows of the list as it is shown; with an end that is not shown, only the other. */
export function extendTo(selection: Selection, ids: readonly string[], from: string | null, to: string): Selection {
  const start = from === null ? -1 : ids.indexOf(from);
  const end = ids.indexOf(to);
  if (end < 0) {
    return selection;
  }
  const range = start < 0 ? [to] : ids.slice(Math.min(start, end), Math.max(start, end) + 1);
  return new Set([...selection, ...range]);
}

export function addIds(selection: Selection, ids: readonly string[]): Selection {
  return ids.every((id) => selection.has(id)) ? selection : new Set([...selection, ...ids]);
}

/** Forgets what no longer exists. The same object when nothing went. */
export function keepKnown(selection: Selection, known: (id: string) => boolean): Selection {
  const kept = [...selection].filter(known);
  return kept.length === selection.size ? selection : new Set(kept);
}

/** The row the cursor moves to; from nowhere the first or the last. */
export function moveCursor(ids: readonly string[], cursor: string | null, step: number): string | null {
  if (ids.length === 0) {
    return null;
  }
  const at = cursor === null ? -1 : ids.indexOf(cursor);
  if (at < 0) {
    return (step >= 0 ? ids[0] : ids.at(-1)) ?? null;
  }
  return ids[Math.max(0, Math.min(ids.length - 1, at + step))] ?? null;
}
