import { afterEach, beforeEach, describe, expect, it } from 'bun:test';
import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { enrolStatement } from '@vigie/contract/agent';
import { agentName } from '../../ca/index.ts';
import { Latest, loadHosts } from '../../latest/index.ts';
import { testAuthority } from '../../testing/authority.ts';
import { createTestApp, createToken, type TestApp, testOwnerToken } from '../../testing/test-app.ts';

let test: TestApp;
let latest: Latest;
beforeEach(async () => {
  latest = new Latest({ now: Date.now, report: () => undefined, remember: () => undefined }, []);
  test = await createTestApp({ deps: { hosts: latest, hostBook: latest } });
});
afterEach(async () => {
  latest.stop();
  await test.close();
});

const owner = (path: string, method: string, body?: unknown) => test.call(path, { method, body, token: testOwnerToken });

async function newToken(values: Record<string, unknown> = {}): Promise<{ id: string; token: string }> {
  const answer = await owner('/api/enrolments', 'POST', { name: 'rack 4', ...values });
  expect(answer.status).toBe(200);
  return { id: (answer.body.enrolment as { id: string }).id, token: String(answer.body.token) };
}

function request(token: string, values: Record<string, unknown> = {}) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const signature = sign('sha256', Buffer.from(enrolStatement(token, pem)), privateKey).toString('base64');
  return { token, name: 'web-1', public_key: pem, signature, machine: 'a'.repeat(64), ...values };
}

/** As an agent asks: no session, no API token. */
const enrol = (body: unknown, peer = '192.0.2.7') => test.call('/api/enrol', { method: 'POST', body, peer });

describe('a host that joins', () => {
  it('gets a certificate for its own key and a new id, and stands among the hosts with site and tags', async () => {
    const { token } = await newToken({ site: 'Lyon 2', tags: ['web', 'prod', 'web'] });
    const asked = request(token);
    const { status, body } = await enrol(asked);
    expect(status).toBe(200);
    const certificate = new X509Certificate(String(body.certificate));
    expect(certificate.subjectAltName).toBe(`URI:${agentName(String(body.host))}`);
    expect(certificate.publicKey.export({ type: 'spki', format: 'pem' }).toString()).toBe(asked.public_key);
    expect((await testAuthority()).hasSigned(String(body.certificate))).toBe(true);
    expect(body).toMatchObject({ agent_port: 8443, agent_url: null, same_machine: [] });
    expect(latest.require(String(body.host))).toMatchObject({ name: 'web-1', site: 'Lyon 2', tags: ['web', 'prod'], state: 'unknown' });
    expect((await loadHosts(test.db)).map(({ id }) => id)).toEqual([String(body.host)]);
  });

  it('is in the audit trail without the secret, and the token is nowhere in the database', async () => {
    const { token } = await newToken();
    await enrol(request(token));
    const secret = token.split('_')[2] ?? '';
    const trail = await owner('/api/audit?limit=100', 'GET');
    expect(trail.text).toContain('host.enrol web-1');
    expect(trail.text).not.toContain(secret);
    const { rows } = await sqlDump();
    expect(rows).not.toContain(secret);
  });

  async function sqlDump(): Promise<{ rows: string }> {
    const tables = await test.db.introspection.getTables();
    const all = await Promise.all(
      tables.map(({ name }) =>
        test.db
          .selectFrom(name as 'host')
          .selectAll()
          .execute(),
      ),
    );
    return { rows: JSON.stringify(all) };
  }

  it('a second time never takes over the first', async () => {
    const { token } = await newToken({ uses: 2 });
    const first = await enrol(request(token));
    const second = await enrol(request(token, { name: 'web-1' }));
    expect(second.body.host).not.toBe(first.body.host);
    expect(second.body.same_machine).toEqual(['web-1']);
    expect(latest.list()).toHaveLength(2);
  });
});

describe('an enrolment token (S13)', () => {
  it('is good for as many hosts as it says, also when they come at the same moment', async () => {
    const { id, token } = await newToken({ uses: 3 });
    const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => enrol(request(token, { name: `n${index}`, machine: null }))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 403, 403, 403, 403, 403]);
    expect(latest.list()).toHaveLength(3);
    const { items } = (await owner('/api/enrolments', 'GET')).body as { items: { id: string; state: string; used: number }[] };
    expect(items.find((one) => one.id === id)).toMatchObject({ state: 'used', used: 3 });
  });

  it('that is expired, revoked, of another secret or of another form is refused in the same words', async () => {
    const { id, token } = await newToken({ uses: 5, expires_in_hours: 1 });
    const [, tokenId, secret, fingerprint] = token.split('_');
    const wrong = [
      `vge_${tokenId}_${'0'.repeat(40)}_${fingerprint}`,
      `vge_${'0'.repeat(12)}_${secret}_${fingerprint}`,
      `${token}\r\n`,
      `${token};id`,
      token.toUpperCase(),
      'vge_',
      "' or 1=1 --",
    ];
    const refusals = await Promise.all(wrong.map((one) => enrol(request(one))));
    expect(new Set(refusals.map(({ status, body }) => `${status} ${body.code} ${body.error}`)).size).toBe(1);
    expect(refusals[0]?.body.code).toBe('enrolment_refused');

    test.time.ms += 3_600_001;
    expect((await enrol(request(token))).body.code).toBe('enrolment_refused');
    test.time.ms -= 3_600_001;
    expect((await enrol(request(token))).status).toBe(200);
    await owner(`/api/enrolments/${id}`, 'DELETE');
    expect((await enrol(request(token))).body.code).toBe('enrolment_refused');
    expect(latest.list()).toHaveLength(1);
  });

  it('is refused with a key that is not held, or of another kind, and stays unused', async () => {
    const { token } = await newToken();
    const other = request(token);
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const rsaPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const asked = [
      { ...request(token), signature: other.signature },
      { ...request(token), public_key: other.public_key },
      {
        ...request(token),
        public_key: rsaPem,
        signature: sign('sha256', Buffer.from(enrolStatement(token, rsaPem)), rsa.privateKey).toString('base64'),
      },
      { ...request(token), public_key: 'nonsense' },
    ];
    for (const body of asked) {
      expect((await enrol(body)).body.code).toBe('invalid_input');
    }
    expect((await enrol(request(token))).status).toBe(200);
  });

  it('cannot be guessed: an address that tries is stopped, and others go on', async () => {
    const { token } = await newToken();
    const guess = `vge_${'0'.repeat(12)}_${'0'.repeat(40)}_${'0'.repeat(64)}`;
    const statuses: number[] = [];
    for (let count = 0; count < 30; count += 1) {
      statuses.push((await enrol(request(guess))).status);
    }
    expect([statuses.filter((status) => status === 403).length, statuses.at(-1)]).toEqual([20, 429]);
    expect((await enrol(request(token))).status).toBe(429);
    expect((await enrol(request(token), '198.51.100.1')).status).toBe(200);
  });

  it('is made, seen and revoked by nobody who may not add hosts, and its list holds no secret', async () => {
    const { token } = await newToken();
    expect((await owner('/api/enrolments', 'GET')).text).not.toContain(token.split('_')[2] ?? 'secret');
    for (const role of ['viewer', 'operator', 'auditor'] as const) {
      const { secret } = await createToken(test.app, role);
      for (const [method, path, body] of [
        ['GET', '/api/enrolments', undefined],
        ['POST', '/api/enrolments', { name: 'x' }],
        ['DELETE', '/api/enrolments/x', undefined],
        ['GET', '/api/ca', undefined],
      ] as const) {
        expect([role, path, (await test.call(path, { method, body, token: secret })).status]).toEqual([role, path, 403]);
      }
    }
  });

  it('says in its plan when other machines cannot reach the agent port', async () => {
    const plan = (await owner('/api/enrolments', 'POST', { name: 'x', dry_run: true })).text;
    expect(plan).toContain('agent_port_on_loopback');
  });
});

describe('a known host', () => {
  async function joined(): Promise<string> {
    const { token } = await newToken();
    return String((await enrol(request(token))).body.host);
  }

  it('is renamed, moved and tagged, keeps that over a restart, and goes back by undo', async () => {
    const id = await joined();
    const changed = await owner(`/api/hosts/${id}`, 'PUT', { name: 'front', site: 'Paris', tags: ['a', 'b'] });
    expect(changed.body).toMatchObject({ name: 'front', site: 'Paris', tags: ['a', 'b'] });
    expect(latest.require(id).name).toBe('front');
    expect((await loadHosts(test.db))[0]).toMatchObject({ title: 'front', site: 'Paris', tags: ['a', 'b'] });
    const { id: actionId } = changed.body.action as { id: string };
    expect((await owner(`/api/actions/${actionId}/undo`, 'POST', {})).status).toBe(200);
    expect(latest.require(id)).toMatchObject({ name: 'web-1', site: null, tags: [] });
  });

  it('takes no labels that another tool would take for something else', async () => {
    const id = await joined();
    for (const body of [{ site: '<b>' }, { tags: ['-rf'] }, { tags: ['a\nb'] }, { site: '' }, { name: '' }, {}]) {
      expect([body, (await owner(`/api/hosts/${id}`, 'PUT', body)).status]).toEqual([body, 400]);
    }
  });

  it('is retired after its plan was read, and is no longer known, nor after a restart', async () => {
    const id = await joined();
    const asked = await owner(`/api/hosts/${id}`, 'DELETE');
    expect(asked.body.code).toBe('confirmation_required');
    const { hash } = asked.body.plan as { hash: string };
    expect((await owner(`/api/hosts/${id}`, 'DELETE', { confirm: hash })).status).toBe(200);
    expect((await owner(`/api/hosts/${id}`, 'GET')).status).toBe(404);
    expect(latest.knows(id)).toBe(false);
    expect(await loadHosts(test.db)).toEqual([]);
  });
});

describe('the authority', () => {
  it('is shown with what a token ends in', async () => {
    const { token } = await newToken();
    const { body } = await owner('/api/ca', 'GET');
    expect(token.endsWith(String(body.fingerprint))).toBe(true);
    expect(body).toMatchObject({ agentAddress: '127.0.0.1:8443', agentUrl: null, reachable: false });
    expect((body.server as { names: string[] }).names).toContain('vigie-server');
  });
});
