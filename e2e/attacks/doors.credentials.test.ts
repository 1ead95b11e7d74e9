import { Database } from 'bun:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { join } from 'node:path';
import { catalogue, operations, rolePermissions } from '@vigie/contract';
import { ask, cleanUp, launch, makeDirectory, ownerEnvironment, type Program, untilUp } from './parts/program.ts';

/* S1, S2: every door of the OpenAPI document, on the real socket, with every kind of wrong credential. */
let vigie: Program;
const secrets = { viewer: '', operator: '', auditor: '', revoked: '', expired: '' };
interface Door {
  readonly method: string;
  readonly path: string;
}
let doors: Door[] = [];
/** What the document does not tell apart: the doors that need no actor. */
const openDoors = new Set([
  ...operations
    .filter((operation) => operation.permission === 'public')
    .flatMap(({ http }) => http.map(({ method, path }) => `${method} ${path}`)),
  'POST /api/auth/sign-in/email',
  'POST /api/auth/sign-out',
  'GET /api/auth/get-session',
  'GET /api/openapi.json',
  'GET /docs',
]);

beforeAll(async () => {
  const dataDir = await makeDirectory();
  const first = await launch({ dataDir, environment: ownerEnvironment });
  await untilUp(first);
  for (const name of Object.keys(secrets) as (keyof typeof secrets)[]) {
    const role = name === 'revoked' || name === 'expired' ? 'owner' : name;
    const request = { name, role };
    const planned = await ask(first.url, '/api/tokens', { body: { ...request, dry_run: true } });
    const { body } = await ask(first.url, '/api/tokens', { body: { ...request, confirm: (planned.body.plan as { hash: string }).hash } });
    secrets[name] = String(body.secret);
    if (name === 'revoked') {
      const { id } = body.token as { id: string };
      expect((await ask(first.url, `/api/tokens/${id}`, { method: 'DELETE' })).status).toBe(200);
    }
  }
  first.kill('SIGTERM');
  await first.exited;
  const database = new Database(join(dataDir, 'state.db'));
  database.run("update token set expires_ms = 1 where name = 'expired'");
  database.close();
  vigie = await launch({ dataDir, environment: ownerEnvironment });
  await untilUp(vigie);
  const { body } = await ask(vigie.url, '/api/openapi.json', { token: null });
  doors = Object.entries(body.paths as Record<string, Record<string, unknown>>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
}, 60_000);
afterAll(cleanUp);

function enter({ method, path }: Door, headers: Record<string, string>): Promise<{ status: number; text: string }> {
  const address = path
    .replace('{pid}', '1')
    .replace('{host}', 'local')
    .replaceAll(/\{\w+\}/g, 'none');
  const body = method === 'GET' ? {} : { body: {} };
  return ask(vigie.url, address, { method, token: null, headers, ...body });
}

describe('every door of the document', () => {
  it('is one of the catalogue’s, or one of the few beside it', () => {
    const declared = new Set(operations.flatMap(({ http }) => http.map(({ method, path }) => `${method} ${path}`)));
    const beside = doors.map(({ method, path }) => `${method} ${path}`).filter((door) => !declared.has(door) && !openDoors.has(door));
    expect(beside.toSorted()).toEqual(['GET /api/prometheus/targets', 'GET /metrics', 'POST /api/live/ticket']);
    expect(doors.length).toBeGreaterThan(operations.length);
  });

  it('is closed to who brings nothing, unless it is open to everybody', async () => {
    for (const door of doors) {
      const { status } = await enter(door, {});
      const name = `${door.method} ${door.path}`;
      expect([name, status === 401]).toEqual([name, !openDoors.has(name) && name !== 'POST /api/auth/sign-in/email']);
    }
  });

  const wrong: readonly [name: string, headers: () => Record<string, string>][] = [
    ['a token that is not known', () => ({ 'X-Auth-Token': 'x'.repeat(40) })],
    ['a revoked token', () => ({ 'X-Auth-Token': secrets.revoked })],
    ['an expired token', () => ({ Authorization: `Bearer ${secrets.expired}` })],
    ['two tokens that differ', () => ({ 'X-Auth-Token': secrets.viewer, Authorization: `Bearer ${secrets.operator}` })],
    ['a good token with something behind it', () => ({ 'X-Auth-Token': `${secrets.operator}\u00e9` })],
    ['a very long token', () => ({ 'X-Auth-Token': 'y'.repeat(4000) })],
  ];
  for (const [name, headers] of wrong) {
    it(`is closed to ${name}, even where nobody is asked who he is`, async () => {
      for (const door of doors.filter(({ path }) => path.startsWith('/api/') && path !== '/api/openapi.json')) {
        const { status } = await enter(door, headers());
        expect([door.path, [401, 429].includes(status)]).toEqual([door.path, true]);
      }
    });
  }

  it('is closed to cookies that are not of a session', async () => {
    const values = [
      'x',
      'vigie.session_token=x',
      'better-auth.session_token=abc.def',
      '__proto__=1; vigie.session_token=%00',
      `a=${'b'.repeat(3000)}`,
    ];
    for (const cookie of values) {
      for (const door of doors.filter(({ method, path }) => !openDoors.has(`${method} ${path}`))) {
        const { status } = await enter(door, { cookie, origin: vigie.url });
        expect([cookie.slice(0, 40), door.path, status === 401]).toEqual([cookie.slice(0, 40), door.path, true]);
      }
    }
  });
});

describe('a token of a role', () => {
  for (const role of ['viewer', 'operator', 'auditor'] as const) {
    it(`${role}: reaches what the role may, and nothing of the rest`, async () => {
      for (const operation of operations) {
        for (const route of operation.http) {
          const { status, text } = await enter(route, { 'X-Auth-Token': secrets[role] });
          const may = operation.permission === 'public' || rolePermissions[role].has(operation.permission);
          const refused = status === 403 && text.includes('permission_denied');
          expect([operation.id, route.path, refused]).toEqual([operation.id, route.path, !may]);
        }
      }
    });
  }

  it('names only permissions that exist, and none is granted by default', () => {
    for (const { id, permission } of Object.values(catalogue)) {
      expect([id, rolePermissions.owner.has(permission)]).toEqual([id, true]);
    }
  });

  it('cannot be raised by what the body claims', async () => {
    for (const extra of [
      { role: 'owner' },
      { actor: { role: 'owner' } },
      { permissions: ['token.manage'] },
      { user: 'owner', tenantId: '1' },
    ]) {
      const { status } = await ask(vigie.url, '/api/tokens', { token: secrets.viewer, body: { name: 'x', ...extra } });
      expect([extra, status]).toEqual([extra, 403]);
      const preference = await ask(vigie.url, '/api/preferences', {
        method: 'PUT',
        token: secrets.viewer,
        body: { theme: 'dark', ...extra },
      });
      expect([extra, preference.status]).toEqual([extra, 400]);
    }
    const { body } = await ask(vigie.url, '/api/session', { token: secrets.viewer });
    expect((body.actor as { role: string }).role).toBe('viewer');
  });
});
