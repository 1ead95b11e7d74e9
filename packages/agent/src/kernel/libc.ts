import { dlopen, FFIType, type Pointer, ptr, toArrayBuffer } from 'bun:ffi';
import { KernelError } from './errno.ts';

const { i32, i64_fast: i64, u32, u64_fast: u64, pointer } = FFIType;

/*
 * Sizes come back as 32 bits: no call here moves more than 2 GiB. `openat` and `syscall` take variable arguments in C;
 * on Linux, x86_64 and arm64 pass integers of such calls in the same registers as any other.
 */
const definitions = {
  openat: { args: [i32, pointer, i32, u32], returns: i32 },
  close: { args: [i32], returns: i32 },
  read: { args: [i32, pointer, u64], returns: i32 },
  readlinkat: { args: [i32, pointer, pointer, u64], returns: i32 },
  statvfs: { args: [pointer, pointer], returns: i32 },
  kill: { args: [i32, i32], returns: i32 },
  getpriority: { args: [i32, u32], returns: i32 },
  setpriority: { args: [i32, u32, i32], returns: i32 },
  sched_getaffinity: { args: [i32, u64, pointer], returns: i32 },
  sched_setaffinity: { args: [i32, u64, pointer], returns: i32 },
  sched_getscheduler: { args: [i32], returns: i32 },
  socket: { args: [i32, i32, i32], returns: i32 },
  bind: { args: [i32, pointer, u32], returns: i32 },
  clock_gettime: { args: [i32, pointer], returns: i32 },
  setsockopt: { args: [i32, i32, i32, pointer, u32], returns: i32 },
  sendto: { args: [i32, pointer, u64, i32, pointer, u32], returns: i32 },
  recv: { args: [i32, pointer, u64, i32], returns: i32 },
  sysconf: { args: [i32], returns: i32 },
  geteuid: { args: [], returns: u32 },
  syscall: { args: [i64, i64, i64, i64, i64, i64, i64], returns: i32 },
  __errno_location: { args: [], returns: pointer },
} as const;

/** glibc first, then musl. */
function openLibc() {
  const failures: string[] = [];
  for (const name of ['libc.so.6', `libc.musl-${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}.so.1`]) {
    try {
      return dlopen(name, definitions).symbols;
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(`the C library cannot be opened (${failures.join('; ')})`);
}

export const libc = openLibc();

/** Where `errno` of this thread lives: JavaScript always runs on the thread that loaded this module. */
const errnoCell = (() => {
  const location = libc.__errno_location();
  if (location === null) {
    throw new Error('the C library has no errno');
  }
  return new Int32Array(toArrayBuffer(location, 0, 4));
})();

/** To be read at once after the call that failed: the next call of the runtime itself may replace it. */
export function lastErrno(): number {
  return errnoCell[0] as number;
}

/** For calls whose failure value is also a good answer (`getpriority`). */
export function clearErrno(): void {
  errnoCell[0] = 0;
}

/** Throws when a call answered with a negative number. */
export function requireSuccess(call: string, result: number): number {
  if (result < 0) {
    throw new KernelError(call, lastErrno());
  }
  return result;
}

/** Memory the kernel writes to or reads from again and again. Its address holds as long as the object is kept. */
export interface SharedMemory {
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly address: Pointer;
}

export function allocateShared(length: number): SharedMemory {
  const bytes = Buffer.from(new ArrayBuffer(length));
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, length), address: ptr(bytes) };
}

const arm64 = process.arch === 'arm64';

/** Numbers of the calls that libc has no function for everywhere. Those above 423 are the same on every architecture. */
export const syscallNumbers = {
  getdents64: arm64 ? 61 : 217,
  statx: arm64 ? 291 : 332,
  ioprioSet: arm64 ? 30 : 251,
  ioprioGet: arm64 ? 31 : 252,
  pidfdSendSignal: 424,
  pidfdOpen: 434,
} as const;

const [sysconfClockTicks, sysconfPageSize] = [2, 30];
/** Clock ticks per second, in which `/proc/<pid>/stat` counts. */
export const ticksPerSecond = Math.max(1, libc.sysconf(sysconfClockTicks));
export const pageBytes = Math.max(4096, libc.sysconf(sysconfPageSize));
