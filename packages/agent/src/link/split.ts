/** Rows in one message; with their longest texts they stay well below the largest message. */
const mostRows = 1000;
const mostTextLength = 2 * 1024 * 1024;

interface Snapshot<Row> {
  readonly full: boolean;
  readonly rows: readonly Row[];
  readonly gone: readonly (number | string)[];
}

/**
 * Cuts a snapshot into messages of bounded size. Only the first is `full`, and only the first says what is gone: the others add
 * rows to it. Every part but the last says that more comes, so that nobody takes the first for the whole.
 */
export function splitSnapshot<Row, S extends Snapshot<Row>>(snapshot: S & Snapshot<Row>): S[] {
  const parts: Row[][] = [];
  let current: Row[] = [];
  let length = 0;
  for (const row of snapshot.rows) {
    const rowLength = textLength(row);
    if (current.length > 0 && (current.length >= mostRows || length + rowLength > mostTextLength)) {
      parts.push(current);
      current = [];
      length = 0;
    }
    current.push(row);
    length += rowLength;
  }
  parts.push(current);
  const last = parts.length - 1;
  return parts.map((rows, index) => ({
    ...snapshot,
    rows,
    ...(index === 0 ? {} : { full: false, gone: [] }),
    ...(index === last ? {} : { more: true }),
  }));
}

/** Only texts vary without a bound; a number more or less does not matter. */
function textLength(value: unknown): number {
  if (typeof value === 'string') {
    return value.length + 3;
  }
  if (Array.isArray(value)) {
    return value.reduce<number>((sum, item) => sum + textLength(item), 2);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).reduce<number>((sum, item) => sum + textLength(item), 200);
  }
  return 8;
}
