import type { ActionId, ActionReceipt, OperationId, OperationInput, OperationOutput } from '@vigie/contract';
import { currentLanguage } from '../i18n/index.ts';
import { errorOfAnswer, networkError, unreadableAnswer } from './errors.ts';
import { buildRequest } from './route.ts';
import { routes } from './routes.generated.ts';

export interface CallOptions {
  /** Hash of the plan that was shown. */
  readonly confirm?: string | undefined;
  /** Asked for again by critical actions. */
  readonly password?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What an operation answers; an action also says how it went. */
export type CallResult<K extends OperationId> = K extends ActionId
  ? OperationOutput<K> & { readonly action: ActionReceipt }
  : OperationOutput<K>;

const listeners = new Set<() => void>();

/** Told when the server no longer knows who asks, so that the page can go to the sign-in. */
export function onUnauthenticated(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

async function readBody(response: Response): Promise<unknown> {
  const body = await response.text();
  if (body === '') {
    return null;
  }
  try {
    return JSON.parse(body) as unknown;
  } catch (cause) {
    if (response.ok) {
      throw unreadableAnswer(response.status, cause);
    }
    return null;
  }
}

/** One request with our headers. JSON always, so that no form of another site can make it. Throws ApiError, or AbortError when aborted. */
export async function requestJson(method: string, url: string, body: unknown, signal?: AbortSignal): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      credentials: 'same-origin',
      headers: { accept: 'application/json', 'accept-language': currentLanguage(), 'content-type': 'application/json' },
      body: body === null ? null : JSON.stringify(body),
      signal: signal ?? null,
    });
  } catch (cause) {
    if (signal?.aborted) {
      throw cause;
    }
    throw networkError(cause);
  }
  const answer = await readBody(response);
  if (response.ok) {
    return answer;
  }
  const error = errorOfAnswer(response.status, answer, response.headers.get('x-request-id'));
  if (error.code === 'unauthenticated' && error.status === 401) {
    for (const listener of listeners) {
      listener();
    }
  }
  throw error;
}

/**
 * Calls an operation of the catalogue. Throws ApiError; `confirmation_required` carries the plan to show,
 * and the same call with `confirm: plan.hash` runs it.
 */
export async function callOperation<K extends OperationId>(
  id: K,
  input: OperationInput<K>,
  options: CallOptions = {},
): Promise<CallResult<K>> {
  const request = buildRequest(routes[id], input as Record<string, unknown>);
  const extras = { ...(options.confirm ? { confirm: options.confirm } : {}), ...(options.password ? { password: options.password } : {}) };
  const body = request.body === null ? null : { ...request.body, ...extras };
  return (await requestJson(request.method, request.url, body, options.signal)) as CallResult<K>;
}

/** The address of a query, for a link that downloads. */
export function operationUrl<K extends OperationId>(id: K, input: OperationInput<K>): string {
  return buildRequest(routes[id], input as Record<string, unknown>).url;
}
