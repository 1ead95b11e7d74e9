/*
 * The one table of the page for many rows: virtual rows, sorting, columns that are pulled, moved and chosen, a keyboard cursor,
 * tags, trees, rows that do not jump under the hand. It knows nothing of processes: scenes give columns and lines.
 * Small static tables do not need it: the class `tb` is enough for them.
 */
export { ColumnsMenu } from './ColumnsMenu.tsx';
export { HostText, MeterValue, Unknown, Value } from './cells.tsx';
export { DataTable, type TableHandle } from './DataTable.tsx';
export { hostText } from './host-text.ts';
export type { TableLine } from './lines.ts';
export { holdOrder, sortRows } from './order.ts';
export { addIds, emptySelection, keepKnown, type Selection, toggleId } from './selection.ts';
export { type ColumnChoice, type ColumnSpec, formatColumnChoice, parseColumnChoice, type Sort } from './spec.ts';
export { flattenTree } from './tree.ts';
export { type Hand, useHand } from './useHand.ts';
