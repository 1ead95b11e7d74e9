import { afterEach, beforeEach, describe, expect, it } from 'bun:test';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeClock, fakeClock } from '@vigie/testkit';
import { openAuthority } from '../ca/index.ts';
import { openVault } from '../platform/vault/index.ts';
import { prepareIdentity, type Supervisor, superviseAgent } from './index.ts';

let folder: string;
let clock: FakeClock;
let reports: string[];
const running: Supervisor[] = [];
const strays: number[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-local-agent-'));
  clock = fakeClock();
  reports = [];
});
afterEach(async () => {
  for (const pid of strays.splice(0)) {
    if (isAlive(pid)) {
      process.kill(pid, 'SIGKILL');
    }
  }
  await Promise.all(running.splice(0).map((supervisor) => supervisor.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** A child that runs this script; its arguments and environment are what the supervisor gave. */
function supervise(script: string, values: { readonly environment?: Record<string, string> } = {}): Supervisor {
  const path = join(folder, 'child.ts');
  writeFileSync(path, script);
  const supervisor = superviseAgent({
    argv: [process.execPath, path, join(folder, 'out')],
    environment: values.environment ?? {},
    report: (message) => void reports.push(message),
    timers: clock,
  });
  running.push(supervisor);
  return supervisor;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(what: () => boolean): Promise<void> {
  while (!what()) {
    await Bun.sleep(5);
  }
}

const written = () => (existsSync(join(folder, 'out')) ? readFileSync(join(folder, 'out'), 'utf8') : '');
const wait = 'setInterval(() => undefined, 1000);';

describe('the local agent', () => {
  it('has the given environment and no other', async () => {
    supervise(`await Bun.write(process.argv[2], JSON.stringify(process.env)); ${wait}`, { environment: { LANG: 'C.UTF-8' } });
    await until(() => written() !== '');
    expect(JSON.parse(written())).toEqual({ LANG: 'C.UTF-8' });
  });

  it('is started again when it dies, after waits that double to thirty seconds, each time saying why', async () => {
    supervise('process.exit(3);');
    const waits = [1, 2, 4, 8, 16, 30, 30];
    for (const [index, seconds] of waits.entries()) {
      await until(() => reports.length === index + 1 && clock.waiting === 1);
      clock.advance(seconds * 1000 - 1);
      expect(clock.waiting).toBe(1);
      clock.advance(1);
    }
    expect(reports.slice(0, 2)).toEqual([
      'the local agent ended (code 3); it is started again in 1 s',
      'the local agent ended (code 3); it is started again in 2 s',
    ]);
  });

  it('waits shortly again when it had been well for a minute', async () => {
    const supervisor = supervise(wait);
    for (const [lived, expected] of [
      [0, 1],
      [1_000, 2],
      [60_000, 1],
      [0, 2],
    ] as const) {
      await until(() => supervisor.pid !== null);
      clock.advance(lived);
      const count = reports.length;
      process.kill(supervisor.pid ?? 0, 'SIGKILL');
      await until(() => reports.length > count && clock.waiting === 1);
      expect(reports.at(-1)).toBe(`the local agent ended (SIGKILL); it is started again in ${expected} s`);
      clock.advance(expected * 1000);
    }
  });

  it('whose program is missing is tried again, and the reason is said', async () => {
    const supervisor = superviseAgent({
      argv: [join(folder, 'nothing-here')],
      environment: {},
      report: (message) => void reports.push(message),
      timers: clock,
    });
    running.push(supervisor);
    await until(() => reports.length === 1);
    expect(reports[0]).toContain('nothing-here');
    expect(supervisor.pid).toBe(null);
  });

  it('is asked to stop, and stopped when it does not; it does not come back', async () => {
    const kind = supervise(`process.on('SIGTERM', async () => { await Bun.write(process.argv[2], 'goodbye'); process.exit(0); }); ${wait}
      await Bun.write(process.argv[2], 'ready');`);
    await until(() => written() === 'ready');
    await Promise.all([kind.stop(), kind.stop()]);
    expect([written(), kind.pid, reports]).toEqual(['goodbye', null, []]);

    const stubborn = supervise(`process.on('SIGTERM', () => undefined); ${wait} await Bun.write(process.argv[2], 'stubborn');`);
    await until(() => written() === 'stubborn');
    const pid = stubborn.pid ?? 0;
    const stopped = stubborn.stop();
    clock.advance(4_999);
    expect(isAlive(pid)).toBe(true);
    clock.advance(1);
    await stopped;
    expect([isAlive(pid), clock.waiting]).toEqual([false, 0]);
  });

  it('does not wait for its next start when it is stopped in between', async () => {
    const supervisor = supervise('process.exit(1);');
    await until(() => clock.waiting === 1);
    await supervisor.stop();
    expect(clock.waiting).toBe(0);
  });

  it('sees the end of a pipe when the server is killed', async () => {
    const child = join(folder, 'child.ts');
    writeFileSync(
      child,
      `await Bun.write(process.argv[2], String(process.pid)); for await (const _ of Bun.stdin.stream()) {} await Bun.write(process.argv[2], 'alone');`,
    );
    const server = join(folder, 'server.ts');
    writeFileSync(
      server,
      `import { superviseAgent } from ${JSON.stringify(join(import.meta.dir, 'index.ts'))};
       superviseAgent({ argv: [process.execPath, ${JSON.stringify(child)}, ${JSON.stringify(join(folder, 'out'))}], environment: {}, report: () => undefined });
       setInterval(() => undefined, 1000);`,
    );
    const parent = Bun.spawn([process.execPath, server], { env: {}, stdin: 'ignore', stdout: 'ignore', stderr: 'inherit' });
    strays.push(parent.pid);
    await until(() => Number(written()) > 0);
    strays.push(Number(written()));
    parent.kill('SIGKILL');
    await until(() => written() === 'alone');
    expect(written()).toBe('alone');
  });
});

describe('the identity of the local agent', () => {
  it('stays the same host; its certificate is made again after two thirds of its life, for another host, or under another authority', async () => {
    const time = { ms: Date.now() };
    const now = () => time.ms;
    const authority = await openAuthority({ directory: join(folder, 'ca'), vault: openVault({ directory: folder }), now });
    const directory = join(folder, 'agent');
    const first = await prepareIdentity(directory, authority, now);
    const certificate = () => readFileSync(first.certificateFile, 'utf8');
    const made = [certificate()];
    const again = async (issuer = authority) => {
      const { hostId } = await prepareIdentity(directory, issuer, now);
      made.push(certificate());
      return hostId;
    };
    expect(await again()).toBe(first.hostId);
    expect(made[1]).toBe(made[0] as string);
    time.ms += 21 * 86_400_000;
    await again();
    await again(await openAuthority({ directory: join(folder, 'other'), vault: openVault({ directory: folder }), now }));
    writeFileSync(join(directory, 'host-id'), 'nonsense');
    expect(await again()).not.toBe(first.hostId);
    writeFileSync(first.keyFile, 'nonsense');
    await again();
    expect(new Set(made).size).toBe(5);
    expect(
      [directory, first.keyFile, first.certificateFile, first.authorityFile].map((path) => (statSync(path).mode & 0o777).toString(8)),
    ).toEqual(['700', '600', '600', '600']);
  });
});
