import type { Operation } from '@vigie/contract';
import * as z from 'zod';

/** The rows of a list as CSV (RFC 4180), or null when the operation has no table. */
export function presentCsv(operation: Operation, output: unknown, fields: unknown): string | null {
  const member = operation.command?.table?.rows;
  const rows: unknown = member === undefined ? undefined : Reflect.get(output as object, member);
  if (member === undefined || !Array.isArray(rows)) {
    return null;
  }
  const columns = columnsOf(operation, member, rows, fields);
  const lines = [columns.map(quote), ...rows.map((row: object) => columns.map((column) => quote(cell(Reflect.get(row, column)))))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

/** The members asked for, in that order; otherwise those of the schema that the rows have. */
function columnsOf(operation: Operation, member: string, rows: readonly object[], fields: unknown): string[] {
  const wanted = typeof fields === 'string' ? fields.split(',').map((name) => name.trim()) : [];
  const first = rows[0];
  const declared = declaredColumns(operation, member);
  const present = first ? declared.filter((name) => Object.hasOwn(first, name)) : declared;
  return wanted.length > 0 ? wanted.filter((name) => declared.includes(name)) : present;
}

function declaredColumns(operation: Operation, member: string): string[] {
  const output: unknown = operation.output;
  const list: unknown = output instanceof z.ZodObject ? output.shape[member] : null;
  const row: unknown = list instanceof z.ZodArray ? list.element : null;
  return row instanceof z.ZodObject ? Object.keys(row.shape) : [];
}

function cell(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value === 'string') {
    return escapeFormula(value);
  }
  if (Array.isArray(value)) {
    const parts = value.map((part: unknown) => (typeof part === 'object' ? JSON.stringify(part) : String(part)));
    return escapeFormula(parts.join(' '));
  }
  return typeof value === 'object' ? escapeFormula(JSON.stringify(value)) : String(value);
}

/** What a spreadsheet would run as a formula becomes text by an apostrophe; a process may call itself `=cmd|…`. Numbers stay numbers. */
export function escapeFormula(value: string): string {
  return /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
}

function quote(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
