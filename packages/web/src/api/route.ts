import type { HttpRoute, Permission } from '@vigie/contract';

export interface OperationRoutes {
  readonly kind: 'query' | 'action';
  readonly permission: Permission;
  readonly routes: readonly [HttpRoute, ...HttpRoute[]];
}

export interface BuiltRequest {
  readonly method: string;
  readonly url: string;
  /** What did not go into the path; null when it went into the query. */
  readonly body: Readonly<Record<string, unknown>> | null;
}

function pathNames(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

function queryOf(rest: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined && value !== null) {
      query.set(name, String(value));
    }
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** Takes the first route whose path members the input has. Throws when there is none: the caller forgot one. */
export function buildRequest(operation: OperationRoutes, input: Readonly<Record<string, unknown>>): BuiltRequest {
  const route = operation.routes.find(({ path }) => pathNames(path).every((name) => input[name] !== undefined && input[name] !== null));
  if (!route) {
    throw new TypeError(`no route of ${operation.routes[0].path} fits the input`);
  }
  const names = pathNames(route.path);
  const path = route.path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(String(input[name])));
  const rest = Object.fromEntries(Object.entries(input).filter(([name]) => !names.includes(name)));
  if (route.method === 'GET') {
    return { method: 'GET', url: path + queryOf(rest), body: null };
  }
  return { method: route.method, url: path, body: rest };
}
