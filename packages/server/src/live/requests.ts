import { AppError, type LiveRequest, text, topicPermissions } from '@vigie/contract';
import * as z from 'zod';

const id = z
  .int()
  .min(0)
  .max(2 ** 31);
const RequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), ticket: z.string().min(1).max(200) }).strict(),
  z
    .object({
      type: z.literal('subscribe'),
      id,
      topic: z.enum(Object.keys(topicPermissions) as (keyof typeof topicPermissions)[]),
      host: z.string().max(64).optional(),
      intervalMs: z.number().min(1).max(3_600_000).optional(),
    })
    .strict(),
  z.object({ type: z.literal('unsubscribe'), id }).strict(),
  z.object({ type: z.literal('ping'), at: z.number() }).strict(),
]);

/** A message of a page holds names and numbers only; more than this is no page of ours. */
export const maxRequestBytes = 16_384;

/** Reads a message of a page. Throws `malformed_body` or `invalid_input`. */
export function parseRequest(message: string | Uint8Array): LiveRequest {
  if (typeof message !== 'string' || Buffer.byteLength(message) > maxRequestBytes) {
    throw new AppError('malformed_body');
  }
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch (cause) {
    throw new AppError('malformed_body', { cause });
  }
  const parsed = check(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new AppError('invalid_input', {
      details: [{ path: issue?.path.join('.') ?? '', message: text(issue?.message ?? 'not valid', issue?.message ?? 'non valide') }],
    });
  }
  return parsed.data;
}

function check(value: unknown): z.ZodSafeParseResult<z.infer<typeof RequestSchema>> {
  try {
    return RequestSchema.safeParse(value);
  } catch (cause) {
    // Zod 4.6 compares `length` before it has refused the type: {"length":{"toString":1}} for a text makes it throw.
    throw new AppError('invalid_input', { cause });
  }
}
