import { AppError, type Operation, type Permission } from '@vigie/contract';
import type { Context, Hono } from 'hono';
import type { HttpEnv } from './context.ts';

type Handle = (context: Context<HttpEnv>) => Promise<Response>;

/** One door of the API. `permission` is what its operation, or the door itself, declares; there is none without. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly permission: Permission;
  readonly handle: Handle;
}

/** Lets the routes in; another method on a known path is 405 with what is allowed. A GET also answers HEAD. */
export function mountRoutes(app: Hono<HttpEnv>, routes: readonly Route[]): void {
  const methods = new Map<string, string[]>();
  for (const route of routes) {
    methods.set(route.path, [...(methods.get(route.path) ?? []), ...(route.method === 'GET' ? ['GET', 'HEAD'] : [route.method])]);
    app.on(route.method, [honoPath(route.path)], route.handle);
  }
  for (const [path, allow] of methods) {
    app.all(honoPath(path), () => {
      throw new AppError('method_not_allowed', { data: { allow } });
    });
  }
}

export function routesOf(operation: Operation, handle: Handle): Route[] {
  return operation.http.map(({ method, path }) => ({ method, path, permission: operation.permission, handle }));
}

/** `/api/process/{pid}` → `/api/process/:pid`. */
function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
