import { MalformedMessage } from '@vigie/contract/agent';
import type * as z from 'zod';

/** Checks what came from outside; gives only the members of the shape. Throws MalformedMessage, and nothing else. */
export function checkShape<T>(what: string, shape: z.ZodType<T>, value: unknown): T {
  let checked: z.ZodSafeParseResult<T>;
  try {
    checked = shape.safeParse(value);
  } catch (cause) {
    // Zod 4.6 compares `length` before it has refused the type: {"length":{"toString":1}} for a text makes it throw.
    throw new MalformedMessage(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  if (checked.success) {
    return checked.data;
  }
  const [issue] = checked.error.issues;
  throw new MalformedMessage(`${what}.${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`);
}
