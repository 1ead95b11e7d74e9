import { type ErrorCodeName, errorCodes, type Operation, type Plan, text } from '@vigie/contract';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';
import type { Settings } from './settings.ts';

export interface CallExtras {
  readonly confirm?: string;
  readonly dry_run?: boolean;
  readonly password?: string;
}

export type CallAnswer =
  | { readonly kind: 'output'; readonly output: unknown }
  | { readonly kind: 'plan'; readonly plan: Plan; readonly code: ErrorCodeName | null };

interface ErrorBody {
  readonly error?: string;
  readonly code?: string;
  readonly details?: readonly { readonly path: string; readonly message: string }[];
  readonly requestId?: string;
  readonly plan?: Plan;
}

/** Calls one operation over the HTTP API, as every other program would. Throws CommandFailure. */
export async function callOperation(
  settings: Settings,
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  extras: CallExtras = {},
): Promise<CallAnswer> {
  const { url, body } = requestOf(settings, operation, input, extras);
  const response = await send(settings, operation, url, body);
  const raw = await response.text();
  if (response.headers.get('content-type')?.startsWith('text/csv')) {
    return { kind: 'output', output: raw };
  }
  const answer = parseAnswer(raw, response.status);
  if (response.ok) {
    const { plan } = answer as { plan?: Plan };
    return extras.dry_run && plan ? { kind: 'plan', plan, code: null } : { kind: 'output', output: answer };
  }
  const error = answer as ErrorBody;
  const code = (error.code !== undefined && error.code in errorCodes ? error.code : 'internal') as ErrorCodeName;
  if (error.plan) {
    return { kind: 'plan', plan: error.plan, code };
  }
  const sentence = error.error ?? `HTTP ${response.status}`;
  const lines = (error.details ?? []).map((detail) => `  ${detail.path === '' ? '' : `${detail.path}: `}${detail.message}`);
  throw new CommandFailure(
    text(sentence, sentence),
    exitCodeOf(code),
    code === 'internal' && error.requestId ? [`  ${error.requestId}`] : lines,
  );
}

/** Path members go into the path, the rest into the query of a GET or the body of the others. */
export function requestOf(
  settings: Settings,
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  extras: CallExtras,
): { url: string; body: string | null } {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const route = operation.http.find(({ path }) => pathMembers(path).every((member) => given[member] !== undefined)) ?? operation.http[0];
  const inPath = new Set(pathMembers(route.path));
  const path = route.path.replace(/\{([^}]+)\}/g, (_, member: string) =>
    encodeURIComponent(String(given[member] ?? (member === 'host' ? 'local' : ''))),
  );
  const rest = Object.entries(given).filter(([name]) => !inPath.has(name));
  if (route.method !== 'GET') {
    return { url: settings.server + path, body: JSON.stringify({ ...Object.fromEntries(rest), ...extras }) };
  }
  const search = new URLSearchParams(rest.map(([name, value]): [string, string] => [name, String(value)]));
  return { url: `${settings.server}${path}${search.size > 0 ? `?${search}` : ''}`, body: null };
}

function pathMembers(path: string): string[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] ?? '');
}

async function send(settings: Settings, operation: Operation, url: string, body: string | null): Promise<Response> {
  const method = operation.http.find((route) => (route.method === 'GET') === (body === null))?.method ?? operation.http[0].method;
  try {
    return await fetch(url, {
      method,
      body,
      redirect: 'error',
      headers: {
        Accept: 'application/json',
        'Accept-Language': settings.language,
        'X-Vigie-Door': 'command',
        ...(body === null ? {} : { 'Content-Type': 'application/json' }),
        ...(settings.token === null ? {} : { Authorization: `Bearer ${settings.token}` }),
      },
      signal: AbortSignal.timeout(60_000),
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandFailure(
      text(
        `${settings.server} does not answer. Is the server started? (${why})`,
        `${settings.server} ne répond pas. Le serveur est-il démarré ? (${why})`,
      ),
      exitCodes.unreachable,
    );
  }
}

function parseAnswer(raw: string, status: number): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    throw new CommandFailure(
      text(
        `The answer (HTTP ${status}) is not Vigie’s: is this address right?`,
        `La réponse (HTTP ${status}) n’est pas celle de Vigie : l’adresse est-elle juste ?`,
      ),
      exitCodes.unreachable,
    );
  }
}
