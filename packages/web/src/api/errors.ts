import type { Plan } from '@vigie/contract';
import { type ErrorCodeName, errorCodes } from '@vigie/contract/errors';
import { currentLanguage, defineMessages, translate } from '../i18n/index.ts';

const messages = defineMessages({
  en: {
    network: 'The server does not answer. Check that it runs, then try again.',
    unreadable: 'The answer of the server could not be read.',
  },
  fr: { network: 'Le serveur ne répond pas. Vérifiez qu’il tourne, puis réessayez.', unreadable: 'La réponse du serveur est illisible.' },
});

export interface ApiErrorDetail {
  readonly path: string;
  readonly message: string;
}

/** A refused or failed call, with a sentence a person can read. `code` is one of the contract, or `network`. */
export class ApiError extends Error {
  readonly code: ErrorCodeName | 'network';
  readonly status: number;
  readonly details: readonly ApiErrorDetail[];
  /** Present when the answer asks for a confirmation. */
  readonly plan: Plan | null;
  readonly requestId: string | null;

  constructor(fields: {
    code: ErrorCodeName | 'network';
    message: string;
    status: number;
    details?: readonly ApiErrorDetail[];
    plan?: Plan | null;
    requestId?: string | null;
    cause?: unknown;
  }) {
    super(fields.message, { cause: fields.cause });
    this.name = 'ApiError';
    this.code = fields.code;
    this.status = fields.status;
    this.details = fields.details ?? [];
    this.plan = fields.plan ?? null;
    this.requestId = fields.requestId ?? null;
  }
}

export function networkError(cause: unknown): ApiError {
  return new ApiError({ code: 'network', message: translate(messages, currentLanguage(), 'network'), status: 0, cause });
}

function isCode(value: unknown): value is ErrorCodeName {
  return typeof value === 'string' && Object.hasOwn(errorCodes, value);
}

function codeOfStatus(status: number): ErrorCodeName {
  switch (status) {
    case 400:
      return 'invalid_input';
    case 401:
      return 'unauthenticated';
    case 403:
      return 'permission_denied';
    case 404:
      return 'not_found';
    case 429:
      return 'too_many_requests';
    case 502:
    case 503:
      return 'host_unreachable';
    default:
      return 'internal';
  }
}

function readDetails(value: unknown): ApiErrorDetail[] {
  if (!Array.isArray(value)) {
    return [];
  }
  return value.flatMap((item: unknown) => {
    const { path, message } = (item ?? {}) as Record<string, unknown>;
    return typeof message === 'string' ? [{ path: typeof path === 'string' ? path : '', message }] : [];
  });
}

/** Makes an error of an answer that is not 2xx; `body` may be anything. */
export function errorOfAnswer(status: number, body: unknown, requestId: string | null): ApiError {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const code = isCode(fields.code) ? fields.code : codeOfStatus(status);
  const said = typeof fields.error === 'string' ? fields.error : null;
  return new ApiError({
    code,
    message: said ?? errorCodes[code].message[currentLanguage()],
    status,
    details: readDetails(fields.details),
    plan: (fields.plan as Plan | undefined) ?? null,
    requestId: requestId ?? (typeof fields.requestId === 'string' ? fields.requestId : null),
  });
}

export function unreadableAnswer(status: number, cause: unknown): ApiError {
  return new ApiError({ code: 'internal', message: translate(messages, currentLanguage(), 'unreadable'), status, cause });
}
