import { AppError, negotiateLanguage } from '@vigie/contract';
import { type Context, Hono, type Next } from 'hono';
import type { Runner } from '../../operations/types.ts';
import { type Authenticator, type SignIn, sessionKey, type Tickets } from '../auth/index.ts';
import { docsRoutes } from '../docs/index.ts';
import type { Logger } from '../log/index.ts';
import type { AssetSource } from './assets.ts';
import { authRoutes } from './auth-routes.ts';
import { isJson } from './body.ts';
import type { HttpEnv, Peer, RequestFacts } from './context.ts';
import { presentError } from './errors.ts';
import { type InstallSource, installRoutes } from './install-routes.ts';
import { operationRoutes } from './operation-routes.ts';
import { servePage } from './page.ts';
import { type PrometheusSource, prometheusRoutes } from './prometheus-routes.ts';
import { mountRoutes, type Route } from './routes.ts';
import { setSecurityHeaders } from './security-headers.ts';
import type { Site } from './site.ts';

export interface HttpDeps {
  readonly runner: Runner;
  readonly authenticator: Authenticator;
  readonly signIn: SignIn;
  readonly tickets: Tickets;
  readonly site: Site;
  readonly prometheus: PrometheusSource;
  readonly install: InstallSource;
  /** Null when the page is not built. */
  readonly assets: AssetSource | null;
  /** Do people reach it by https? */
  readonly https: boolean;
  /** Null when the server can work; otherwise what is missing. */
  readonly notReady: () => string | null;
  readonly log: Logger;
}

export interface Http {
  /** Never rejects. */
  fetch(request: Request, peer: Peer): Promise<Response>;
  /** May this request open the live socket? Null when it may, otherwise the refusal. Who it is is told by the ticket that follows. */
  admitSocket(request: Request, peer: Peer): Response | null;
  /** Every door of the API with the permission it declares. */
  readonly routes: readonly Route[];
}

/** The whole HTTP side without a socket. */
export function createHttp(deps: HttpDeps): Http {
  const routes = [...operationRoutes(deps), ...authRoutes(deps), ...prometheusRoutes(deps), ...installRoutes(deps), ...docsRoutes()];
  const app = new Hono<HttpEnv>();
  app.use('*', (context, next) => surround(deps, context, next));
  app.get('/-/healthy', () => new Response('ok\n'));
  app.get('/-/ready', () => {
    const missing = deps.notReady();
    return missing === null ? new Response('ready\n') : new Response(`${missing}\n`, { status: 503 });
  });
  app.use('*', async (context, next) => {
    deps.site.requireHost(context.req.raw);
    await next();
  });
  app.use('/api/*', (context, next) => admit(deps, context, next));
  app.use('/metrics', (context, next) => admit(deps, context, next));
  mountRoutes(app, routes);
  app.get('*', (context) => {
    const { pathname } = new URL(context.req.url);
    if (isApiPath(pathname)) {
      throw new AppError('not_found');
    }
    return servePage(deps.assets, context.req.raw, safeDecode(pathname), context.var.facts.language);
  });
  app.all('*', (context) => {
    const { pathname } = new URL(context.req.url);
    throw isApiPath(pathname) ? new AppError('not_found') : new AppError('method_not_allowed', { data: { allow: ['GET', 'HEAD'] } });
  });
  app.onError((error, context) => {
    const facts = context.get('facts');
    return presentError(error, { language: facts.language, requestId: facts.requestId, log: deps.log });
  });
  return {
    routes,
    admitSocket: (request, peer) => admitSocket(deps, request, peer),
    fetch: async (request, peer) => app.fetch(request, { peer }),
  };
}

/** The outermost layer: an id, what is known of the other end, and the headers every answer carries. */
async function surround(deps: HttpDeps, context: Context<HttpEnv>, next: Next): Promise<void> {
  const request = context.req.raw;
  const peer = context.env.peer.address;
  const facts: RequestFacts = {
    requestId: crypto.randomUUID(),
    peer,
    address: deps.site.clientAddress(request, peer),
    language: negotiateLanguage(request.headers.get('accept-language')),
    authentication: null,
    setCookies: [],
  };
  context.set('facts', facts);
  await next();
  const api = isApiPath(new URL(request.url).pathname);
  // A new answer, because the headers of one that came from elsewhere cannot be changed.
  context.res = new Response(context.res.body, context.res);
  setSecurityHeaders(context.res.headers, { api, https: deps.https });
  context.res.headers.set('X-Request-Id', facts.requestId);
  for (const line of facts.setCookies) {
    context.res.headers.append('Set-Cookie', line);
  }
}

/** The door of the API: who asks, and whether a browser was on our own page when it asked. */
async function admit(deps: HttpDeps, context: Context<HttpEnv>, next: Next): Promise<void> {
  const request = context.req.raw;
  const { facts } = context.var;
  const authentication = await deps.authenticator.authenticate(request.headers, facts.address);
  facts.authentication = authentication;
  facts.language = authentication.actor.language;
  facts.setCookies.push(...authentication.setCookies);
  context.set('actor', authentication.actor);
  const hasCookie = sessionKey(request.headers.get('cookie') ?? '') !== null;
  deps.site.requireSameSite(request, { peer: facts.peer, by: authentication.by, hasCookie });
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  // A form of another site can send text, but not JSON.
  if (!isRead && authentication.by !== 'token' && !isJson(request.headers.get('content-type'))) {
    throw new AppError('unsupported_media_type');
  }
  await next();
}

function admitSocket(deps: HttpDeps, request: Request, peer: Peer): Response | null {
  try {
    deps.site.requireHost(request);
    if (!deps.site.isAllowedOrigin(request, peer.address)) {
      throw new AppError('origin_denied');
    }
    return null;
  } catch (error) {
    const language = negotiateLanguage(request.headers.get('accept-language'));
    const response = presentError(error, { language, requestId: crypto.randomUUID(), log: deps.log });
    setSecurityHeaders(response.headers, { api: true, https: deps.https });
    return response;
  }
}

/** Also what only looks like it: doubled slashes, escapes, capitals. None of them is a door. */
function isApiPath(pathname: string): boolean {
  return /^\/+api(?:[/;?]|$)/i.test(safeDecode(pathname).replaceAll('\\', '/'));
}

function safeDecode(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
