/**
 * Rows as CSV (RFC 4180: comma, CRLF, quotes doubled), with a header. Columns are the given ones, or the members of the
 * first row. A text that a spreadsheet would run as a formula is led by an apostrophe: names come from hosts.
 */
export function toCsv(rows: readonly Readonly<Record<string, unknown>>[], columns?: readonly string[]): string {
  const names = columns ?? Object.keys(rows[0] ?? {});
  const lines = [names, ...rows.map((row) => names.map((name) => (Object.hasOwn(row, name) ? row[name] : null)))];
  return lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  const content = typeof value === 'string' ? value : textOf(value);
  // What a sheet may leave out before it looks, and the wide forms of the same signs.
  const harmless = /^(?:[\t\r\n]|[\s\0]*[=+\-@\uff0b\uff0d\uff1d\uff20])/.test(content) ? `'${content}` : content;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A list of words, such as a command line, reads as one line; anything deeper is JSON. */
function textOf(value: unknown): string {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value.join(' ') : JSON.stringify(value);
}
