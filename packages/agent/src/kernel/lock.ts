import { closeSync, openSync } from 'node:fs';
import { errnos, KernelError } from './errno.ts';
import { libc, requireSuccess } from './libc.ts';

const flock = process.arch === 'arm64' ? 32 : 73;
const exclusive = 2;
const withoutWaiting = 4;

/** Holds a file for this process; null when another process holds it. The kernel lets go when the process ends, however it ends. */
export function tryLock(path: string): { release(): void } | null {
  const fd = openSync(path, 'a', 0o600);
  try {
    requireSuccess('flock', libc.syscall(flock, fd, exclusive | withoutWaiting, 0, 0, 0, 0));
  } catch (error) {
    closeSync(fd);
    if (error instanceof KernelError && error.errno === errnos.EAGAIN) {
      return null;
    }
    throw error;
  }
  return { release: () => closeSync(fd) };
}
