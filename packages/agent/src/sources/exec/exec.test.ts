import { afterEach, describe, expect, test } from 'bun:test';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../clock.ts';
import { openHostTree, ProcessConnector } from '../../kernel/index.ts';
import { createUsers } from '../../snapshots/index.ts';
import type { FoundEvent, FoundGap } from '../index.ts';
import { type Exited, makeEvents, type Started } from './batch.ts';
import { ExecSource } from './index.ts';
import { busyPerSecond, Pace } from './pace.ts';
import { createProcessReader } from './read.ts';
import { parseExitStatus } from './status.ts';

const silent = { executed() {}, exited() {}, paused() {}, overflowed() {}, failed() {} };
const probe = ProcessConnector.open(silent);
const isTold = probe !== null;
probe?.close();

function started(pid: number, values: Partial<Started> = {}): Started {
  const rest = { ppid: 1, startTicks: 5, name: 'sleep', parent: 'bash', command: 'sleep 1', uid: 0, user: 'root' };
  return { what: 'started', pid, timeMs: pid, ...rest, ...values };
}
function exited(pid: number, values: Partial<Exited> = {}): Exited {
  const rest = { ppid: 1, name: 'sleep', parent: 'bash', exitCode: 0, signal: null, core: false, durationMs: 3 };
  return { what: 'exited', pid, timeMs: pid, ...rest, ...values };
}

describe('a batch', () => {
  test('tells each by itself on a calm host', () => {
    expect(makeEvents([started(1), exited(1), started(2)], false).map((event) => event.kind)).toEqual([
      'process.started',
      'process.exited',
      'process.started',
    ]);
  });

  test('tells those of one name and parent as one on a busy host, with how many, and leaves what is alone as it is', () => {
    const crowd = Array.from({ length: 100 }, (_, index) => [started(index), exited(index, { exitCode: index % 10 === 0 ? 1 : 0 })]).flat();
    const events = makeEvents([...crowd, exited(500, { name: 'nginx' }), started(501, { ppid: 9 })], true);
    expect(events.map((event) => event.kind)).toEqual(['process.repeated', 'process.exited', 'process.started']);
    expect(events[0]?.fields).toMatchObject({ name: 'sleep', ppid: 1, started: 100, exited: 100, failed: 10, durationMs: 99 });
  });

  test('always tells a crash by itself, as a warning', () => {
    const crowd = [...Array.from({ length: 10 }, (_, index) => exited(index)), exited(50, { exitCode: null, signal: 'SEGV' })];
    expect(makeEvents(crowd, true)).toMatchObject([
      { kind: 'process.repeated' },
      { kind: 'process.exited', severity: 'warning', fields: { pid: 50, signal: 'SEGV' } },
    ]);
  });
});

test('a status is a code, or a signal by its name, or by its number', () => {
  expect(parseExitStatus(3 << 8)).toEqual({ exitCode: 3, signal: null, core: false });
  expect(parseExitStatus(9)).toEqual({ exitCode: null, signal: 'KILL', core: false });
  expect(parseExitStatus(11 | 0x80)).toEqual({ exitCode: null, signal: 'SEGV', core: true });
  expect(parseExitStatus(40)).toEqual({ exitCode: null, signal: 'RT40', core: false });
});

test('a host is busy while more than the limit started within a second, and calm after it, also when its clock is set back', () => {
  const pace = new Pace();
  for (let index = 0; index <= busyPerSecond; index++) {
    pace.count(10_000 + index);
  }
  expect([pace.isBusy(10_100), pace.isBusy(10_900), pace.isBusy(11_200)]).toEqual([true, true, false]);
  pace.count(5000);
  expect(pace.isBusy(5000)).toBe(false);
});

describe.skipIf(!isTold)('the kernel (needs root in the first namespaces)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-exec-'));
  let source: ExecSource | null = null;
  afterEach(() => {
    source?.stop();
    source = null;
    rmSync(folder, { recursive: true, force: true });
  });

  function listen() {
    const tree = openHostTree();
    const events: FoundEvent[] = [];
    const gaps: FoundGap[] = [];
    let wake = Promise.withResolvers<void>();
    source = new ExecSource({
      clock: systemClock,
      log: () => undefined,
      read: createProcessReader({ tree, users: createUsers(tree) }),
      known: () => null,
    });
    const begun = source.start({
      event: (event) => {
        events.push(event);
        wake.resolve();
        wake = Promise.withResolvers();
      },
      gap: (gap) => void gaps.push(gap),
    });
    async function next(matches: (event: FoundEvent) => boolean): Promise<FoundEvent> {
      for (;;) {
        const found = events.find(matches);
        if (found) {
          return found;
        }
        await wake.promise;
      }
    }
    return { begun, next };
  }

  test('tells of a real process with an odd name: its start with command, user and parent, and its end', async () => {
    const { begun, next } = listen();
    expect(begun).toBe(true);
    const program = join(folder, 'odd ) "*\' (S) 1');
    copyFileSync('/usr/bin/sleep', program);
    const child = Bun.spawn([program, '600', '--password=hunter2'].slice(0, 2), { stdin: 'ignore' });
    const start = await next((event) => event.kind === 'process.started' && event.fields.pid === child.pid);
    expect(start.fields).toMatchObject({ name: 'odd ) "*\' (S) 1', command: `${program} 600`, ppid: process.pid });
    expect(Math.abs(start.timeMs - Date.now())).toBeLessThan(60_000);
    child.kill('SIGKILL');
    await child.exited;
    const end = await next((event) => event.kind === 'process.exited' && event.fields.pid === child.pid);
    expect(end.fields).toMatchObject({ name: 'odd ) "*\' (S) 1', exitCode: null, signal: 'KILL' });
    expect(end.timeMs).toBeGreaterThanOrEqual(start.timeMs);
  });

  test('masks a secret of a command line before it leaves the host', async () => {
    const { next } = listen();
    const child = Bun.spawn(['/usr/bin/tail', '-f', '/dev/null', '--retry', '--password=hunter2'], { stderr: 'ignore', stdin: 'ignore' });
    const start = await next((event) => event.kind === 'process.started' && event.fields.pid === child.pid);
    child.kill('SIGKILL');
    await child.exited;
    expect(String(start.fields.command)).not.toContain('hunter2');
  });

  test('says that it dropped some when more comes than its buffer holds, and goes on after it', async () => {
    const told: string[] = [];
    let wake = Promise.withResolvers<void>();
    const note = (what: string) => {
      told.push(what);
      wake.resolve();
      wake = Promise.withResolvers();
    };
    const connector = ProcessConnector.open({ ...silent, overflowed: () => note('overflow'), executed: (pid) => note(String(pid)) }, 4096);
    for (let index = 0; index < 100; index++) {
      Bun.spawnSync(['/usr/bin/true']);
    }
    while (!told.includes('overflow')) {
      await wake.promise;
    }
    // With so little room another burst of this host may drop any one of them.
    const after: string[] = [];
    while (!after.some((pid) => told.includes(pid))) {
      const child = Bun.spawn(['/usr/bin/true']);
      after.push(String(child.pid));
      await child.exited;
    }
    connector?.close();
  });
});
