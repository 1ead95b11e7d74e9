import { dlopen, FFIType, ptr } from 'bun:ffi';
import { readAffinity, readIoPriority, setAffinity, setIoPriority, setNice } from './control.ts';
import { KernelError } from './errno.ts';
import { lastErrno, requireSuccess, libc as shared } from './libc.ts';

/*
 * What a process must call on itself to become another program with another's identity: the last steps of a
 * restart. Only the relauncher loads this; every call changes the calling process for good.
 */

const { i32, i64, u32, u64, pointer } = FFIType;

const definitions = {
  execve: { args: [pointer, pointer, pointer], returns: i32 },
  setsid: { args: [], returns: i32 },
  setgroups: { args: [u64, pointer], returns: i32 },
  setresgid: { args: [u32, u32, u32], returns: i32 },
  setresuid: { args: [u32, u32, u32], returns: i32 },
  prlimit: { args: [i32, u32, pointer, pointer], returns: i32 },
  prctl: { args: [i32, u64, u64, u64, u64], returns: i32 },
  dup2: { args: [i32, i32], returns: i32 },
  fcntl: { args: [i32, i32, i64], returns: i32 },
  signal: { args: [i32, u64], returns: u64 },
  sigprocmask: { args: [i32, pointer, pointer], returns: i32 },
  sched_setscheduler: { args: [i32, i32, pointer], returns: i32 },
  sched_getparam: { args: [i32, pointer], returns: i32 },
} as const;

function openLibc() {
  for (const name of ['libc.so.6', `libc.musl-${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}.so.1`]) {
    try {
      return dlopen(name, definitions).symbols;
    } catch {
      // The other C library is tried next.
    }
  }
  throw new Error('no C library was found');
}

const libc = openLibc();
const sysCloseRange = 436;
const sysPidfdGetfd = 438;
const closeRangeCloexec = 4;
const resourceCount = 16;

/** The same open file as descriptor `fd` of the process behind the handle: same mode, same position. */
export function borrowDescriptor(handle: number, fd: number): number {
  return requireSuccess('pidfd_getfd', shared.syscall(sysPidfdGetfd, handle, fd, 0, 0, 0, 0));
}

const getFlags = 3;
const setFlags = 4;

/** What the descriptor was opened for. */
export function accessMode(fd: number): 'r' | 'w' | 'rw' {
  const mode = requireSuccess('fcntl', libc.fcntl(fd, getFlags, 0)) & 3;
  return mode === 0 ? 'r' : mode === 1 ? 'w' : 'rw';
}

/** Appending keeps what a log held, wherever the old process had written to. */
export function appendOnly(fd: number): void {
  const append = 0o2000;
  requireSuccess('fcntl', libc.fcntl(fd, setFlags, requireSuccess('fcntl', libc.fcntl(fd, getFlags, 0)) | append));
}

export function replaceDescriptor(from: number, to: number): void {
  requireSuccess('dup2', libc.dup2(from, to));
}

/** A copy of `fd` at 10 or above that closes by itself when a program is executed. */
export function duplicateUntilExec(fd: number): number {
  const duplicateCloexec = 1030;
  return requireSuccess('fcntl', libc.fcntl(fd, duplicateCloexec, 10));
}

/** Soft and hard value of every resource limit, in the kernel's order. */
export type Limits = BigUint64Array;

const unlimited = 0xffff_ffff_ffff_ffffn;

/** Reads `/proc/<pid>/limits`: asking by `prlimit` takes a capability for processes of others, this takes none. */
export function parseLimits(content: string): Limits {
  const values = content
    .split('\n')
    .slice(1, resourceCount + 1)
    .flatMap((line) => /\s{2,}(unlimited|\d+)\s+(unlimited|\d+)(?:\s|$)/.exec(line)?.slice(1) ?? []);
  if (values.length !== resourceCount * 2) {
    throw new Error('its limits are not written as Linux writes them');
  }
  return BigUint64Array.from(values, (value) => (value === 'unlimited' ? unlimited : BigInt(value)));
}

/** Gives this process these limits. Lowering needs no privilege, raising a hard limit does. */
function applyLimits(limits: Limits): void {
  for (let resource = 0; resource < resourceCount; resource++) {
    requireSuccess('prlimit', libc.prlimit(0, resource, ptr(limits, resource * 16), null));
  }
}

/** Makes room for `wanted` while privileges last: hard limits are raised where they are lower, soft ones stay. */
export function raiseHardLimits(wanted: Limits): void {
  for (let resource = 0; resource < resourceCount; resource++) {
    const own = new BigUint64Array(2);
    requireSuccess('prlimit', libc.prlimit(0, resource, null, ptr(own)));
    const hard = wanted[resource * 2 + 1] ?? 0n;
    if (hard > (own[1] ?? 0n)) {
      own[1] = hard;
      requireSuccess('prlimit', libc.prlimit(0, resource, ptr(own), null));
    }
  }
}

/** Policy and static priority (`SCHED_FIFO`, `SCHED_BATCH` …), nice value, cores and I/O priority, from one process to this one. */
export function copyScheduling(pid: number, nice: number): void {
  setAffinity(0, readAffinity(pid));
  setIoPriority(0, readIoPriority(pid));
  setNice(0, nice);
  const policy = requireSuccess('sched_getscheduler', shared.sched_getscheduler(pid));
  const parameter = new Int32Array(1);
  requireSuccess('sched_getparam', libc.sched_getparam(pid, ptr(parameter)));
  const own = requireSuccess('sched_getscheduler', shared.sched_getscheduler(0));
  if (policy !== own || parameter[0] !== 0) {
    requireSuccess('sched_setscheduler', libc.sched_setscheduler(0, policy, ptr(parameter)));
  }
}

export interface Identity {
  readonly uids: readonly [real: number, effective: number, saved: number];
  readonly gids: readonly [real: number, effective: number, saved: number];
  readonly groups: readonly number[];
}

/** Groups first: once the user is another one, they can no longer be set. */
export function takeIdentity(identity: Identity): void {
  const groups = Uint32Array.from(identity.groups.length > 0 ? identity.groups : [0]);
  requireSuccess('setgroups', libc.setgroups(identity.groups.length, ptr(groups)));
  requireSuccess('setresgid', libc.setresgid(...identity.gids));
  requireSuccess('setresuid', libc.setresuid(...identity.uids));
}

/** A session of its own, and no signal when the parent dies. */
export function leaveParent(): void {
  const setParentDeathSignal = 1;
  // Already a session leader when it was started detached: that is what is wanted.
  libc.setsid();
  requireSuccess('prctl', libc.prctl(setParentDeathSignal, 0, 0, 0, 0));
}

/** This process and what it executes can never gain privileges by executing a file. */
export function giveUpNewPrivileges(): void {
  const setNoNewPrivileges = 38;
  requireSuccess('prctl', libc.prctl(setNoNewPrivileges, 1, 0, 0, 0));
}

/** Drops from the bounding set what `kept` does not hold. */
export function limitCapabilities(kept: bigint, own: bigint): void {
  const dropFromBoundingSet = 24;
  for (let capability = 0; capability < 64; capability++) {
    const bit = 1n << BigInt(capability);
    if ((own & bit) !== 0n && (kept & bit) === 0n) {
      requireSuccess('prctl', libc.prctl(dropFromBoundingSet, capability, 0, 0, 0));
    }
  }
}

/** Every signal as a new process has it; a runtime ignores some, and `execve` would hand that on. */
export function resetSignals(ignored: readonly number[]): void {
  const lastSignal = 64;
  for (let signal = 1; signal <= lastSignal; signal++) {
    // KILL, STOP and the two of the C library refuse; they have no other state than the default.
    libc.signal(signal, ignored.includes(signal) ? 1 : 0);
  }
  const none = new Uint8Array(128);
  requireSuccess('sigprocmask', libc.sigprocmask(2, ptr(none), null));
}

/** Descriptors from `first` on close by themselves when a program is executed. */
export function closeFromAtExec(first: number): void {
  requireSuccess('close_range', shared.syscall(sysCloseRange, first, 0xffff_ffff, closeRangeCloexec, 0, 0, 0));
}

/** NUL-terminated strings in one buffer, as `/proc` gives them, to the array of pointers `execve` wants. */
function pointers(block: Uint8Array): { readonly table: BigUint64Array; readonly bytes: Uint8Array } {
  const ends = block.length > 0 && block[block.length - 1] !== 0;
  const bytes = new Uint8Array(block.length + (ends ? 2 : 1));
  bytes.set(block);
  const base = BigInt(ptr(bytes));
  const starts: bigint[] = [];
  const length = block.length + (ends ? 1 : 0);
  for (let index = 0; index < length; index++) {
    if (index === 0 || bytes[index - 1] === 0) {
      starts.push(base + BigInt(index));
    }
  }
  return { table: BigUint64Array.from([...starts, 0n]), bytes };
}

/**
 * Replaces this process. Arguments and environment are raw blocks of `/proc`. The limits come last, since a small one may be too
 * small for this runtime. Returns only by throwing.
 */
export function execute(path: Uint8Array, argumentsBlock: Uint8Array, environmentBlock: Uint8Array, limits: Limits): never {
  const file = new Uint8Array(path.length + 1);
  file.set(path);
  const argv = pointers(argumentsBlock);
  const envp = pointers(environmentBlock);
  applyLimits(limits);
  libc.execve(ptr(file), ptr(argv.table), ptr(envp.table));
  throw new KernelError('execve', lastErrno());
}
