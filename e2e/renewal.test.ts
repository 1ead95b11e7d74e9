import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, cleanUp, launch, makeDirectory, type Program, untilUp } from './attacks/parts/program.ts';
import { root, until } from './harness/vigie.ts';

interface Enrolled {
  readonly hostId: string;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

const dayMs = 86_400_000;

/* A certificate lives for thirty days: the agent renews it over the link, and lives on with the new one. */
describe('an agent whose certificate nears its end', () => {
  let folder: string;
  let state: string;
  let server: Program;
  let agent: Bun.Subprocess;
  let first: Enrolled;

  const identity = () => JSON.parse(readFileSync(join(state, 'identity.json'), 'utf8')) as Enrolled;
  const daysLeft = (certificate: string) => (Date.parse(new X509Certificate(certificate).validTo) - Date.now()) / dayMs;
  const untilHost = (wanted: string) =>
    until(
      async () => (await ask(server.url, `/api/hosts/${first.hostId}`).catch(() => null))?.body.state === wanted,
      `the host is ${wanted}`,
      60_000,
    );

  function startAgent(): Bun.Subprocess {
    return Bun.spawn([process.execPath, '--smol', join(root, 'packages/vigie/src/main.ts'), 'agent', '--state-dir', state], {
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'ignore',
    });
  }

  beforeAll(async () => {
    folder = await makeDirectory();
    state = join(folder, 'remote');
    server = await launch({ dataDir: folder });
    await untilUp(server);
    server.kill('SIGTERM');
    await server.exited;
    const script = join(root, 'packages/server/src/testing/enrol-hosts.ts');
    const made = Bun.spawnSync([process.execPath, script, folder, '1', '21'], { stderr: 'inherit' });
    [first] = JSON.parse(made.stdout.toString()) as [Enrolled];
    server = await launch({ dataDir: folder });
    await untilUp(server);
    mkdirSync(state, { mode: 0o700 });
    const { hostId, authority, certificate, key } = first;
    const serverUrl = `wss://127.0.0.1:${server.agentPort}`;
    writeFileSync(join(state, 'identity.json'), JSON.stringify({ hostId, serverUrl, authority, certificate, key, proxy: null }), {
      mode: 0o600,
    });
    agent = startAgent();
  }, 120_000);

  afterAll(async () => {
    agent?.kill('SIGKILL');
    await cleanUp();
  });

  it('gets a new one for a new key, for the same host, and keeps it where only it may read', async () => {
    expect(daysLeft(first.certificate)).toBeLessThan(10);
    await until(() => identity().certificate !== first.certificate, 'the identity is another', 60_000);
    const now = identity();
    expect(daysLeft(now.certificate)).toBeGreaterThan(29);
    expect(now.key).not.toBe(first.key);
    expect([now.hostId, now.authority]).toEqual([first.hostId, first.authority]);
    expect(new X509Certificate(now.certificate).subjectAltName).toBe(`URI:vigie:host:${first.hostId}`);
    expect((statSync(join(state, 'identity.json')).mode & 0o777).toString(8)).toBe('600');
  }, 120_000);

  it('comes back with it after a kill, and does not renew what is new', async () => {
    const renewed = identity();
    agent.kill('SIGKILL');
    await agent.exited;
    await untilHost('down');
    agent = startAgent();
    await untilHost('up');
    expect(identity()).toEqual(renewed);
  }, 120_000);
});
