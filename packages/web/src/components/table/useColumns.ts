import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type ColumnChoice, type ColumnSpec, fitColumns, softWidths } from './spec.ts';

const features = tableFeatures({ columnOrderingFeature, columnVisibilityFeature, columnSizingFeature, columnResizingFeature });
const noRows: never[] = [];

export interface ShownColumn<R, C> {
  readonly spec: ColumnSpec<R, C>;
  readonly size: number;
  readonly resizing: boolean;
  /** For `mousedown` and `touchstart` of the handle. */
  readonly startResize: (event: unknown) => void;
}

export interface ColumnsInUse<R, C> {
  readonly shown: readonly ShownColumn<R, C>[];
  readonly folded: readonly string[];
  /** The same array until the set or order of columns changes: rows are drawn from it. */
  readonly specs: readonly ColumnSpec<R, C>[];
  /** `grid-template-columns` of head and rows. */
  readonly template: string;
  readonly minWidth: number;
}

interface Input<R, C> {
  readonly columns: readonly ColumnSpec<R, C>[];
  readonly choice: ColumnChoice;
  readonly availablePx: number;
  /** Width taken by what is not a column: boxes at the left, the button at the right. */
  readonly edges: readonly [left: number, right: number];
  /** Columns in which nothing stands. The same set until it changes. */
  readonly blank: ReadonlySet<string>;
  readonly onChoice: (choice: ColumnChoice) => void;
}

/** Order, visibility and widths of the columns, kept by TanStack Table; rows are none of its business. */
export function useColumns<R, C>({ columns, choice, availablePx, edges, blank, onChoice }: Input<R, C>): ColumnsInUse<R, C> {
  const [pulled, setPulled] = useState<Record<string, number>>({});
  const kept = useMemo(() => ({ ...choice.widths, ...pulled }), [choice.widths, pulled]);
  const room = availablePx === 0 ? Number.POSITIVE_INFINITY : availablePx - edges[0] - edges[1];
  const fit = useMemo(() => {
    const chosen = choice.ids.flatMap((id) => columns.filter((column) => column.id === id));
    return fitColumns(chosen, kept, room);
  }, [columns, choice.ids, kept, room]);
  const shownKey = fit.shown.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: shownKey stands for fit.shown, so that rows are not drawn again when only a width changes.
  const specs = useMemo(() => fit.shown.flatMap((id) => columns.filter((column) => column.id === id)), [shownKey, columns]);
  const sizing = useMemo(() => ({ ...softWidths(specs, kept, room, blank), ...kept }), [specs, kept, room, blank]);
  const definitions = useMemo(
    () => columns.map((column) => ({ id: column.id, header: column.head, size: column.width, minSize: column.minWidth, maxSize: 900 })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: noRows,
    columnResizeMode: 'onChange',
    state: {
      columnOrder: [...choice.ids],
      columnVisibility: Object.fromEntries(columns.map((column) => [column.id, fit.shown.includes(column.id)])),
      columnSizing: sizing,
    },
    onColumnSizingChange: (change) => {
      const next = typeof change === 'function' ? change(sizing) : change;
      setPulled(Object.fromEntries(Object.entries(next).filter(([id, width]) => sizing[id] !== width || pulled[id] !== undefined)));
    },
  });
  const resizing = table.state.columnResizing.isResizingColumn;
  const before = useRef<string | false>(false);
  useEffect(() => {
    if (before.current !== false && resizing === false) {
      onChoice({ ids: choice.ids, widths: kept });
      setPulled({});
    }
    before.current = resizing;
  }, [resizing, kept, choice.ids, onChoice]);

  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const shown = specs.flatMap((spec) => {
    const header = headers.find((candidate) => candidate.column.id === spec.id);
    return header ? [{ spec, size: header.getSize(), resizing: resizing === spec.id, startResize: header.getResizeHandler() }] : [];
  });
  const tracks = shown.map(({ spec, size }) => (spec.grow ? `minmax(${spec.minWidth}px, 1fr)` : `${size}px`));
  const filler = shown.some(({ spec }) => spec.grow) ? [] : ['1fr'];
  const minWidth = shown.reduce((sum, { spec, size }) => sum + (spec.grow ? spec.minWidth : size), edges[0] + edges[1]);
  const ends = [edges[0] > 0 ? [`${edges[0]}px`] : [], edges[1] > 0 ? [`${edges[1]}px`] : []] as const;
  return { shown, folded: fit.folded, specs, template: [...ends[0], ...tracks, ...filler, ...ends[1]].join(' '), minWidth };
}
