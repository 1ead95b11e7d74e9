import type { Language } from '@vigie/contract';
import { hostText } from './host-text.ts';

type Row = Readonly<Record<string, unknown>>;

/** A table for a person: numbers right, texts left, the last column cut at the width of the terminal. */
export function formatTable(
  rows: readonly Row[],
  columns: readonly string[],
  options: { readonly width: number | null; readonly language: Language },
): string {
  const numeric = columns.map((column) => rows.some((row) => typeof row[column] === 'number'));
  const cells = rows.map((row) => columns.map((column) => formatCell(column, row[column], options.language)));
  const heads = columns.map((column) => column.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase());
  const widths = heads.map((head, index) => Math.max(head.length, ...cells.map((line) => (line[index] ?? '').length)));
  const lines = [heads, ...cells].map((line) =>
    line
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        return numeric[index] ? cell.padStart(width) : index === columns.length - 1 ? cell : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return lines
    .map((line) => (options.width !== null && line.length > options.width ? `${line.slice(0, options.width - 1)}…` : line))
    .join('\n');
}

/** Units follow the name of the member: bytes become IEC, shares get one decimal, absent is a dash. */
export function formatCell(column: string, value: unknown, language: Language): string {
  if (value === null || value === undefined) {
    return '–';
  }
  if (typeof value === 'number') {
    if (/(^|_)(rss|shared|swap|unique|virtual|bytes)|Bytes$/.test(column)) {
      return formatBytes(value, language);
    }
    const text = /percent|seconds|Ratio/.test(column) ? value.toFixed(1) : String(value);
    return language === 'fr' ? text.replace('.', ',') : text;
  }
  if (Array.isArray(value)) {
    return hostText(value.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' '));
  }
  return hostText(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

export function formatBytes(bytes: number, language: Language): string {
  const units = language === 'fr' ? ['o', 'Kio', 'Mio', 'Gio', 'Tio'] : ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const figure = unit === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1);
  return `${language === 'fr' ? figure.replace('.', ',') : figure} ${units[unit]}`;
}
