import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../harness/vigie.ts';
import { ask, cleanUp, launch, makeDirectory, owner, ownerEnvironment, type Program, untilUp } from './parts/program.ts';

/* G10 for the data directory: a disk without room. What was there is read, nothing is done that cannot be recorded. */
const probe = await makeDirectory();
const mounted = Bun.spawnSync(['/bin/mount', '-t', 'tmpfs', '-o', 'size=12m,mode=0700', 'tmpfs', probe]).exitCode === 0;
const reason = mounted ? '' : ' (skipped: a file system may not be mounted here)';

let vigie: Program;
const filler = join(probe, 'filler');

function fill(): void {
  const file = openSync(filler, 'a');
  try {
    const page = new Uint8Array(4096).fill(1);
    while (true) {
      writeSync(file, page);
    }
  } catch {
    // Full: that is what was wanted.
  } finally {
    closeSync(file);
  }
}

beforeAll(async () => {
  if (!mounted) {
    return;
  }
  vigie = await launch({ dataDir: probe, environment: ownerEnvironment });
  await untilUp(vigie);
}, 60_000);
afterAll(async () => {
  vigie?.kill('SIGTERM');
  await vigie?.exited;
  if (mounted) {
    Bun.spawnSync(['/bin/umount', '-l', probe]);
  }
  await cleanUp();
});

const signIn = () =>
  ask(vigie.url, '/api/auth/sign-in/email', {
    token: null,
    headers: { origin: vigie.url },
    body: { email: owner.email, password: owner.password },
  });

describe.skipIf(!mounted)(`a full disk${reason}`, () => {
  it('refuses actions with storage_full before anything is done, and reading still works, with a token and with a session', async () => {
    const sleep = Bun.spawn(['/bin/sleep', '600']);
    const cookie = (await signIn()).headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    try {
      fill();
      // The log of SQLite has some room of its own left: it is used up by what is refused later.
      await until(async () => {
        fill();
        return (await ask(vigie.url, '/api/tokens', { body: { name: 'x'.repeat(100) } })).status !== 200;
      }, 'there is no room left');
      const refused = await ask(vigie.url, `/api/process/${sleep.pid}/signal`, { body: { signal: 'TERM' } });
      expect([refused.status, refused.body.code]).toEqual([507, 'storage_full']);
      expect(sleep.exitCode).toBeNull();
      const french = await ask(vigie.url, `/api/process/${sleep.pid}/renice`, { body: { nice: 3 }, headers: { 'Accept-Language': 'fr' } });
      expect([french.status, String(french.body.error)]).toEqual([507, expect.stringContaining('plein')]);
      for (const path of [
        '/api/processes',
        '/api/sockets',
        '/api/hosts',
        '/api/audit',
        '/api/session',
        '/api/tokens',
        '/api/config',
        '/api/health',
      ]) {
        expect([path, (await ask(vigie.url, path)).status]).toEqual([path, 200]);
      }
      // A new session and its record need room, which is put aside for just that.
      expect((await signIn()).status).toBe(200);
      expect((await ask(vigie.url, '/api/processes', { token: null, headers: { cookie } })).status).toBe(200);
      expect((await ask(vigie.url, '/api/processes', { token: 'a wrong token that is long enough' })).status).toBe(401);
    } finally {
      sleep.kill('SIGKILL');
    }
  }, 60_000);

  it('is left behind by itself when there is room again', async () => {
    rmSync(filler);
    expect(statfsSync(probe).bavail).toBeGreaterThan(0);
    const sleep = Bun.spawn(['/bin/sleep', '600']);
    const { status } = await ask(vigie.url, `/api/process/${sleep.pid}/signal`, { body: { signal: 'TERM' } });
    expect(status).toBe(200);
    await sleep.exited;
    expect((await signIn()).status).toBe(200);
    expect(await untilUp(vigie)).toBeUndefined();
  }, 60_000);

  it('at the start is named, and does not harm what is there', async () => {
    vigie.kill('SIGTERM');
    await vigie.exited;
    fill();
    const second = await launch({ dataDir: probe, environment: ownerEnvironment });
    const ended = await Promise.race([second.exited, Bun.sleep(5_000).then(() => null)]);
    if (ended === null) {
      expect((await ask(second.url, '/api/hosts')).status).toBe(200);
      second.kill('SIGTERM');
      await second.exited;
    } else {
      expect([ended, second.output().includes(probe)]).toEqual([1, true]);
    }
    rmSync(filler);
    vigie = await launch({ dataDir: probe, environment: ownerEnvironment });
    await untilUp(vigie);
    expect((await signIn()).status).toBe(200);
  }, 60_000);
});
