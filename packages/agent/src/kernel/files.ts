import { errnos, isShortage, KernelError } from './errno.ts';
import { allocateShared, lastErrno, libc, type SharedMemory, syscallNumbers } from './libc.ts';

/*
 * Reading small files of /proc and /sys through buffers that are reused: a read costs its system calls and nothing
 * else. Paths are given as text, relative to an open directory or absolute. Nothing here is for files of users.
 */

export const currentDirectory = -100;
const closeOnExec = 0o2000000;
// O_DIRECTORY is one of the flags whose number differs between the two architectures.
const directoryFlag = process.arch === 'arm64' ? 0o40000 : 0o200000;
/** A file of /sys may be a device that blocks; /proc ignores it. */
const nonBlocking = 0o4000;

const pathMemory = allocateShared(8192);
const linkMemory = allocateShared(4096);
const directoryMemory = allocateShared(32 * 1024);
const statMemory = allocateShared(256);
const typeMask = 0o170000;

/** Writes a path for the kernel; false when it cannot be one. */
function writePath(path: string): boolean {
  if (path.length >= 4096 || path.includes('\0')) {
    return false;
  }
  const length = pathMemory.bytes.write(path, 0, 8191, 'utf8');
  pathMemory.bytes[length] = 0;
  return true;
}

/** A descriptor, or the negative errno. */
export function openFile(directory: number, path: string, flags = 0): number {
  if (!writePath(path)) {
    return -errnos.ENAMETOOLONG;
  }
  const fd = libc.openat(directory, pathMemory.address, closeOnExec | flags, 0);
  return fd < 0 ? -lastErrno() : fd;
}

/** Like `openFile(directory, '<pid>/stat')`, without making a text: it is asked for every process in every round. */
export function openProcessStat(directory: number, pid: number): number {
  const { bytes } = pathMemory;
  let digits = 1;
  for (let rest = pid; rest >= 10; rest = Math.floor(rest / 10)) {
    digits++;
  }
  for (let index = digits - 1, rest = pid; index >= 0; index--, rest = Math.floor(rest / 10)) {
    bytes[index] = 48 + (rest % 10);
  }
  statSuffix.copy(bytes, digits);
  const fd = libc.openat(directory, pathMemory.address, closeOnExec, 0);
  return fd < 0 ? -lastErrno() : fd;
}
const statSuffix = Buffer.from('/stat\0');

export function openDirectory(directory: number, path: string): number {
  return openFile(directory, path, directoryFlag);
}

export function closeDescriptor(fd: number): void {
  libc.close(fd);
}

/** Whole files into one buffer that grows. What was read is in `bytes` up to the returned length, until the next read. */
export class FileReader {
  private memory: SharedMemory;

  constructor(
    size = 16 * 1024,
    private readonly maxBytes = 16 * 1024 * 1024,
  ) {
    this.memory = allocateShared(size);
  }

  get bytes(): Buffer {
    return this.memory.bytes;
  }

  /** Length read, or the negative errno. Cut at the limit. */
  read(directory: number, path: string): number {
    const fd = openFile(directory, path, nonBlocking);
    return fd < 0 ? fd : this.readAndClose(fd, false);
  }

  /** `once`: the kernel makes the whole text in one call, so the second call that finds the end is spared. */
  readAndClose(fd: number, once: boolean): number {
    let length = 0;
    for (;;) {
      const room = this.memory.bytes.length - length;
      // A number of this size is exact: addresses of user space have 48 bits, or 52.
      const count = libc.read(fd, (this.memory.address + length) as typeof this.memory.address, room);
      if (count < 0) {
        const errno = lastErrno();
        if (errno === errnos.EINTR) {
          continue;
        }
        libc.close(fd);
        return length > 0 ? length : -errno;
      }
      length += count;
      if (count === 0 || (once && count < room)) {
        break;
      }
      if (length === this.memory.bytes.length && !this.grow()) {
        break;
      }
    }
    libc.close(fd);
    return length;
  }

  private grow(): boolean {
    const size = Math.min(this.memory.bytes.length * 4, this.maxBytes);
    if (size <= this.memory.bytes.length) {
      return false;
    }
    const larger = allocateShared(size);
    this.memory.bytes.copy(larger.bytes);
    this.memory = larger;
    return true;
  }
}

/** Target of a link as bytes in a shared buffer; length, or the negative errno. The bytes hold until the next link is read. */
export function readLinkBytes(directory: number, path: string): number {
  if (!writePath(path)) {
    return -errnos.ENAMETOOLONG;
  }
  const length = libc.readlinkat(directory, pathMemory.address, linkMemory.address, 4096);
  return length < 0 ? -lastErrno() : length;
}
export const linkBytes: Buffer = linkMemory.bytes;

/** Target of a link, or the negative errno. */
export function readLink(directory: number, path: string): string | number {
  const length = readLinkBytes(directory, path);
  return length < 0 ? length : linkMemory.bytes.toString('utf8', 0, length);
}

/**
 * Calls `visit` with each entry of an open directory, `.` and `..` left out, and returns how many there were, or the
 * negative errno. The bytes of a name hold during the call only. `visit` must not read another directory.
 */
export function visitEntries(fd: number, visit: (bytes: Buffer, start: number, end: number) => void): number {
  const { bytes, view, address } = directoryMemory;
  let count = 0;
  for (;;) {
    const length = libc.syscall(syscallNumbers.getdents64, fd, address, bytes.length, 0, 0, 0);
    if (length < 0) {
      const errno = lastErrno();
      if (errno === errnos.EINTR) {
        continue;
      }
      return -errno;
    }
    if (length === 0) {
      return count;
    }
    for (let offset = 0; offset < length; ) {
      const recordLength = view.getUint16(offset + 16, true);
      const start = offset + 19;
      let end = start;
      while (bytes[end] !== 0) {
        end++;
      }
      const isDot = bytes[start] === 46 && (end - start === 1 || (end - start === 2 && bytes[start + 1] === 46));
      if (!isDot) {
        count++;
        visit(bytes, start, end);
      }
      offset += recordLength;
    }
  }
}

/** Names in a directory. Empty when there is none; throws when the host is short of descriptors or memory. */
export function listDirectory(directory: number, path: string): string[] {
  const fd = openDirectory(directory, path);
  const names: string[] = [];
  if (fd < 0) {
    if (isShortage(-fd)) {
      throw new KernelError(`open ${path}`, -fd);
    }
    return names;
  }
  visitEntries(fd, (bytes, start, end) => names.push(bytes.toString('utf8', start, end)));
  closeDescriptor(fd);
  return names;
}

export interface FileStatus {
  readonly kind: 'file' | 'directory' | 'character' | 'block' | 'pipe' | 'socket' | 'link' | 'other';
  readonly sizeBytes: number;
  readonly uid: number;
  readonly inode: number;
  readonly modifiedAtMs: number;
}

const kinds = new Map<number, FileStatus['kind']>([
  [0o100000, 'file'],
  [0o040000, 'directory'],
  [0o020000, 'character'],
  [0o060000, 'block'],
  [0o010000, 'pipe'],
  [0o140000, 'socket'],
  [0o120000, 'link'],
]);

/** Answers from what the kernel knows now, so that a network file system is not asked (AT_STATX_DONT_SYNC). */
function callStatx(directory: number, path: string): number {
  if (!writePath(path)) {
    return -errnos.ENAMETOOLONG;
  }
  const [withoutSync, basicStats] = [0x4000, 0x7ff];
  const result = libc.syscall(syscallNumbers.statx, directory, pathMemory.address, withoutSync, basicStats, statMemory.address, 0);
  return result < 0 ? -lastErrno() : 0;
}

/** Size alone, without an object: 0 or more, or the negative errno. */
export function readSize(directory: number, path: string): number {
  const result = callStatx(directory, path);
  return result < 0 ? result : statMemory.view.getUint32(40, true) + statMemory.view.getUint32(44, true) * 2 ** 32;
}

/** Follows links. Null when there is nothing, or nothing to see. */
export function readStatus(directory: number, path: string): FileStatus | null {
  if (callStatx(directory, path) < 0) {
    return null;
  }
  const { view } = statMemory;
  return {
    kind: kinds.get(view.getUint16(28, true) & typeMask) ?? 'other',
    sizeBytes: Number(view.getBigUint64(40, true)),
    uid: view.getUint32(20, true),
    inode: Number(view.getBigUint64(32, true)),
    modifiedAtMs: Number(view.getBigInt64(112, true)) * 1000 + view.getUint32(120, true) / 1e6,
  };
}
