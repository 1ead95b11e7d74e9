import { AppError, text } from '@vigie/contract';
import { requireSafeJson } from './safe-json.ts';

export const bodyBytesMost = 1_048_576;

/**
 * The JSON object of a body; an absent or empty body is an empty object. Throws `body_too_large`,
 * `unsupported_media_type`, `malformed_body` or `invalid_input`. Never holds more than the limit in memory.
 */
export async function readJsonBody(request: Request): Promise<Record<string, unknown>> {
  if (Number(request.headers.get('content-length') ?? 0) > bodyBytesMost) {
    throw new AppError('body_too_large');
  }
  const bytes = await readBytes(request);
  if (bytes.length === 0) {
    return {};
  }
  if (!isJson(request.headers.get('content-type'))) {
    throw new AppError('unsupported_media_type');
  }
  const value = parse(bytes);
  requireSafeJson(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AppError('invalid_input', { details: [{ path: '', message: text('must be an object', 'doit être un objet') }] });
  }
  return value as Record<string, unknown>;
}

export function isJson(contentType: string | null): boolean {
  return /^application\/json\s*(?:;|$)/i.test(contentType ?? '');
}

async function readBytes(request: Request): Promise<Uint8Array> {
  if (!request.body) {
    return new Uint8Array();
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body) {
      size += chunk.length;
      if (size > bodyBytesMost) {
        throw new AppError('body_too_large');
      }
      chunks.push(chunk);
    }
  } catch (cause) {
    // A body that broke off, or whose chunks are none, is the sender's fault and no fault of ours.
    throw cause instanceof AppError ? cause : new AppError('malformed_body', { cause });
  }
  return Buffer.concat(chunks);
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new AppError('malformed_body', { cause });
  }
}
