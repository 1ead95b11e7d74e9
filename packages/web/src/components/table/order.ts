import type { ColumnSpec, Sort } from './spec.ts';

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Unknown values go last in either order; equal values keep the order they had. */
export function compareValues(left: number | string | null, right: number | string | null, direction: 1 | -1): number {
  if (left === right) {
    return 0;
  }
  if (left === null || right === null) {
    return left === null ? 1 : -1;
  }
  if (typeof left === 'number' && typeof right === 'number') {
    return (left - right) * direction;
  }
  return collator.compare(String(left), String(right)) * direction;
}

/** Sorts by a column, then by `tie`, so that rows with the same value do not dance. Reads each value once. */
export function sortRows<R, C>(
  rows: readonly R[],
  sort: Sort,
  columns: readonly ColumnSpec<R, C>[],
  context: C,
  tie: (row: R) => number,
): readonly R[] {
  const read = columns.find((column) => column.id === sort.column)?.value;
  if (!read) {
    return rows;
  }
  const direction = sort.order === 'asc' ? 1 : -1;
  const keys = rows.map((row) => read(row, context));
  const ties = Float64Array.from(rows, tie);
  const order = Array.from(rows.keys());
  if (keys.every((key) => typeof key !== 'string')) {
    // Figures, the usual case, without a generic comparison: 10,000 rows are sorted every second. Not known is the last.
    const figures = Float64Array.from(keys, (key) => (key === null ? Number.POSITIVE_INFINITY : Number(key) * direction));
    order.sort((left, right) => {
      const a = figures[left] ?? 0;
      const b = figures[right] ?? 0;
      return a === b ? (ties[left] ?? 0) - (ties[right] ?? 0) : a < b ? -1 : 1;
    });
  } else {
    order.sort(
      (left, right) => compareValues(keys[left] ?? null, keys[right] ?? null, direction) || (ties[left] ?? 0) - (ties[right] ?? 0),
    );
  }
  return order.map((index) => rows[index] as R);
}

export interface HeldOrder<R> {
  readonly rows: readonly R[];
  /** Ids of rows that are no longer there but keep their place until the hand leaves. */
  readonly ended: ReadonlySet<string>;
}

/**
 * Keeps the order of `before` while a hand is on the table: rows stay where they are with their new values, new ones come last,
 * and those that ended keep their place, marked, so that nothing slides under the pointer.
 */
export function holdOrder<R>(before: readonly R[], now: readonly R[], idOf: (row: R) => string): HeldOrder<R> {
  const rest = new Map(now.map((row) => [idOf(row), row]));
  const rows: R[] = [];
  const ended = new Set<string>();
  for (const row of before) {
    const id = idOf(row);
    const current = rest.get(id);
    if (current === undefined) {
      ended.add(id);
      rows.push(row);
    } else {
      rest.delete(id);
      rows.push(current);
    }
  }
  rows.push(...rest.values());
  return { rows, ended };
}
