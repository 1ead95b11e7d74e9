import type { Operation } from '@vigie/contract';
import * as z from 'zod';
import { toCsv } from '../../operations/index.ts';

/** The rows of a list as CSV (RFC 4180), or null when the operation has no table. */
export function presentCsv(operation: Operation, output: unknown, fields: unknown): string | null {
  const member = operation.command?.table?.rows;
  const rows: unknown = member === undefined ? undefined : Reflect.get(output as object, member);
  if (member === undefined || !Array.isArray(rows)) {
    return null;
  }
  return toCsv(rows, columnsOf(operation, member, rows, fields));
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
