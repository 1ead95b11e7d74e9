import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { until } from '../harness/vigie.ts';
import { openLive, openSocket } from './parts/live.ts';
import { ask, cleanUp, launch, makeDirectory, owner, ownerEnvironment, type Program, untilUp } from './parts/program.ts';
import { upgradeStatus } from './parts/raw.ts';

/* S7 and S11 on the live socket of the real server: who may open it, and what it does with hostile messages. */
let vigie: Program;
let cookie = '';
beforeAll(async () => {
  vigie = await launch({ dataDir: await makeDirectory(), environment: ownerEnvironment });
  await untilUp(vigie);
  const signedIn = await ask(vigie.url, '/api/auth/sign-in/email', {
    token: null,
    headers: { origin: vigie.url },
    body: { email: owner.email, password: owner.password },
  });
  cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  expect(cookie).not.toBe('');
}, 60_000);
afterAll(cleanUp);

describe('an upgrade', () => {
  const origins: readonly [name: string, origin: () => string | null, status: number][] = [
    ['our own page', () => `http://127.0.0.1:${vigie.port}`, 101],
    ['a program without Origin', () => null, 101],
    ['null', () => 'null', 403],
    ['an empty Origin', () => '', 403],
    ['another port', () => `http://127.0.0.1:${vigie.port + 1}`, 403],
    ['no port', () => 'http://127.0.0.1', 403],
    ['https', () => `https://127.0.0.1:${vigie.port}`, 403],
    ['a sub-domain', () => `http://evil.127.0.0.1:${vigie.port}`, 403],
    ['a suffix', () => `http://127.0.0.1:${vigie.port}.evil.example`, 403],
    ['our address as a user', () => `http://127.0.0.1:${vigie.port}@evil.example`, 403],
    ['another name of this machine', () => `http://localhost:${vigie.port}`, 403],
    ['a path behind it', () => `http://127.0.0.1:${vigie.port}/`, 403],
    ['capitals in the scheme', () => `HTTP://127.0.0.1:${vigie.port}`, 403],
    ['two of them', () => `http://127.0.0.1:${vigie.port}, https://evil.example`, 403],
    ['a file', () => 'file://', 403],
    ['a foreign site', () => 'https://evil.example', 403],
  ];
  for (const [name, origin, status] of origins) {
    it(`from ${name} is answered with ${status}, with a good cookie or without`, async () => {
      const value = origin();
      const headers: Record<string, string> = value === null ? {} : { Origin: value };
      expect(await upgradeStatus(vigie.port, '/api/live', headers)).toBe(status);
      expect(await upgradeStatus(vigie.port, '/api/live', { ...headers, Cookie: cookie })).toBe(status);
    });
  }

  it('opens nowhere but at its own address, and not for another name of the server', async () => {
    for (const path of [
      '/',
      '/api',
      '/api/live/',
      '//api/live',
      '/api//live',
      '/api/live;x',
      '/api/LIVE',
      '/api/live%2f',
      '/api/live/ticket',
      '/agent',
      '/api/%6cive',
    ]) {
      expect([path, (await upgradeStatus(vigie.port, path, {})) !== 101]).toEqual([path, true]);
    }
    expect(await upgradeStatus(vigie.port, '/api/live', { Host: 'evil.example' })).toBe(421);
  });
});

describe('an open socket', () => {
  it('tells nothing to a cookie alone, to no ticket, to a wrong, a used or a foreign one', async () => {
    const { body } = await ask(vigie.url, '/api/live/ticket', { token: null, headers: { cookie, origin: vigie.url }, body: {} });
    const used = await openSocket(vigie.url);
    used.send(JSON.stringify({ type: 'hello', ticket: body.ticket }));
    await until(() => used.messages.some(({ type }) => type === 'ready'), 'the first use of the ticket is good');
    const firsts = [
      { type: 'subscribe', id: 1, topic: 'processes' },
      { type: 'ping', at: 1 },
      { type: 'hello', ticket: body.ticket },
      { type: 'hello', ticket: 'x'.repeat(32) },
      { type: 'hello', ticket: cookie.slice(0, 150) },
    ];
    for (const first of firsts) {
      const socket = await openSocket(vigie.url);
      socket.send(JSON.stringify(first));
      expect([first.type, await socket.closed, socket.messages]).toEqual([first.type, 4401, []]);
    }
    used.close();
  });

  it('tells a viewer nothing of the audit trail', async () => {
    const planned = await ask(vigie.url, '/api/tokens', { body: { name: 'viewer', role: 'viewer' } });
    const viewer = await openLive(vigie.url, String(planned.body.secret));
    viewer.send(JSON.stringify({ type: 'subscribe', id: 1, topic: 'audit' }));
    await until(() => viewer.messages.some(({ type }) => type === 'error'), 'the subscription is refused');
    expect(viewer.messages.find(({ type }) => type === 'error')).toMatchObject({ id: 1, code: 'permission_denied' });
    await ask(vigie.url, '/api/process/1/signal', { body: { signal: 'TERM' } });
    await Bun.sleep(300);
    expect(viewer.messages.filter(({ type }) => type === 'data')).toEqual([]);
    viewer.close();
  });

  it('ends within five seconds of the revocation of its token', async () => {
    const { body } = await ask(vigie.url, '/api/tokens', { body: { name: 'short', role: 'viewer' } });
    const page = await openLive(vigie.url, String(body.secret));
    await until(() => page.messages.length > 0, 'it is ready');
    await ask(vigie.url, `/api/tokens/${(body.token as { id: string }).id}`, { method: 'DELETE' });
    expect(await page.closed).toBe(4401);
  });
});

describe('hostile messages', () => {
  const hostile: readonly string[] = [
    '{"type":"subscribe","id":1,"topic":"__proto__"}',
    '{"type":"subscribe","id":1,"topic":"constructor"}',
    '{"type":"subscribe","id":1,"topic":"hosts","__proto__":{"role":"owner"}}',
    '{"type":"subscribe","id":1,"topic":"hosts","constructor":{"prototype":{"role":"owner"}}}',
    '{"__proto__":{"type":"hello"},"type":"ping","at":1,"role":"owner"}',
    '{"type":"subscribe","id":"__proto__","topic":"hosts"}',
    '{"type":["subscribe"],"id":1,"topic":"hosts"}',
    '{"type":"subscribe","id":1,"topic":"processes","host":["local"]}',
    '{"type":"subscribe","id":-1,"topic":"hosts"}',
    '{"type":"subscribe","id":1,"topic":"metrics","intervalMs":0}',
    `{"type":"ping","at":1,"x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
    '[]',
    'null',
    '"hello"',
    '{"type":',
    '\u0000',
  ];
  it('are refused without a trace in what others see', async () => {
    for (const message of hostile) {
      const page = await openLive(vigie.url);
      await until(() => page.messages.length > 0, 'it is ready');
      page.send(message);
      await until(() => page.messages.length > 1, `an answer to ${message.slice(0, 60)}`);
      const [, answer] = page.messages;
      expect([message.slice(0, 60), answer?.type]).toEqual([message.slice(0, 60), 'error']);
      page.close();
    }
    const { status, body } = await ask(vigie.url, '/api/session', { token: null });
    expect([status, body.actor]).toEqual([200, null]);
    expect(vigie.output()).not.toMatch(/ error /);
  });

  it('for a host named as what every object has are refused', async () => {
    for (const host of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect([host, [400, 404].includes((await ask(vigie.url, `/api/hosts/${host}`)).status)]).toEqual([host, true]);
      expect([host, [400, 404].includes((await ask(vigie.url, `/api/processes?host=${host}`)).status)]).toEqual([host, true]);
      const page = await openLive(vigie.url);
      page.send(JSON.stringify({ type: 'subscribe', id: 1, topic: 'processes', host }));
      await until(() => page.messages.some(({ type }) => type === 'error'), `${host} is refused`);
      page.close();
    }
  });

  it('larger than any of ours end the socket', async () => {
    const page = await openLive(vigie.url);
    page.send(JSON.stringify({ type: 'ping', at: 1, x: 'y'.repeat(200_000) }));
    expect(await page.closed).toBeGreaterThan(1000);
  });
});
