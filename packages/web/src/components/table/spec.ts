import type { ReactNode } from 'react';

/** What a column is: how it is called, sorted, sized, drawn, and when it leaves a narrow table. `C` is what cells need beside the row. */
export interface ColumnSpec<R, C> {
  readonly id: string;
  /** In the head, short. */
  readonly head: string;
  /** In full, for the menu of columns and the tooltip. */
  readonly title: string;
  readonly align: 'start' | 'end';
  readonly width: number;
  readonly minWidth: number;
  /** Takes the width that is left; one column of a table does. */
  readonly grow?: boolean;
  /** Gives its width, down to `minWidth`, before the growing column has less than its own, and when nothing stands in it. */
  readonly soft?: boolean;
  /** 0 never leaves; the highest leaves first when width lacks. */
  readonly priority: number;
  /** Null sorts last in either order. Absent: the column cannot be sorted. */
  readonly value?: (row: R, context: C) => number | string | null;
  /** The order of the first click: figures begin with the largest. */
  readonly firstOrder?: SortOrder;
  readonly cell: (row: R, context: C) => ReactNode;
  /** Class of the cell, such as `num` or `mono`. */
  readonly className?: string;
}

type SortOrder = 'asc' | 'desc';

export interface Sort {
  readonly column: string;
  readonly order: SortOrder;
}

/** Columns a person chose, in order, with the widths that were pulled. */
export interface ColumnChoice {
  readonly ids: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
}

/** Reads what is kept: `cpu` or `cpu:96`. Unknown and double names fall away; null when nothing is left. */
export function parseColumnChoice(kept: readonly string[] | null | undefined, known: ReadonlySet<string>): ColumnChoice | null {
  const ids: string[] = [];
  const widths: Record<string, number> = {};
  for (const entry of kept ?? []) {
    const match = /^([a-z][a-z0-9_]{0,30})(?::(\d{2,4}))?$/.exec(entry);
    const id = match?.[1];
    if (id === undefined || !known.has(id) || ids.includes(id)) {
      continue;
    }
    ids.push(id);
    if (match?.[2] !== undefined) {
      widths[id] = Number(match[2]);
    }
  }
  return ids.length === 0 ? null : { ids, widths };
}

export function formatColumnChoice(choice: ColumnChoice): string[] {
  return choice.ids.map((id) => {
    const width = choice.widths[id];
    return width === undefined ? id : `${id}:${Math.round(width)}`;
  });
}

/** Puts a column in the place of another one, as a person drags it. */
export function moveColumn(ids: readonly string[], id: string, target: string): readonly string[] {
  const from = ids.indexOf(id);
  const to = ids.indexOf(target);
  if (from < 0 || to < 0 || from === to) {
    return ids;
  }
  const rest = ids.filter((other) => other !== id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}

export interface FittedColumns {
  readonly shown: readonly string[];
  /** Left for want of width, in their order. */
  readonly folded: readonly string[];
}

/** What a column takes at least; a width that a person pulled is kept. */
function leastWidth<R, C>(column: ColumnSpec<R, C>, widths: Readonly<Record<string, number>>): number {
  return widths[column.id] ?? (column.soft ? column.minWidth : column.width);
}

/** The widths of the soft columns: what is left when the growing column has its own. `blank` names those in which nothing stands. */
export function softWidths<R, C>(
  shown: readonly ColumnSpec<R, C>[],
  widths: Readonly<Record<string, number>>,
  availablePx: number,
  blank: ReadonlySet<string>,
): Readonly<Record<string, number>> {
  let left = shown.reduce((sum, column) => sum - (column.grow ? column.width : leastWidth(column, widths)), availablePx);
  const given: Record<string, number> = {};
  for (const column of shown) {
    if (column.soft && widths[column.id] === undefined) {
      const more = blank.has(column.id) ? 0 : Math.max(0, Math.min(column.width - column.minWidth, left));
      given[column.id] = column.minWidth + more;
      left -= more;
    }
  }
  return given;
}

/** Columns leave by priority until the rest fits; of two alike the one further right leaves first. */
export function fitColumns<R, C>(
  columns: readonly ColumnSpec<R, C>[],
  widths: Readonly<Record<string, number>>,
  availablePx: number,
): FittedColumns {
  const widthOf = (column: ColumnSpec<R, C>) => (column.grow ? column.minWidth : leastWidth(column, widths));
  const shown = [...columns];
  const folded = new Set<string>();
  let total = shown.reduce((sum, column) => sum + widthOf(column), 0);
  while (total > availablePx) {
    const leaving = shown.reduce<ColumnSpec<R, C> | null>(
      (worst, column) => (column.priority > 0 && (worst === null || column.priority >= worst.priority) ? column : worst),
      null,
    );
    if (leaving === null) {
      break;
    }
    shown.splice(shown.indexOf(leaving), 1);
    folded.add(leaving.id);
    total -= widthOf(leaving);
  }
  return { shown: shown.map((column) => column.id), folded: columns.filter((column) => folded.has(column.id)).map((column) => column.id) };
}
