import { afterEach, beforeEach, describe, expect, it } from 'bun:test';
import { buildProcessRow } from '../../testing/builders.ts';
import { type Call, createTestApp, signInOwner, type TestApp, testHost, testOwnerToken } from '../../testing/test-app.ts';
import { bodyBytesMost } from './body.ts';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

const post = (path: string, call: Call = {}) => test.call(path, { method: 'POST', body: {}, ...call });

describe('the Origin of a change with a cookie (S7)', () => {
  const origins: readonly [origin: string | null, status: number][] = [
    [`http://${testHost}`, 200],
    [null, 403],
    ['null', 403],
    ['', 403],
    ['http://127.0.0.1', 403],
    ['http://127.0.0.1:9999', 403],
    [`https://${testHost}`, 403],
    [`http://evil.${testHost}`, 403],
    [`http://${testHost}.evil.example`, 403],
    [`http://${testHost}@evil.example`, 403],
    [`http://${testHost}/`, 403],
    ['http://localhost:8088', 403],
    ['https://evil.example', 403],
  ];
  for (const [origin, status] of origins) {
    it(`${status === 200 ? 'lets in' : 'refuses'} ${origin ?? 'none'}`, async () => {
      const cookie = await signInOwner(test);
      const answer = await post('/api/live/ticket', { cookie, headers: origin === null ? {} : { origin } });
      expect(answer.status).toBe(status);
    });
  }

  it('does not ask a token for it: no foreign page can send that header', async () => {
    expect((await post('/api/live/ticket', { token: testOwnerToken, headers: { origin: 'https://evil.example' } })).status).toBe(200);
  });

  it('refuses a foreign page that signs somebody in', async () => {
    const answer = await post('/api/auth/sign-in/email', {
      body: { email: 'a@b.example', password: 'x' },
      headers: { origin: 'https://evil.example' },
    });
    expect(answer.body.code).toBe('origin_denied');
  });

  it('refuses a cookie that a browser sends from another site, and a form that is no JSON', async () => {
    const cookie = await signInOwner(test);
    expect((await test.call('/api/processes', { cookie, headers: { 'sec-fetch-site': 'cross-site' } })).body.code).toBe('origin_denied');
    const form = await post('/api/live/ticket', { cookie, headers: { origin: `http://${testHost}`, 'content-type': 'text/plain' } });
    expect(form.body.code).toBe('unsupported_media_type');
  });

  it('knows the public address and its scheme behind a proxy', async () => {
    await test.close();
    test = await createTestApp({ environment: { VIGIE_PUBLIC_URL: 'https://vigie.example.org', VIGIE_TRUSTED_PROXIES: '127.0.0.1' } });
    const cookie = await signInOwner(test);
    const from = (origin: string) => post('/api/live/ticket', { cookie, headers: { origin, host: 'vigie.example.org' } });
    expect((await from('https://vigie.example.org')).status).toBe(200);
    expect((await from('http://vigie.example.org')).status).toBe(403);
  });
});

describe('the name of the server', () => {
  for (const host of ['evil.example', 'evil.example:8088', '127.0.0.1.evil.example', 'localhost.evil.example', '192.0.2.9', '']) {
    it(`refuses ${host || 'none'}`, async () => {
      expect((await test.call('/api/health', { headers: { host } })).body.code).toBe('host_header_denied');
      expect((await test.call('/', { headers: { host } })).status).toBe(421);
    });
  }
  for (const host of ['127.0.0.1:8088', 'localhost:5000', '[::1]:8088', 'LOCALHOST']) {
    it(`knows ${host}`, async () => {
      expect((await test.call('/api/health', { headers: { host } })).status).toBe(200);
    });
  }

  it('keeps the live socket behind the same two checks', () => {
    const open = (headers: Record<string, string>) =>
      test.app.admitSocket(new Request(`http://${testHost}/api/live`, { headers }), { address: null })?.status ?? 0;
    expect(open({ host: testHost })).toBe(0);
    expect(open({ host: testHost, origin: `http://${testHost}` })).toBe(0);
    expect(open({ host: testHost, origin: 'null' })).toBe(403);
    expect(open({ host: 'evil.example' })).toBe(421);
  });
});

describe('bodies (S11)', () => {
  const bad: readonly [name: string, body: string, code: string][] = [
    ['no JSON', '{', 'malformed_body'],
    ['broken UTF-8 in text', '\ud800', 'malformed_body'],
    ['a list', '[1]', 'invalid_input'],
    ['text', '"TERM"', 'invalid_input'],
    ['__proto__', '{"__proto__":{"role":"owner"},"signal":"TERM"}', 'invalid_input'],
    ['constructor.prototype', '{"constructor":{"prototype":{"role":"owner"}},"signal":"TERM"}', 'invalid_input'],
    ['a deep __proto__', '{"targets":[{"pid":1,"__proto__":{"a":1}}],"signal":"TERM"}', 'invalid_input'],
    ['a role', '{"signal":"TERM","role":"owner"}', 'invalid_input'],
    ['a list for text', '{"signal":["TERM"]}', 'invalid_input'],
    ['another pid than the path', '{"signal":"TERM","pid":1}', 'invalid_input'],
    ['depth', `{"signal":${'['.repeat(40)}${']'.repeat(40)}}`, 'invalid_input'],
    ['very much depth', `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'invalid_input'],
    ['too much', `{"signal":"${'a'.repeat(bodyBytesMost)}"}`, 'body_too_large'],
    ['confirm as a number', '{"signal":"TERM","confirm":1}', 'invalid_input'],
  ];
  for (const [name, body, code] of bad) {
    it(`refuses ${name}`, async () => {
      const before = Object.getOwnPropertyNames(Object.prototype).sort();
      const answer = await post('/api/process/4312/signal', { token: testOwnerToken, body });
      expect([answer.body.code, answer.status < 500]).toEqual([code, true]);
      expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
      expect(Reflect.get({}, 'role')).toBeUndefined();
      expect(test.hosts.calls.filter((call) => call.verb === 'run')).toEqual([]);
    });
  }

  it('refuses the same in a query, and a member given twice', async () => {
    for (const query of ['__proto__=1', 'constructor=1', 'sort=pid&sort=name', 'sort[]=pid&sort=']) {
      expect([query, (await test.call(`/api/processes?${query}`, { token: testOwnerToken })).status]).toEqual([query, 400]);
    }
  });

  it('takes an empty body for an empty object', async () => {
    const answer = await test.call('/api/process/4312/restart', { method: 'POST', token: testOwnerToken });
    expect([answer.status, answer.body.old_pid]).toEqual([200, 4312]);
  });
});

describe('answers', () => {
  it('are Roy ProcWatch’s, and say more', async () => {
    const ok = await post('/api/process/4312/signal', { token: testOwnerToken, body: { signal: 'TERM' } });
    expect(ok.body).toMatchObject({ ok: true, pid: 4312, signal: 'TERM', action: { risk: 'medium' } });
    const gone = await post('/api/process/4312/signal', { token: testOwnerToken, body: { signal: 'TERM' } });
    expect([gone.status, gone.body.error]).toEqual([404, 'Process not found']);
  });

  it('give the plan of what is dangerous, and run it with its hash', async () => {
    await test.close();
    test = await createTestApp();
    test.hosts.state.processes.set(1, buildProcessRow({ pid: 1, name: 'init' }));
    const asked = await post('/api/process/1/signal', { token: testOwnerToken, body: { signal: 'HUP' } });
    expect([asked.status, asked.body.code]).toEqual([409, 'confirmation_required']);
    const { hash } = asked.body.plan as { hash: string };
    const done = await post('/api/process/1/signal', { token: testOwnerToken, body: { signal: 'HUP', confirm: hash } });
    expect(done.status).toBe(200);
    const again = await post('/api/process/1/signal', { token: testOwnerToken, body: { signal: 'HUP', confirm: hash } });
    expect(again.body.code).toBe('plan_used');
  });

  it('are in the language of the browser, or of the one who asks when that was chosen', async () => {
    expect((await test.call('/api/processes', { headers: { 'accept-language': 'fr-CA,fr;q=0.9' } })).body.error).toBe('Non authentifié');
    await test.call('/api/preferences', { method: 'PUT', token: testOwnerToken, body: { language: 'fr' } });
    expect((await test.call('/api/nothing', { token: testOwnerToken })).body.error).toBe('Introuvable');
  });

  it('carry what keeps a browser safe, and no cache', async () => {
    const { headers } = await test.call('/api/health');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    const page = await test.call('/docs');
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';/);
    expect(page.text).not.toContain('<script');
  });

  it('hide what broke inside and log it under the id of the request', async () => {
    test.hosts.fail('refresh', new Error('secret path /etc/shadow'));
    const answer = await test.call('/api/processes', { token: testOwnerToken });
    expect([answer.status, answer.body.code]).toEqual([500, 'internal']);
    expect(answer.text).not.toContain('shadow');
    expect(test.logged.join('')).toContain(String(answer.body.requestId));
  });
});

describe('CSV (S6)', () => {
  it('writes no cell that a spreadsheet would run', async () => {
    test.hosts.state.processes.set(5, buildProcessRow({ pid: 5, name: '=cmd|"/c calc"!A1', cmdline: ['@SUM(1)', 'a,b'], nice: -5 }));
    const answer = await test.call('/api/processes?format=csv&fields=pid,name,nice,cmdline&sort=pid&order=asc', { token: testOwnerToken });
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="vigie-process-list-\d{8}T\d{6}Z\.csv"$/);
    expect(answer.text.split('\r\n').slice(0, 2)).toEqual(['pid,name,nice,cmdline', `5,"'=cmd|""/c calc""!A1",-5,"'@SUM(1) a,b"`]);
  });

  it('has its heads when there are no rows', async () => {
    expect(
      (await test.call('/api/processes?format=csv&q=nobodyhasthisname', { token: testOwnerToken })).text.split(',').slice(0, 3),
    ).toEqual(['pid', 'ppid', 'name']);
  });
});

describe('tokens that are not good (S22)', () => {
  it('are refused even beside a good cookie', async () => {
    const cookie = await signInOwner(test);
    expect((await test.call('/api/session', { cookie })).body.actor).toMatchObject({ role: 'owner' });
    expect((await test.call('/api/session', { cookie, token: 'not-a-token-of-this-installation' })).status).toBe(401);
    expect((await test.call('/api/session', { token: testOwnerToken, headers: { authorization: 'Bearer another' } })).status).toBe(401);
  });

  it('never slow a good one down, and fill no table', async () => {
    const statuses = new Map<number, number>();
    for (let count = 0; count < 1_000; count += 1) {
      const { status } = await test.call('/api/processes', { token: `wrong-${count}` });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([
      [401, 100],
      [429, 900],
    ]);
    expect((await test.call('/api/processes', { token: testOwnerToken })).status).toBe(200);
    const { items } = (await test.call('/api/audit?limit=1000', { token: testOwnerToken })).body as { items: unknown[] };
    expect(items.length).toBeLessThanOrEqual(20);
  });

  it('leave a proxy’s own password alone', async () => {
    expect((await test.call('/api/health', { headers: { authorization: 'Basic dXNlcjpwYXNz' } })).status).toBe(200);
  });
});

describe('OpenAPI', () => {
  it('has every operation, and refers to nothing that is missing', async () => {
    const { text, body } = await test.call('/api/openapi.json');
    const paths = body.paths as Record<string, Record<string, unknown>>;
    for (const route of test.app.routes.filter(({ path }) => path.startsWith('/api/'))) {
      expect([route.path, Object.keys(paths[route.path] ?? {})]).toEqual([
        route.path,
        expect.arrayContaining([route.method.toLowerCase()]),
      ]);
    }
    const { schemas } = body.components as { schemas: Record<string, unknown> };
    const missing = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)]
      .map((match) => match[1] ?? '')
      .filter((name) => !(name in schemas));
    expect(missing).toEqual([]);
    expect(text).not.toContain('$defs');
  });

  it('is a page in both languages', async () => {
    expect((await test.call('/docs?lang=fr')).text).toContain('Envoyer un signal');
    expect((await test.call('/docs')).text).toContain('Signal a process');
  });
});
