import { errnos, KernelError } from './errno.ts';
import { allocateShared, clearErrno, lastErrno, libc, requireSuccess, syscallNumbers } from './libc.ts';

/*
 * System calls that steer processes. They throw KernelError. None of them checks who the process is: an action opens a
 * handle, compares the start time, and then acts, so that a reused pid is never hit.
 */

/** A handle on the process that has this pid now (pidfd); it never becomes a handle on another one. To be closed. */
export function openProcessHandle(pid: number): number {
  return requireSuccess('pidfd_open', libc.syscall(syscallNumbers.pidfdOpen, pid, 0, 0, 0, 0, 0));
}

/** Signal 0 only asks whether it would be allowed. */
export function signalProcess(handle: number, signal: number): void {
  requireSuccess('pidfd_send_signal', libc.syscall(syscallNumbers.pidfdSendSignal, handle, signal, 0, 0, 0, 0));
}

const priorityOfProcess = 0;

/** The nice value of one thread, −20 to 19. */
export function readNice(tid: number): number {
  clearErrno();
  const nice = libc.getpriority(priorityOfProcess, tid);
  if (nice === -1 && lastErrno() !== 0) {
    throw new KernelError('getpriority', lastErrno());
  }
  return nice;
}

/** Linux sets it for one thread: a process is all of its threads. */
export function setNice(tid: number, nice: number): void {
  requireSuccess('setpriority', libc.setpriority(priorityOfProcess, tid, nice));
}

const cpuMask = allocateShared(1024);

/** The cores a thread may run on, ascending. */
export function readAffinity(tid: number): number[] {
  cpuMask.bytes.fill(0);
  requireSuccess('sched_getaffinity', libc.sched_getaffinity(tid, cpuMask.bytes.length, cpuMask.address));
  const cpus: number[] = [];
  for (let byte = 0; byte < cpuMask.bytes.length; byte++) {
    for (let bits = cpuMask.bytes[byte] as number, cpu = byte * 8; bits !== 0; bits >>= 1, cpu++) {
      if (bits & 1) {
        cpus.push(cpu);
      }
    }
  }
  return cpus;
}

/** Cores the host has not are ignored by the kernel; when none is left it refuses with EINVAL. */
export function setAffinity(tid: number, cpus: readonly number[]): void {
  cpuMask.bytes.fill(0);
  for (const cpu of cpus) {
    if (!Number.isInteger(cpu) || cpu < 0 || cpu >= cpuMask.bytes.length * 8) {
      throw new KernelError('sched_setaffinity', errnos.EINVAL);
    }
    cpuMask.bytes[cpu >> 3] = (cpuMask.bytes[cpu >> 3] as number) | (1 << (cpu & 7));
  }
  requireSuccess('sched_setaffinity', libc.sched_setaffinity(tid, cpuMask.bytes.length, cpuMask.address));
}

export const ioClasses = ['none', 'realtime', 'best-effort', 'idle'] as const;
export type IoClass = (typeof ioClasses)[number];
export interface IoPriority {
  readonly class: IoClass;
  readonly level: number;
}
const ioWhoProcess = 1;
const ioClassShift = 13;

/** I/O class and level of one thread (ioprio_get(2)). */
export function readIoPriority(tid: number): IoPriority {
  const value = requireSuccess('ioprio_get', libc.syscall(syscallNumbers.ioprioGet, ioWhoProcess, tid, 0, 0, 0, 0));
  return { class: ioClasses[(value >> ioClassShift) & 7] ?? 'none', level: value & 7 };
}

export function setIoPriority(tid: number, priority: IoPriority): void {
  // The kernel takes no level with `none`; it has none to give.
  const level = priority.class === 'none' ? 0 : priority.level;
  const value = (ioClasses.indexOf(priority.class) << ioClassShift) | level;
  requireSuccess('ioprio_set', libc.syscall(syscallNumbers.ioprioSet, ioWhoProcess, tid, value, 0, 0, 0));
}

const policies = ['other', 'fifo', 'rr', 'batch', 'iso', 'idle', 'deadline', 'ext'] as const;

/** Scheduling policy by its name in sched(7). */
export function readSchedulingPolicy(pid: number): string {
  const resetOnFork = 0x4000_0000;
  const policy = requireSuccess('sched_getscheduler', libc.sched_getscheduler(pid)) & ~resetOnFork;
  return policies[policy] ?? `policy ${policy}`;
}

export function effectiveUserId(): number {
  return libc.geteuid();
}
