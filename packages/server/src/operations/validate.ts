import { AppError, type ErrorDetail, type Operation, text } from '@vigie/contract';
import * as z from 'zod';
import { describeIssues } from './issues.ts';

/**
 * The parsed input, or `invalid_input` with everything that was wrong. An action refuses members it does not
 * know; a query leaves them out. What comes from a path or a query string may be a number written as text,
 * and nothing else: `true` or a list is never a pid.
 */
export function parseInput(operation: Operation, input: unknown): unknown {
  const schema: z.ZodType = operation.input;
  const strict = operation.kind === 'action' && schema instanceof z.ZodObject ? schema.strict() : schema;
  const value = input ?? {};
  const wrong = wrongCoercions(schema, value);
  const result = safelyParsed(strict, withoutThem(value, wrong));
  const details = [...wrong, ...(result.success ? [] : describeIssues(result.error.issues))];
  if (details.length > 0) {
    throw new AppError('invalid_input', { details: uniqueByPath(details) });
  }
  return result.data;
}

/** Zod 4.6 itself throws on objects whose `length` cannot become a number: that is wrong input, not our fault. */
function safelyParsed(schema: z.ZodType, value: unknown): z.ZodSafeParseResult<unknown> {
  try {
    return schema.safeParse(value, { reportInput: true });
  } catch (cause) {
    throw new AppError('invalid_input', { cause });
  }
}

const decimal = /^-?\d{1,16}(\.\d{1,9})?$/;

/** `Number()` turns true, null, lists, blanks and hexadecimal into numbers; a caller that sends those has made a mistake. */
function wrongCoercions(schema: z.ZodType, value: unknown): ErrorDetail[] {
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null) {
    return [];
  }
  const details: ErrorDetail[] = [];
  for (const [name, member] of Object.entries(schema.shape)) {
    const given: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
    if (given === undefined || typeof given === 'number' || !isCoercedNumber(member)) {
      continue;
    }
    if (typeof given !== 'string' || !decimal.test(given)) {
      details.push({ path: name, message: text('must be a number', 'doit être un nombre') });
    }
  }
  return details;
}

/** What is no number is not handed to `Number()`: it throws for an object whose `toString` is no function. */
function withoutThem(value: unknown, wrong: readonly ErrorDetail[]): unknown {
  return wrong.length === 0 ? value : { ...(value as object), ...Object.fromEntries(wrong.map(({ path }) => [path, Number.NaN])) };
}

function isCoercedNumber(schema: unknown): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
    return isCoercedNumber(schema.unwrap());
  }
  return schema instanceof z.ZodNumber && schema.def.coerce === true;
}

function uniqueByPath(details: readonly ErrorDetail[]): readonly ErrorDetail[] {
  const seen = new Set<string>();
  return details.filter((detail) => !seen.has(detail.path) && seen.add(detail.path));
}
