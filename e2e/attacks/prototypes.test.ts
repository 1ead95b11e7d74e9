import { afterAll, beforeAll, expect, it } from 'bun:test';
import { operations } from '@vigie/contract';
import { ask, cleanUp, launch, makeDirectory, ownerEnvironment, type Program, untilUp } from './parts/program.ts';

/* S11: names that reach a prototype, and members nobody asked for, at every door by body and by query. */
let vigie: Program;
beforeAll(async () => {
  vigie = await launch({ dataDir: await makeDirectory(), environment: ownerEnvironment });
  await untilUp(vigie);
}, 60_000);
afterAll(cleanUp);

const bodies = [
  '{"__proto__":{"polluted":"yes","role":"owner","confirm":"x"}}',
  '{"constructor":{"prototype":{"polluted":"yes"}}}',
  '{"prototype":{"polluted":"yes"}}',
  '{"\\u005f_proto__":{"polluted":"yes"}}',
  '{"host":{"__proto__":{"polluted":"yes"}}}',
  '{"targets":[{"pid":1,"__proto__":{"polluted":"yes"}}]}',
  '{"a":{"b":[{"c":{"constructor":{"prototype":{"polluted":"yes"}}}}]}}',
];
const queries = [
  '__proto__=x',
  '__proto__[polluted]=yes',
  'constructor=x',
  'prototype=x',
  '%5f%5fproto__=x',
  'constructor.prototype.polluted=yes',
  'a=b&__proto__=x',
];
const extras = [
  '{"role":"owner"}',
  '{"tenantId":"1","organizationId":"1"}',
  '{"actor":{"role":"owner"}}',
  '{"isAdmin":true}',
  '{"id":["x"],"pid":[1],"host":["local"]}',
];

const doors = operations.flatMap((operation) =>
  operation.http.map(({ method, path }) => ({
    operation,
    method,
    path: path
      .replace('{pid}', '4194303')
      .replace('{host}', 'local')
      .replaceAll(/\{\w+\}/g, 'none'),
  })),
);

/** A prototype that was reached shows in any object the server makes afterwards. */
async function expectClean(): Promise<void> {
  const health = await ask(vigie.url, '/api/health', { token: null });
  expect(Object.keys(health.body).sort()).toEqual(['status', 'time']);
  const session = await ask(vigie.url, '/api/session', { token: null });
  expect([session.body.actor, session.text.includes('polluted')]).toEqual([null, false]);
  const list = await ask(vigie.url, '/api/processes?limit=1&fields=pid,name');
  expect(Object.keys((list.body.items as object[])[0] ?? {}).sort()).toEqual(['name', 'pid']);
  const missing = await ask(vigie.url, '/api/process/4194303/signal', { body: { signal: 'TERM' } });
  expect([missing.status, Object.keys(missing.body).sort()]).toEqual([404, ['code', 'details', 'error', 'requestId']]);
  expect((await ask(vigie.url, '/api/process/1/signal', { body: { signal: 'TERM' } })).status).toBe(409);
}

it('a body with such a name is refused at every door that takes one, and changes nothing elsewhere', async () => {
  for (const { method, path } of doors.filter((door) => door.method !== 'GET')) {
    for (const body of bodies) {
      const { status } = await ask(vigie.url, path, { method, body, headers: { origin: vigie.url } });
      expect([path, body, status]).toEqual([path, body, 400]);
    }
  }
  await expectClean();
});

it('a query with such a name is refused at every door', async () => {
  for (const { operation, method, path } of doors) {
    for (const query of queries) {
      const body = method === 'GET' ? {} : { body: '{}' };
      const { status, text } = await ask(vigie.url, `${path}?${query}`, { method, ...body });
      const bracketed = query.includes('[') || query.includes('.');
      // A name that only looks like one is a member nobody knows: a query leaves it out, an action refuses it.
      expect([path, query, status]).toEqual([path, query, bracketed && operation.kind === 'query' ? status : 400]);
      expect(text.includes('polluted') && status < 400).toBe(false);
    }
  }
  await expectClean();
});

it('members that nobody asked for are refused by every action', async () => {
  for (const { operation, method, path } of doors.filter((door) => door.operation.kind === 'action')) {
    for (const body of extras) {
      const { status } = await ask(vigie.url, path, { method, body });
      expect([operation.id, body, status]).toEqual([operation.id, body, 400]);
    }
  }
  await expectClean();
});

it('lists and objects where a text belongs are refused in every member of every action', async () => {
  for (const { operation, method, path } of doors.filter((door) => door.operation.kind === 'action')) {
    // Those of the path too: the same member in the body is compared with it.
    for (const name of Object.keys((operation.input as { shape?: object }).shape ?? {})) {
      for (const value of [{}, { length: 1 }, [[]], { toString: 'x', valueOf: 1 }, [{ toString: 'x' }]]) {
        const { status } = await ask(vigie.url, path, { method, body: { [name]: value } });
        expect([operation.id, name, status]).toEqual([operation.id, name, 400]);
      }
    }
  }
  expect(vigie.output()).not.toMatch(/ error /);
});
