import type { Language, Role } from '@vigie/contract';
import { rolePermissions } from '@vigie/contract';
import { createAuditStore } from '../features/audit/index.ts';
import { type AccountHandlers, buildHandlers } from '../operations/handlers.ts';
import { createRunner, type RunnerDeps } from '../operations/runner.ts';
import type { Actor } from '../operations/types.ts';
import { SqliteEventStore } from '../storage/events/index.ts';
import { SqliteHistoryStore } from '../storage/history/index.ts';
import { openState } from '../storage/index.ts';
import { SqliteMetricStore } from '../storage/metrics/index.ts';
import { createFakeHosts, type FakeHosts } from './fake-hosts.ts';

export function buildActor(values: Partial<Actor> & { readonly role?: Role; readonly language?: Language } = {}): Actor {
  const role = values.role ?? 'owner';
  return {
    kind: 'user',
    id: 'user-1',
    name: 'Ada',
    email: 'ada@example.org',
    role,
    permissions: rolePermissions[role],
    language: 'en',
    address: '192.0.2.1',
    door: 'page',
    organizationId: 'organization-1',
    ...values,
  };
}

export const anonymous: Actor = buildActor({
  kind: 'anonymous',
  id: '',
  name: '',
  email: null,
  role: undefined,
  permissions: new Set(['public']),
});

/** The runner with the operations features on a database in memory and a fake host; time stands until it is moved. */
export async function createTestRunner(
  options: { readonly hosts?: FakeHosts } & Partial<Pick<RunnerDeps, 'verifyPassword' | 'verifyWaitMs'>> = {},
) {
  const db = await openState(':memory:');
  const time = { ms: Date.UTC(2026, 10, 20, 8) };
  const clock = { now: () => time.ms };
  const hosts = options.hosts ?? createFakeHosts({ now: clock.now });
  const reports: unknown[] = [];
  const report = (error: unknown) => {
    reports.push(error);
  };
  const audit = createAuditStore({ db, clock, report });
  const metrics = new SqliteMetricStore({ path: ':memory:', now: clock.now });
  const handlers = buildHandlers({
    metrics,
    events: new SqliteEventStore({ path: ':memory:' }),
    history: new SqliteHistoryStore({ path: ':memory:' }),
    now: clock.now,
    db,
    hosts,
    audit,
    serverPids: [4000],
    allowedSignals: ['TERM', 'KILL', 'INT', 'HUP', 'STOP', 'CONT'],
    // The features of accounts have their own tests; nothing that is tested with this runner calls them.
    accounts: {} as AccountHandlers,
  });
  const runner = createRunner({
    db,
    handlers,
    hosts,
    clock,
    audit,
    report,
    verifyPassword: options.verifyPassword ?? (async (_actor, password) => password === 'right'),
    ...(options.verifyWaitMs === undefined ? {} : { verifyWaitMs: options.verifyWaitMs }),
  });
  return { db, time, clock, hosts, audit, handlers, runner, reports };
}
