/** The numbers the rest of the agent asks about; the same on x86_64 and arm64 (asm-generic/errno.h). */
export const errnos = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  EINTR: 4,
  EIO: 5,
  E2BIG: 7,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EBUSY: 16,
  ENODEV: 19,
  ENOTDIR: 20,
  EINVAL: 22,
  ENFILE: 23,
  EMFILE: 24,
  ENOSPC: 28,
  ENAMETOOLONG: 36,
  ENOSYS: 38,
  ENODATA: 61,
  EOPNOTSUPP: 95,
  ENOBUFS: 105,
} as const;

type ErrnoName = keyof typeof errnos;

const names = new Map<number, ErrnoName>(Object.entries(errnos).map(([name, number]) => [number, name as ErrnoName]));

/** A system call refused. `errno` is the kernel's number, `code` its name, or `E<number>` when it has none here. */
export class KernelError extends Error {
  readonly code: string;

  constructor(
    readonly call: string,
    readonly errno: number,
  ) {
    const code = names.get(errno) ?? `E${errno}`;
    super(`${call} failed with ${code}`);
    this.name = 'KernelError';
    this.code = code;
  }
}

/** Privileges are what is missing. */
export function isDenied(errno: number): boolean {
  return errno === errnos.EACCES || errno === errnos.EPERM;
}

/** The host is short of something: what was read is not "absent" but unknown, so the caller must not go on as if it were. */
export function isShortage(errno: number): boolean {
  return errno === errnos.EMFILE || errno === errnos.ENFILE || errno === errnos.ENOMEM;
}
