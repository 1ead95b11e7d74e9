import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, ownerToken, type RunningVigie, root, startVigie, until } from './harness/vigie.ts';

/* The example of deploy/nginx, with its names and ports replaced by this test's, in front of the real server. */
const nginx = '/usr/sbin/nginx';
const openssl = '/usr/bin/openssl';
const missing = [nginx, openssl].filter((program) => !existsSync(program));
const note = missing.length === 0 ? '' : ` (skipped: ${missing.join(', ')} missing)`;

let vigie: RunningVigie;
let folder = '';
let port = 0;
let proxy: Bun.Subprocess | null = null;

beforeAll(async () => {
  if (missing.length > 0) {
    return;
  }
  folder = mkdtempSync(join(tmpdir(), 'vigie-nginx-'));
  port = await freePort();
  vigie = await startVigie({ environment: { VIGIE_PUBLIC_URL: `https://vigie.example.org:${port}`, VIGIE_TRUSTED_PROXIES: '127.0.0.1' } });
  const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const made = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=vigie.example.org',
  ];
  expect(
    Bun.spawnSync([openssl, ...made, '-addext', 'subjectAltName=DNS:vigie.example.org', '-keyout', key, '-out', certificate]).exitCode,
  ).toBe(0);
  const site = readFileSync(join(root, 'deploy/nginx/vigie.conf'), 'utf8')
    .replace('listen 80;', `listen 127.0.0.1:${await freePort()};`)
    .replace('listen 443 ssl http2;', `listen 127.0.0.1:${port} ssl http2;`)
    .replace('/etc/letsencrypt/live/vigie.example.org/fullchain.pem', certificate)
    .replace('/etc/letsencrypt/live/vigie.example.org/privkey.pem', key)
    .replaceAll('http://127.0.0.1:8088', vigie.url);
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ');
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; events {} http { access_log off; ${places}\n${site}\n}`,
  );
  proxy = Bun.spawn([nginx, '-p', folder, '-c', join(folder, 'nginx.conf')], { stdout: 'ignore', stderr: 'ignore' });
  await until(async () => (await ask('/-/healthy').catch(() => null))?.status === 200, 'nginx answers');
}, 60_000);

afterAll(async () => {
  proxy?.kill('SIGTERM');
  await proxy?.exited;
  await vigie?.stop();
  if (folder !== '') {
    rmSync(folder, { recursive: true, force: true });
  }
}, 20_000);

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`https://127.0.0.1:${port}${path}`, {
    ...init,
    headers: { Host: `vigie.example.org:${port}`, ...init.headers },
    tls: { rejectUnauthorized: false },
  });
}

describe('behind nginx', () => {
  it.skipIf(missing.length > 0)(`serves page and API under the public name, and no other${note}`, async () => {
    expect((await ask('/')).status).toBe(200);
    expect((await ask('/api/hosts', { headers: { 'X-Auth-Token': ownerToken } })).status).toBe(200);
    expect((await ask('/api/hosts', { headers: { 'X-Auth-Token': ownerToken, Host: 'evil.example.org' } })).status).not.toBe(200);
  });

  it.skipIf(missing.length > 0)(`opens the live socket for its own origin only${note}`, async () => {
    const open = (origin: string): Promise<boolean> =>
      new Promise((resolve) => {
        const headers = { Origin: origin, Host: `vigie.example.org:${port}` };
        const socket = new WebSocket(`wss://127.0.0.1:${port}/api/live`, { headers, tls: { rejectUnauthorized: false } });
        socket.addEventListener('open', () => {
          socket.close();
          resolve(true);
        });
        socket.addEventListener('error', () => resolve(false));
      });
    expect(await open(`https://vigie.example.org:${port}`)).toBe(true);
    expect(await open('https://evil.example.org')).toBe(false);
  });

  it.skipIf(missing.length > 0)(`records the person’s own address, not the proxy’s${note}`, async () => {
    await ask('/api/auth/sign-in/email', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Origin: `https://vigie.example.org:${port}`,
        'X-Forwarded-For': '203.0.113.9, 198.51.100.7',
      },
      body: JSON.stringify({ email: 'nobody@example.org', password: 'not the password' }),
    });
    const audit = (await (await ask('/api/audit?limit=5', { headers: { 'X-Auth-Token': ownerToken } })).json()) as {
      items: { ipAddress: string | null }[];
    };
    // Read from the right, past the proxies we trust (here everything on loopback): what was claimed further left counts for nothing.
    expect(audit.items[0]?.ipAddress).toBe('198.51.100.7');
  });
});
