import { AppError, type PerTargetOutput, type ProcessTargetRef, text } from '@vigie/contract/agent';
import { closeDescriptor, errnos, type HostTree, isDenied, KernelError, openProcessHandle, signalProcess } from '../../kernel/index.ts';

export type Target = Required<ProcessTargetRef>;

/** What a kernel refusal means to a person. Errors that are already such pass through. */
export function explain(error: unknown): AppError {
  if (error instanceof AppError) {
    return error;
  }
  if (!(error instanceof KernelError)) {
    return new AppError('internal', { cause: error });
  }
  if (isDenied(error.errno)) {
    return new AppError('access_denied', { cause: error });
  }
  if (error.errno === errnos.ESRCH) {
    return new AppError('process_not_found', { cause: error });
  }
  return new AppError('action_failed', {
    message: text(`The kernel refused: ${error.message}`, `Le noyau a refusé\u00a0: ${error.message}`),
    cause: error,
  });
}

function openHandle(pid: number): number {
  try {
    return openProcessHandle(pid);
  } catch (error) {
    // EINVAL (ENOENT since Linux 6.15): the number is that of a thread, not of a process.
    if (error instanceof KernelError && (error.errno === errnos.EINVAL || error.errno === errnos.ENOENT)) {
      throw new AppError('process_not_found', { cause: error });
    }
    throw error;
  }
}

/**
 * Does something to exactly this process. The handle is taken first and the start time compared after, so the handle is on
 * the process meant or nothing is done; where the kernel has no call that takes a handle, a last look tells whether the pid
 * was still its own while `act` ran. Throws AppError or KernelError.
 */
export function withTarget<T>(host: HostTree, target: Target, act: (handle: number) => T): T {
  const handle = openHandle(target.pid);
  try {
    const stat = host.processes.stat(target.pid);
    if (!stat) {
      throw new AppError('process_not_found');
    }
    if (stat.startTicks !== target.startTicks) {
      throw new AppError('process_changed');
    }
    return act(handle);
  } finally {
    closeDescriptor(handle);
  }
}

/** Throws `process_not_found` when the process behind the handle has been waited for, so that its pid may be another's. */
function requireStillThere(handle: number): void {
  try {
    signalProcess(handle, 0);
  } catch (error) {
    // Not permitted, but there.
    if (!(error instanceof KernelError && isDenied(error.errno))) {
      throw error;
    }
  }
}

/** One after the other, in the order given; one that fails never stops the next. */
export function forEachTarget<T extends { readonly pid: number }>(
  targets: readonly T[],
  act: (target: T, index: number) => void,
): PerTargetOutput {
  return {
    results: targets.map((target, index) => {
      try {
        act(target, index);
        return { pid: target.pid, ok: true, code: null, error: null };
      } catch (error) {
        const { code, text: sentence } = explain(error);
        return { pid: target.pid, ok: false, code, error: sentence };
      }
    }),
  };
}

/** What is behind a pid and start time now. A zombie has ended: only its parent has not noticed. */
export function stateOf(host: HostTree, target: Target): 'running' | 'stopped' | 'ended' {
  const stat = host.processes.stat(target.pid);
  if (!stat || stat.startTicks !== target.startTicks) {
    return 'ended';
  }
  const letter = String.fromCharCode(stat.state);
  if (letter === 'T' || letter === 't') {
    return 'stopped';
  }
  return (letter === 'Z' && stat.threads <= 1) || letter === 'X' ? 'ended' : 'running';
}

/**
 * Does something to every thread of a process, and again to those that were started meanwhile. A thread that ends on the way
 * is passed over, the first one never.
 */
export function forEachThread(host: HostTree, target: Target, act: (tid: number) => void): void {
  withTarget(host, target, (handle) => {
    const done = new Set<number>();
    for (let round = 0; round < 5; round++) {
      const fresh = host.processes
        .list(target.pid, 'task')
        .map(Number)
        .filter((tid) => !done.has(tid));
      if (fresh.length === 0) {
        break;
      }
      for (const tid of fresh) {
        done.add(tid);
        actOnThread(target.pid, tid, act);
      }
    }
    if (!done.has(target.pid)) {
      throw new AppError('process_not_found');
    }
    requireStillThere(handle);
  });
}

function actOnThread(pid: number, tid: number, act: (tid: number) => void): void {
  try {
    act(tid);
  } catch (error) {
    if (tid === pid || !(error instanceof KernelError && error.errno === errnos.ESRCH)) {
      throw error;
    }
  }
}
