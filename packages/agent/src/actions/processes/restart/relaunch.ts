import { accessSync, constants, fstatSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { errnos, KernelError, openProcessHandle } from '../../../kernel/index.ts';
import * as launch from '../../../kernel/launch.ts';
import { type Origin, readOrigin } from './origin.ts';

/*
 * The relauncher: a program of its own that turns itself into the process to be restarted. It takes over everything from the
 * old one while that still runs, says `ready`, waits for `go`, and executes. So whatever cannot be taken over is known before
 * anything was stopped, and no shell or other tool stands in between.
 *
 * Spoken over its standard input and output, a line each: agent `<pid> <startTicks>`, relauncher `ready` or `failed <why>`,
 * agent `go` (or the end, which calls it off), relauncher nothing (its output closes when the program runs) or `failed <why>`.
 */

const cgroupRoot = '/sys/fs/cgroup';

interface Prepared {
  readonly origin: Origin;
  readonly limits: launch.Limits;
  readonly descriptors: readonly number[];
}

/** Runs to the end of this process, one way or another. */
export async function runRelauncher(): Promise<void> {
  const report = launch.duplicateUntilExec(1);
  const lines = readLines();
  try {
    const prepared = prepare((await lines.next()).value ?? '');
    writeSync(report, 'ready\n');
    if ((await lines.next()).value === 'go') {
      become(prepared);
    }
  } catch (error) {
    writeSync(report, `failed ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function* readLines(): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of Bun.stdin.stream()) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  return undefined;
}

function prepare(request: string): Prepared {
  const [pid = 0, startTicks = -1] = request.split(' ').map(Number);
  const handle = openProcessHandle(pid);
  const origin = readOrigin(pid);
  if (origin?.startTicks !== startTicks) {
    throw new Error('another process has this pid now');
  }
  const limits = launch.parseLimits(readFileSync(`/proc/${pid}/limits`, 'utf8'));
  const own = readOrigin(process.pid);
  launch.leaveParent();
  joinGroups(origin, own);
  launch.copyScheduling(pid, origin.nice);
  copyOutOfMemoryScore(pid);
  const descriptors = [0, 1, 2].map((fd) => takeDescriptor(handle, pid, fd));
  launch.raiseHardLimits(limits);
  process.chdir(`/proc/${pid}/cwd`);
  process.umask(origin.umask);
  launch.limitCapabilities(origin.boundingCapabilities, own?.boundingCapabilities ?? 0n);
  if (origin.noNewPrivileges) {
    launch.giveUpNewPrivileges();
  }
  takeIdentity(origin, own);
  accessSync(origin.exe ?? '', constants.X_OK);
  return { origin, limits, descriptors };
}

/** An unprivileged agent has the same identity already, and may not set even that. */
function takeIdentity(origin: Origin, own: Origin | null): void {
  if (own?.effectiveCapabilities === 0n) {
    return;
  }
  // A set-user-ID program gets its other user by being executed, from the real one.
  const setUser = ((statSync(origin.exe ?? '').mode ?? 0) & 0o4000) !== 0;
  const setGroup = ((statSync(origin.exe ?? '').mode ?? 0) & 0o2000) !== 0;
  const [uid] = origin.uids;
  const [gid] = origin.gids;
  launch.takeIdentity({
    uids: setUser ? [uid, uid, uid] : origin.uids,
    gids: setGroup ? [gid, gid, gid] : origin.gids,
    groups: origin.groups,
  });
}

/** The share of the machine it had, and a life beyond the agent's own unit. */
function joinGroups(origin: Origin, own: Origin | null): void {
  for (const line of origin.cgroups) {
    if (own?.cgroups.includes(line)) {
      continue;
    }
    const [number, controllers, ...rest] = line.split(':');
    const folder = number === '0' ? '' : `/${(controllers ?? '').replace(/^name=/, '')}`;
    try {
      writeFileSync(`${cgroupRoot}${folder}${rest.join(':')}/cgroup.procs`, `${process.pid}`);
    } catch (error) {
      if (own?.effectiveCapabilities !== 0n) {
        throw new Error(`its control group could not be joined: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}

function copyOutOfMemoryScore(pid: number): void {
  const wanted = readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8').trim();
  if (wanted !== readFileSync('/proc/self/oom_score_adj', 'utf8').trim()) {
    writeFileSync('/proc/self/oom_score_adj', wanted);
  }
}

/**
 * The same regular file as the old process had, or `/dev/null`: pipes, terminals and sockets end with their other side. The
 * descriptor itself is taken over, so that nobody gains an access he did not have.
 */
function takeDescriptor(handle: number, pid: number, fd: number): number {
  const toRead = fd === 0;
  const nothing = () => openSync('/dev/null', toRead ? constants.O_RDONLY : constants.O_WRONLY);
  const borrowed = borrow(handle, pid, fd);
  if (borrowed === null || !fstatSync(borrowed).isFile()) {
    return nothing();
  }
  const mode = launch.accessMode(borrowed);
  if (toRead) {
    // Opened again to read from the start, which is what its first start did.
    return mode === 'w' ? nothing() : openSync(`/proc/self/fd/${borrowed}`, constants.O_RDONLY);
  }
  if (mode === 'r') {
    return nothing();
  }
  launch.appendOnly(borrowed);
  return borrowed;
}

/** Null when the old process had closed it. */
function borrow(handle: number, pid: number, fd: number): number | null {
  try {
    return launch.borrowDescriptor(handle, fd);
  } catch (error) {
    // Yama lets only root and parents borrow; the user's own right to the file is then what counts.
    return error instanceof KernelError && error.errno === errnos.EPERM ? openAgain(pid, fd) : null;
  }
}

function openAgain(pid: number, fd: number): number | null {
  const path = `/proc/${pid}/fd/${fd}`;
  try {
    if (!statSync(path).isFile()) {
      return null;
    }
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'))?.[1] ?? '0';
    return openSync(path, Number.parseInt(flags, 8) & 3);
  } catch {
    return null;
  }
}

function become({ origin, limits, descriptors }: Prepared): never {
  for (const [fd, from] of descriptors.entries()) {
    launch.replaceDescriptor(from, fd);
  }
  launch.closeFromAtExec(3);
  // Ignored by `nohup`, or by the program itself, which will do so again.
  launch.resetSignals(origin.ignoresHangup ? [1] : []);
  launch.execute(
    Buffer.from(origin.exe ?? ''),
    origin.argumentsBlock ?? new Uint8Array(),
    origin.environmentBlock ?? new Uint8Array(),
    limits,
  );
}
