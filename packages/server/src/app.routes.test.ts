import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { operations, permissions, rolePermissions, roles } from '@vigie/contract';
import { createTestApp, createToken, type TestApp, testOwnerToken } from './testing/test-app.ts';

/* The same four for every route, made from the list of routes: a new operation is in here by being declared. */
let test: TestApp;
const tokens = new Map<string, string>();

beforeAll(async () => {
  test = await createTestApp();
  for (const role of roles) {
    tokens.set(role, (await createToken(test.app, role)).secret);
  }
});
afterAll(() => test.close());

/** Members that make a call of each operation pass its checks. Path members are among them. */
const goodInputs: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'setup.complete': { code: 'wrong', name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' },
  'preferences.set': { theme: 'light' },
  'host.get': { host: 'local' },
  'host.at': { host: 'local' },
  'host.diff': { host: 'local' },
  'host.usage': { host: 'local' },
  'metric.recent': { host: 'local' },
  'metric.query': { host: 'local', names: 'node_load1' },
  'metric.across': { names: 'node_load1' },
  'metric.newest': { names: 'node_load1' },
  'dashboard.get': { id: 'shipped-host' },
  'dashboard.versions': { id: 'shipped-host' },
  'dashboard.create': { content: { name: 'Mine' } },
  'dashboard.save': { id: 'unknown', base: 1 },
  'dashboard.delete': { id: 'unknown' },
  'retention.set': { stateDays: 120 },
  'process.get': { pid: 4312 },
  'process.signal': { pid: 4312, signal: 'TERM' },
  'process.renice': { pid: 4312, nice: 5 },
  'process.affinity': { pid: 4312, cpus: [0] },
  'process.ioprio': { pid: 4312, class: 'idle' },
  'process.restart': { pid: 4312 },
  'action.undo': { id: 'unknown' },
  'host.update': { host: 'local', site: 'Lyon' },
  'host.retire': { host: 'host-9' },
  'host.enrol': { token: 'vge_none', name: 'web-1', public_key: 'none', signature: 'none' },
  'enrolment.create': { name: 'ci' },
  'enrolment.revoke': { id: 'unknown' },
  'token.create': { name: 'ci' },
  'token.revoke': { id: 'unknown' },
};
/** What the good input is answered with when it is not 200: the thing it names does not exist here. */
const goodStatus: Readonly<Record<string, number>> = {
  'setup.complete': 403,
  'action.undo': 404,
  'token.revoke': 404,
  'enrolment.revoke': 404,
  'host.enrol': 403,
  'host.retire': 404,

  'dashboard.save': 404,
  'dashboard.delete': 404,
};

const all = operations.flatMap((operation) => operation.http.map((route) => ({ operation, route, name: `${route.method} ${route.path}` })));

function request(
  operation: (typeof all)[number]['operation'],
  route: (typeof all)[number]['route'],
  extra: Readonly<Record<string, unknown>> = {},
) {
  const targets = route.path.startsWith('/api/processes/') && route.method === 'POST';
  const { pid, ...others } = goodInputs[operation.id] ?? {};
  const input: Record<string, unknown> = { ...others, ...(pid === undefined ? {} : targets ? { targets: [{ pid }] } : { pid }), ...extra };
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => String(input[name]));
  const rest = Object.entries(input).filter(([name]) => !route.path.includes(`{${name}}`));
  if (route.method === 'GET') {
    const search = new URLSearchParams(rest.map(([name, value]): [string, string] => [name, String(value)]));
    return { path: `${path}?${search}`, method: route.method };
  }
  const body = { ...Object.fromEntries(rest), ...(operation.kind === 'action' ? { dry_run: true } : {}) };
  return { path, method: route.method, body };
}

describe('every route', () => {
  it('declares a permission of the closed list', () => {
    expect(test.app.routes.length).toBeGreaterThan(all.length);
    expect(test.app.routes.filter((route) => !Object.hasOwn(permissions, route.permission))).toEqual([]);
  });

  for (const { operation, route, name } of all) {
    it(`${name} works for the owner`, async () => {
      const { path, ...call } = request(operation, route);
      const answer = await test.call(path, { ...call, token: testOwnerToken });
      expect([name, answer.status, answer.text]).toEqual([name, goodStatus[operation.id] ?? 200, answer.text]);
    });

    it(`${name} ${operation.permission === 'public' ? 'is open to everybody' : 'refuses who is nobody'}`, async () => {
      const { path, ...call } = request(operation, route);
      const answer = await test.call(path, call);
      expect(answer.status).toBe(operation.permission === 'public' ? (goodStatus[operation.id] ?? 200) : 401);
    });

    it(`${name} refuses a wrong and an ended token`, async () => {
      const { path, ...call } = request(operation, route);
      const ended = await createToken(test.app, 'owner', test.time.ms - 1);
      const revoked = await createToken(test.app, 'owner');
      await test.app.tokens.revoke(test.app.installation.organizationId, revoked.id);
      for (const token of [ended.secret, revoked.secret, `${testOwnerToken}x`]) {
        const answer = await test.call(path, { ...call, token, peer: crypto.randomUUID() });
        expect(answer.status).toBe(401);
      }
    });

    it(`${name} refuses every role without its permission`, async () => {
      const { path, ...call } = request(operation, route);
      for (const role of roles.filter((one) => !rolePermissions[one].has(operation.permission))) {
        const answer = await test.call(path, { ...call, token: tokens.get(role) ?? '' });
        expect([role, answer.status, answer.body.code]).toEqual([role, 403, 'permission_denied']);
      }
    });

    it(`${name} refuses what it does not know, by name`, async () => {
      const { path, ...call } = request(
        operation,
        route,
        operation.kind === 'action' ? { role_of_me: 'owner' } : { limit: 'many', sort: 'x', before: 'a'.repeat(200) },
      );
      const answer = await test.call(path, { ...call, token: testOwnerToken });
      const takesAnything =
        operation.kind === 'query' && !['limit', 'sort', 'before'].some((member) => member in (operation.input.shape ?? {}));
      expect([name, answer.status]).toEqual([name, takesAnything ? 200 : 400]);
    });
  }

  it('answers 401 for a live ticket without an actor, and one that works once with it', async () => {
    expect((await test.call('/api/live/ticket', { method: 'POST', body: {} })).status).toBe(401);
    const { body } = await test.call('/api/live/ticket', { method: 'POST', body: {}, token: testOwnerToken });
    const ticket = String(body.ticket);
    expect(test.app.tickets.redeem(ticket)?.role).toBe('owner');
    expect(test.app.tickets.redeem(ticket)).toBeNull();
  });

  it('lets a ticket go after thirty seconds', async () => {
    const { body } = await test.call('/api/live/ticket', { method: 'POST', body: {}, token: testOwnerToken });
    test.time.ms += 30_000;
    expect(test.app.tickets.redeem(String(body.ticket))).toBeNull();
  });

  it('is 404 in JSON when there is none, and 405 with what is allowed for another method', async () => {
    expect((await test.call('/api/nothing', { token: testOwnerToken })).body).toMatchObject({ code: 'not_found' });
    const wrong = await test.call('/api/processes', { method: 'DELETE', token: testOwnerToken });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const head = await test.call('/api/health', { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([200, '']);
  });

  for (const path of [
    '/api/auth/sign-up/email',
    '/api/auth/update-user',
    '/api/auth/list-sessions',
    '/api/auth/ok',
    '/api/auth/delete-user',
    '/api/auth/reset-password',
  ]) {
    it(`does not open the accounts library’s ${path}`, async () => {
      for (const method of ['GET', 'POST']) {
        const answer = await test.call(path, { method, ...(method === 'POST' ? { body: {} } : {}), token: testOwnerToken });
        expect(answer.status).toBe(404);
      }
    });
  }
});
