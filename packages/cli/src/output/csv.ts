import { hostText } from './host-text.ts';

/** RFC 4180, with a leading apostrophe where a spreadsheet would run the cell as a formula; safe to show on a terminal. */
export function formatCsv(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [columns, ...rows.map((row) => columns.map((column) => cellOf(row[column])))]
    .map((line) => line.map(quote).join(','))
    .join('\r\n');
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value === 'object') {
    return hostText(JSON.stringify(value));
  }
  // What a sheet may leave out before it looks, and the wide forms of the same signs.
  return typeof value === 'string' && /^\s*[=+\-@\uff0b\uff0d\uff1d\uff20]/.test(value) ? `'${hostText(value)}` : hostText(String(value));
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
