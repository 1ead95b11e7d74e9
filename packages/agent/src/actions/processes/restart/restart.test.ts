import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../../clock.ts';
import { adopt, buildContext, call, codeOf, endChildren, startChild, targetOf, until } from '../testing/children.ts';
import { planRestart, runRestart, verifyRestart } from './index.ts';
import { readOrigin } from './origin.ts';

const root = process.geteuid?.() === 0;
const hasTools = root && ['/usr/bin/setpriv', '/usr/bin/prlimit', '/usr/bin/perl'].every((path) => existsSync(path));
let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'vigie-restart-')));
  chmodSync(folder, 0o755);
});
afterEach(() => {
  endChildren();
  rmSync(folder, { recursive: true, force: true });
});

async function restart(target: { pid: number; startTicks: number }) {
  const output = await call(runRestart, { target });
  adopt(output.newPid ?? 0);
  return output;
}

describe('refuses before it stops anything', () => {
  const planOf = (pid: number, serverPids: number[] = []) => planRestart(targetOf(pid), { serverPids, privileged: root });

  test('process 1', () => {
    expect(planOf(1)).toMatchObject({ possible: false, reason: { en: expect.stringContaining('process 1') } });
  });

  test('the agent itself and the server', () => {
    expect(planOf(process.pid).reason?.en).toContain('agent');
    const { target } = startChild();
    expect(planOf(target.pid, [target.pid]).reason?.en).toContain('server');
  });

  test.skipIf(!existsSync('/proc/2/stat') || !readFileSync('/proc/2/stat', 'utf8').includes('kthreadd'))(
    'a kernel thread (needs to see them)',
    () => {
      expect(planOf(2).reason?.en).toContain('kernel thread');
    },
  );

  test('a program whose file was removed, and the process goes on', async () => {
    const program = join(folder, 'sleeper');
    copyFileSync('/usr/bin/sleep', program);
    chmodSync(program, 0o755);
    const { child, target } = startChild([program, '1000']);
    rmSync(program);
    expect(await codeOf(call(runRestart, { target }))).toBe('cannot_restart');
    expect(child.exitCode).toBeNull();
  });

  test('a working directory that was removed', () => {
    const gone = join(folder, 'gone');
    mkdirSync(gone);
    const child = Bun.spawn(['/usr/bin/sleep', '1000'], { cwd: gone });
    adopt(child.pid);
    rmSync(gone, { recursive: true });
    expect(planOf(child.pid).reason?.en).toContain('working directory');
  });

  test('a paused process', async () => {
    const { child, target } = startChild();
    child.kill('SIGSTOP');
    await until(() => readOrigin(target.pid)?.state === 'T');
    expect(planOf(target.pid).reason?.fr).toContain('en pause');
  });

  test('a process that has ended and was not waited for', async () => {
    const { child } = startChild(['/usr/bin/perl', '-e', 'if (fork() == 0) { exit 0 } sleep 1000']);
    const zombieOf = () => readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim();
    await until(() => zombieOf() !== '' && readOrigin(Number(zombieOf()))?.state === 'Z');
    expect(planOf(Number(zombieOf())).possible).toBe(false);
  });

  test('a title instead of a command line', async () => {
    const { target } = startChild(['/usr/bin/perl', '-e', '$0 = "worker: busy with it"; sleep 1000']);
    await until(() => readFileSync(`/proc/${target.pid}/cmdline`, 'utf8').startsWith('worker'));
    expect(planOf(target.pid).reason?.en).toContain('title');
  });

  test('another process that has the pid now', async () => {
    const { child, target } = startChild();
    expect(await codeOf(call(runRestart, { target: { pid: target.pid, startTicks: target.startTicks + 1 } }))).toBe('process_changed');
    expect(child.exitCode).toBeNull();
  });

  test('a process that is not there', async () => {
    expect(await codeOf(call(runRestart, { target: { pid: 4_194_000, startTicks: 1 } }))).toBe('process_not_found');
  });

  test('a wrong shape', async () => {
    for (const input of [
      null,
      {},
      { target: 1 },
      { target: { pid: -1, startTicks: 1 } },
      { target: { pid: '1; reboot', startTicks: 1 } },
    ]) {
      expect(await codeOf(call(runRestart, input))).toBe('invalid_input');
    }
  });
});

test('a process that does not stop is neither killed nor started twice', async () => {
  const { child, target } = startChild(['/usr/bin/perl', '-e', '$SIG{TERM} = "IGNORE"; sleep 1000 while 1']);
  await until(() => (BigInt(`0x${/SigIgn:\s*(\w+)/.exec(readFileSync(`/proc/${target.pid}/status`, 'utf8'))?.[1]}`) & 0x4000n) !== 0n);
  // Ten seconds pass in a tenth of one.
  const quick: Clock = { ...systemClock, monotonicMs: () => performance.now() * 100 };
  expect(await codeOf(call(runRestart, { target }, buildContext({ clock: quick })))).toBe('action_failed');
  expect(child.exitCode).toBeNull();
});

test('starts the same program again, in a session of its own, and it stays', async () => {
  const { target } = startChild(['/usr/bin/sleep', '1000'], { env: { NAME: 'value with spaces', EMPTY: '' } });
  const { oldPid, newPid, unit } = await restart(target);
  expect({ oldPid, unit }).toEqual({ oldPid: target.pid, unit: null });
  expect(existsSync(`/proc/${oldPid}/exe`)).toBe(false);
  expect(readFileSync(`/proc/${newPid}/cmdline`, 'utf8')).toBe('/usr/bin/sleep\x001000\0');
  expect(readFileSync(`/proc/${newPid}/environ`, 'utf8')).toBe('NAME=value with spaces\0EMPTY=\0');
  expect(readFileSync(`/proc/${newPid}/stat`, 'utf8').split(') ')[1]?.split(' ')[3]).toBe(String(newPid));
  expect(await call(verifyRestart, { oldPid, newPid, unit })).toMatchObject({ verified: true });
});

test('the first word stays as it was, even when it is not the program; bytes that are no text survive', async () => {
  const program =
    'exec {"/usr/bin/sleep"} "odd name", "1000" if $ENV{READY}; $ENV{READY} = "\\xff\\xfe"; exec {"/usr/bin/perl"} "perl", @ARGV';
  const { target } = startChild(['/usr/bin/perl', '-e', program, '--', '-e', program]);
  await until(() => readFileSync(`/proc/${target.pid}/cmdline`, 'utf8').startsWith('odd name'));
  const { newPid } = await restart(target);
  expect(readFileSync(`/proc/${newPid}/cmdline`, 'utf8')).toBe('odd name\x001000\0');
  expect(readFileSync(`/proc/${newPid}/environ`).includes(Buffer.from([0xff, 0xfe]))).toBe(true);
  expect(readlinkSync(`/proc/${newPid}/exe`)).toBe(readlinkSync('/proc/self/root') === '/' ? realpathSync('/usr/bin/sleep') : '');
});

test.skipIf(!hasTools)(
  'keeps user, groups, umask, limits, nice value, directory and log file (needs root, setpriv and prlimit)',
  async () => {
    const log = join(folder, 'log');
    const work = join(folder, 'work');
    mkdirSync(work);
    chmodSync(work, 0o755);
    const before = process.umask(0o027);
    const child = Bun.spawn(
      [
        ...['/usr/bin/nice', '-n', '7', '/usr/bin/prlimit', '--nofile=333:444', '--core=0', '--'],
        ...[
          '/usr/bin/setpriv',
          '--reuid=65534',
          '--regid=65534',
          '--groups=4,27',
          '--',
          '/usr/bin/perl',
          '-e',
          '$| = 1; print "up\\n"; sleep 1000',
        ],
      ],
      { cwd: work, env: { A: '1' }, stdin: 'ignore', stdout: Bun.file(log), stderr: 'ignore' },
    );
    process.umask(before);
    adopt(child.pid);
    await until(() => existsSync(log) && readFileSync(log, 'utf8') === 'up\n');
    const old = readOrigin(child.pid);
    const limits = readFileSync(`/proc/${child.pid}/limits`, 'utf8');
    const { newPid } = await restart(targetOf(child.pid));
    const fresh = readOrigin(newPid ?? 0);
    expect(fresh).toEqual({ ...old, pid: newPid, startTicks: fresh?.startTicks, ppid: process.pid, state: fresh?.state } as typeof fresh);
    expect(old).toMatchObject({
      uids: [65534, 65534, 65534],
      gids: [65534, 65534, 65534],
      groups: [4, 27],
      umask: 0o027,
      nice: 7,
      workingDirectory: work,
    });
    expect(readFileSync(`/proc/${newPid}/limits`, 'utf8')).toBe(limits);
    expect(limits).toMatch(/Max open files\s+333\s+444/);
    await until(() => readFileSync(log, 'utf8') === 'up\nup\n');
    expect(readlinkSync(`/proc/${newPid}/fd/1`)).toBe(log);
    expect(readlinkSync(`/proc/${newPid}/fd/0`)).toBe('/dev/null');
  },
);

test('the new process outlives the agent that started it', async () => {
  const { target } = startChild();
  const agent = Bun.spawn(
    [
      process.execPath,
      '-e',
      `const { prepareRelaunch } = await import(${JSON.stringify(join(import.meta.dir, 'relauncher.ts'))});
       const relauncher = await prepareRelaunch(${target.pid}, ${target.startTicks});
       process.kill(${target.pid}, 'SIGTERM');
       await relauncher.go();
       console.log(relauncher.pid);
       process.kill(process.pid, 'SIGKILL');`,
    ],
    { stdout: 'pipe', stderr: 'inherit' },
  );
  const newPid = Number(await agent.stdout.text());
  await agent.exited;
  adopt(newPid);
  expect(agent.signalCode).toBe('SIGKILL');
  expect(readFileSync(`/proc/${newPid}/cmdline`, 'utf8')).toBe('/usr/bin/sleep\x001000\0');
});

test('the plan tells what would run, and changes nothing', () => {
  const { target } = startChild();
  expect(planRestart(target, buildContext())).toEqual({
    possible: true,
    reason: null,
    unit: null,
    argv: ['/usr/bin/sleep', '1000'],
    workingDirectory: process.cwd(),
  });
});
