import { afterEach, beforeEach, describe, expect, it } from 'bun:test';
import { createTestApp, signInOwner, type TestApp, testHost, testOwner, testOwnerToken } from '../../testing/test-app.ts';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

const origin = `http://${testHost}`;
const signIn = (email: string, password: string, peer = '192.0.2.7') =>
  test.call('/api/auth/sign-in/email', { method: 'POST', body: { email, password }, peer });
const trail = async () =>
  ((await test.call('/api/audit', { token: testOwnerToken })).body as { items: { action: string; user: string }[] }).items;

describe('signing in', () => {
  it('opens a session by cookie that scripts cannot read and other sites cannot send', async () => {
    await test.app.setup.createOwner(testOwner);
    const answer = await signIn('ADA@example.org', testOwner.password);
    expect(answer.body).toMatchObject({ user: { email: 'ada@example.org', role: 'owner' } });
    expect(answer.text).not.toContain('token');
    const [line = ''] = answer.headers.getSetCookie();
    expect(line).toMatch(/^vigie\.session_token=/);
    expect(line).toContain('HttpOnly');
    expect(line).toContain('SameSite=Strict');
    expect((await trail())[0]).toMatchObject({ action: 'SIGNED_IN', user: 'ada@example.org' });
  });

  it('says the same of a wrong password and of nobody', async () => {
    await test.app.setup.createOwner(testOwner);
    const [wrong, nobody] = [await signIn(testOwner.email, 'not the password'), await signIn('nobody@example.org', 'not the password')];
    expect([wrong.status, wrong.body.error]).toEqual([nobody.status, nobody.body.error]);
    expect(wrong.body.code).toBe('wrong_credentials');
    expect((await trail()).map((entry) => entry.action).slice(0, 2)).toEqual(['SIGN_IN_REFUSED', 'SIGN_IN_REFUSED']);
  });

  it('stops after five wrong tries of one account, from any address, until a quarter of an hour has passed', async () => {
    await test.app.setup.createOwner(testOwner);
    for (let count = 0; count < 5; count += 1) {
      expect((await signIn(testOwner.email, 'not the password', `192.0.2.${count}`)).status).toBe(401);
    }
    const stopped = await signIn(testOwner.email, testOwner.password, '192.0.2.200');
    expect([stopped.status, stopped.headers.get('retry-after')]).toEqual([429, '900']);
    test.time.ms += 15 * 60_000;
    expect((await signIn(testOwner.email, testOwner.password, '192.0.2.200')).status).toBe(200);
  });

  it('stops after five tries of one address, whoever it claims to be', async () => {
    for (let count = 0; count < 5; count += 1) {
      await signIn(`person-${count}@example.org`, 'not the password', '2001:db8::1');
    }
    expect((await signIn('other@example.org', 'x', '2001:db8::ffff')).status).toBe(429);
    expect((await signIn('other@example.org', 'x', '2001:db8:0:1::1')).status).toBe(401);
  });

  for (const body of [
    {},
    { email: ['a'], password: 'x' },
    { email: 'a@b.example', password: { length: 5 } },
    { email: 'a@b.example', password: 'x'.repeat(300) },
  ]) {
    it(`refuses ${JSON.stringify(body).slice(0, 60)}`, async () => {
      expect((await test.call('/api/auth/sign-in/email', { method: 'POST', body })).body.code).toBe('invalid_input');
    });
  }

  it('ends at once for page, cookie and live socket when somebody signs out', async () => {
    const cookie = await signInOwner(test);
    const { body } = await test.call('/api/live/ticket', { method: 'POST', body: {}, cookie, headers: { origin } });
    const actor = test.app.tickets.redeem(String(body.ticket));
    if (!actor) {
      throw new Error('the ticket was not good');
    }
    expect(await test.app.authenticator.isStillValid(actor)).toBe(true);
    const out = await test.call('/api/auth/sign-out', { method: 'POST', body: {}, cookie, headers: { origin } });
    expect(out.headers.getSetCookie()[0]).toContain('Max-Age=0');
    expect((await test.call('/api/processes', { cookie })).status).toBe(401);
    expect(await test.app.authenticator.isStillValid(actor)).toBe(false);
    expect((await trail())[0]).toMatchObject({ action: 'SIGNED_OUT' });
  });

  it('does not take a forged or foreign cookie', async () => {
    const cookie = await signInOwner(test);
    for (const forged of [
      `${cookie.slice(0, -4)}AAAA`,
      'vigie.session_token=',
      'vigie.session_token=a.b',
      `vigie.session_token=${testOwnerToken}`,
    ]) {
      expect((await test.call('/api/processes', { cookie: forged })).status).toBe(401);
    }
  });

  it('asks for the password again before it makes an owner’s token', async () => {
    const cookie = await signInOwner(test);
    const create = (extra: object) =>
      test.call('/api/tokens', { method: 'POST', cookie, headers: { origin }, body: { name: 'ci', role: 'owner', ...extra } });
    const { hash } = (await create({})).body.plan as { hash: string };
    expect((await create({ confirm: hash })).body.code).toBe('password_required');
    expect((await create({ confirm: hash, password: 'not the password' })).body.code).toBe('wrong_credentials');
    const made = await create({ confirm: hash, password: testOwner.password });
    expect(made.status).toBe(200);
    expect((await test.call('/api/session', { token: String(made.body.secret) })).body.actor).toMatchObject({
      kind: 'token',
      role: 'owner',
    });
    expect(JSON.stringify(await trail())).not.toContain(String(made.body.secret));
    const kept = JSON.stringify([
      await test.db.selectFrom('token').selectAll().execute(),
      await test.db.selectFrom('action').selectAll().execute(),
    ]);
    expect(kept).not.toContain(String(made.body.secret));
    expect(kept).not.toContain(testOwner.password);
  });
});

describe('set-up', () => {
  const setUp = (code: string, path = '/api/setup') => test.call(path, { method: 'POST', body: { ...testOwner, code } });

  it('makes the owner with the code, once', async () => {
    const code = (await test.app.setup.newCode()) ?? '';
    expect((await setUp('aaaaa-bbbbb-ccccc')).body.code).toBe('wrong_setup_code');
    expect((await setUp(code.toUpperCase().replaceAll('-', ' '))).body).toMatchObject({ ok: true });
    expect((await setUp(code)).body.code).toBe('setup_done');
    expect((await test.call('/api/session')).body.setupRequired).toBe(false);
    expect((await trail()).map((entry) => entry.action)).toContain('SETUP_COMPLETED');
  });

  it('lets one of two at the same moment win', async () => {
    const code = (await test.app.setup.newCode()) ?? '';
    const statuses = (await Promise.all([setUp(code), setUp(code)])).map((answer) => answer.status).sort();
    expect(statuses).toEqual([200, 409]);
    expect(await test.db.selectFrom('user').select('id').execute()).toHaveLength(1);
  });

  it('stops those who guess', async () => {
    await test.app.setup.newCode();
    for (let count = 0; count < 10; count += 1) {
      await setUp(`guess-${count}`);
    }
    expect((await setUp('guess')).status).toBe(429);
  });

  it('forgets the code of an earlier start', async () => {
    const first = (await test.app.setup.newCode()) ?? '';
    await test.app.setup.newCode();
    expect((await setUp(first)).body.code).toBe('wrong_setup_code');
  });

  for (const path of [
    '/api/setup',
    '//api/setup',
    '/api//setup',
    '/api/setup/',
    '/api/setup;x=1',
    '/api/setup%2f',
    '/api%2fsetup',
    '/%61pi/setup',
    '/API/SETUP',
    '/api/setup/x',
    '/api/x/../setup',
    '/api/setup?x=1',
    '/api/setup%00',
  ]) {
    it(`stays closed for ever behind ${path}, even when every person is gone`, async () => {
      const code = (await test.app.setup.newCode()) ?? '';
      await setUp(code);
      await test.db.deleteFrom('user').execute();
      expect(await test.app.setup.newCode()).toBeNull();
      const answer = await setUp(code, path);
      expect([400, 404, 405, 409]).toContain(answer.status);
      expect(await test.db.selectFrom('user').select('id').execute()).toEqual([]);
    });
  }
});
