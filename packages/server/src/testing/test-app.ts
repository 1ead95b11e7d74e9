import type { Role } from '@vigie/contract';
import { type App, type AppDeps, buildApp } from '../app.ts';
import { type LoadedConfig, loadConfig } from '../platform/config/index.ts';
import { createLogger } from '../platform/log/index.ts';
import { SqliteEventStore } from '../storage/events/index.ts';
import { SqliteHistoryStore } from '../storage/history/index.ts';
import { openState } from '../storage/index.ts';
import { SqliteMetricStore } from '../storage/metrics/index.ts';
import { testAuthority } from './authority.ts';
import { buildProcessRow } from './builders.ts';
import { createFakeHosts } from './fake-hosts.ts';

export const testOwnerToken = 'owner-token-for-the-tests-of-vigie';
export const testOwner = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' };
export const testHost = '127.0.0.1:8088';

export interface Call {
  readonly method?: string;
  readonly token?: string | null;
  readonly cookie?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly peer?: string | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The answer as JSON; an empty object when it is none. */
  readonly body: Record<string, unknown>;
}

export function testConfig(environment: Readonly<Record<string, string>> = {}): LoadedConfig {
  return loadConfig({
    argv: [],
    environment: { VIGIE_TOKEN: testOwnerToken, VIGIE_DATA_DIR: '/nonexistent', ...environment },
    uid: 1000,
    workingDirectory: '/nonexistent',
    readFile: () => null,
  });
}

/** The whole server without a socket, on databases in memory and a fake host; time stands until it is moved. */
export async function createTestApp(
  options: { readonly environment?: Readonly<Record<string, string>>; readonly deps?: Partial<AppDeps> } = {},
) {
  const db = await openState(':memory:');
  const time = { ms: Date.now() };
  const clock = { now: () => time.ms };
  const hosts = createFakeHosts({ now: clock.now, processes: [buildProcessRow({ pid: 4312, name: 'sleep' })] });
  const logged: string[] = [];
  const log = createLogger({ level: 'info', clock, write: (line) => void logged.push(line) });
  const metrics = new SqliteMetricStore({ path: ':memory:', now: clock.now });
  const app = await buildApp({
    db,
    config: testConfig(options.environment),
    hosts,
    hostBook: { put: () => undefined, remove: () => undefined },
    authority: await testAuthority(),
    agentPort: () => 8443,
    metrics,
    events: new SqliteEventStore({ path: ':memory:' }),
    history: new SqliteHistoryStore({ path: ':memory:' }),
    clock,
    log,
    assets: null,
    serverPids: [4000],
    ...options.deps,
  });

  /** As a program or a page would call it. JSON bodies are written; text bodies go as they are. */
  async function call(
    path: string,
    { method = 'GET', token = null, cookie, body, headers = {}, peer = '127.0.0.1' }: Call = {},
  ): Promise<Answer> {
    const request = new Request(`http://${testHost}${path}`, {
      method,
      headers: {
        host: testHost,
        ...(token === null ? {} : { 'x-auth-token': token }),
        ...(cookie === undefined ? {} : { cookie }),
        ...(body === undefined && method === 'GET' ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
    });
    return readAnswer(await app.fetch(request, { address: peer }));
  }

  return { app, db, time, hosts, logged, call, close: () => db.destroy() };
}

export type TestApp = Awaited<ReturnType<typeof createTestApp>>;

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}

/** Signs the owner in, making it first when there is none; gives the `Cookie` header. */
export async function signInOwner({ app, call }: Pick<TestApp, 'app' | 'call'>): Promise<string> {
  if (!app.setup.isDone()) {
    await app.setup.createOwner(testOwner);
  }
  const { email, password } = testOwner;
  const answer = await call('/api/auth/sign-in/email', { method: 'POST', body: { email, password } });
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
}

export async function createToken(
  app: App,
  role: Role,
  expiresMs: number | null = null,
): Promise<{ readonly id: string; readonly secret: string }> {
  const made = await app.tokens.create({
    organizationId: app.installation.organizationId,
    name: `a ${role}`,
    role,
    expiresMs,
    createdBy: 'test',
  });
  return { id: made.token.id, secret: made.secret };
}
