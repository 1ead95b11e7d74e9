/*
 * The one table of the page for many rows: virtual rows, sorting, columns that are pulled, moved and chosen, a keyboard cursor,
 * tags, trees, rows that do not jump under the hand. It knows nothing of processes: scenes give columns and lines.
 * Small static tables do not need it: the class `tb` is enough for them.
 */
export { ColumnsMenu } from './ColumnsMenu.tsx';
export { HostText, MeterValue, Unknown, Value } from './cells.tsx';
export { DataTable, type DataTableProps, type MenuPlace, type TableHandle } from './DataTable.tsx';
export { hostText } from './host-text.ts';
export type { TableLine } from './lines.ts';
export { compareValues, holdOrder, sortRows } from './order.ts';
export { addIds, emptySelection, extendTo, keepKnown, moveCursor, type Selection, toggleId } from './selection.ts';
export { type ColumnChoice, type ColumnSpec, formatColumnChoice, parseColumnChoice, type Sort, type SortOrder } from './spec.ts';
export { flattenTree, sumSubtrees, type TreeLine } from './tree.ts';
export { type Hand, useHand } from './useHand.ts';
export { useElementWidth, usePageWidth } from './usePageWidth.ts';
