import { type AppError, errorCodes, type Language } from '@vigie/contract';
import { storageError } from '../../operations/storage-error.ts';
import type { Logger } from '../log/index.ts';

/** What went wrong as an answer, in the person's language. What is not known is told to the log, and to the caller only by the request's id. */
export function presentError(
  error: unknown,
  context: { readonly language: Language; readonly requestId: string; readonly log: Logger },
): Response {
  const { language, requestId } = context;
  // Whatever door it was: a disk without room is told as that.
  const known = storageError(error);
  if (known.code === 'internal') {
    context.log.error('a request failed', { requestId, error: known.cause ?? known });
  }
  const { status, showDetails } = errorCodes[known.code];
  const details = showDetails ? known.details.map(({ path, message }) => ({ path, message: message[language] })) : [];
  const body = { ...known.data, error: known.text[language], code: known.code, details, requestId };
  return Response.json(body, { status, headers: headersOf(known) });
}

function headersOf(error: AppError): Record<string, string> {
  switch (error.code) {
    case 'unauthenticated':
      return { 'WWW-Authenticate': 'Bearer realm="vigie"' };
    case 'method_not_allowed':
      return Array.isArray(error.data.allow) ? { Allow: error.data.allow.join(', ') } : {};
    case 'too_many_requests':
      return { 'Retry-After': String(error.data.retryAfterSeconds ?? 60) };
    default:
      return {};
  }
}
