import { errnos, isShortage, KernelError } from './errno.ts';
import {
  closeDescriptor,
  currentDirectory,
  FileReader,
  type FileStatus,
  linkBytes,
  listDirectory,
  openDirectory,
  openFile,
  openProcessStat,
  readLink,
  readLinkBytes,
  readSize,
  readStatus,
  visitEntries,
} from './files.ts';
import { ProcessStat, parseProcessStat } from './process-stat.ts';

/*
 * A host as its files tell it. The root is an argument, so that the same code reads a live host and a captured tree.
 * Every path begins with `/` and is looked up below the root.
 */
export interface HostTree {
  readonly root: string;
  readonly processes: ProcessFiles;
  /** Null when it is not there or cannot be read; throws KernelError when the host is short of descriptors or memory. */
  text(path: string): string | null;
  /** The same, read once for all who ask at the same time: `/proc/stat` is dear and wanted by several. */
  sharedText(path: string, nowMs: number): string | null;
  /** Names in a directory; empty when there is none. */
  list(path: string): string[];
  link(path: string): string | null;
  status(path: string): FileStatus | null;
}

export function openHostTree(root = ''): HostTree {
  const reader = new FileReader();
  const shared = new Map<string, { readonly nowMs: number; readonly text: string | null }>();

  const text = (path: string): string | null => {
    const length = reader.read(currentDirectory, `${root}${path}`);
    if (length < 0) {
      if (isShortage(-length)) {
        throw new KernelError(`read ${path}`, -length);
      }
      return null;
    }
    return reader.bytes.toString('utf8', 0, length);
  };

  return {
    root,
    processes: new ProcessFiles(`${root}/proc`),
    text,
    sharedText: (path, nowMs) => {
      const known = shared.get(path);
      if (known?.nowMs === nowMs) {
        return known.text;
      }
      const fresh = { nowMs, text: text(path) };
      shared.set(path, fresh);
      return fresh.text;
    },
    list: (path) => listDirectory(currentDirectory, `${root}${path}`),
    link: (path) => {
      const target = readLink(currentDirectory, `${root}${path}`);
      return typeof target === 'string' ? target : null;
    },
    status: (path) => readStatus(currentDirectory, `${root}${path}`),
  };
}

/** Files of `/proc/<pid>/` that the kernel gives in one piece when there is room for it, so that one read is enough. */
const onePiece = new Set(['stat', 'statm', 'status', 'io', 'cgroup', 'cmdline', 'smaps_rollup', 'oom_score', 'oom_score_adj']);

/** Reads what the kernel tells of processes, cheaply: one reused buffer, no path from the root each time. */
export class ProcessFiles {
  private readonly reader = new FileReader();
  private directory = -1;

  constructor(private readonly root: string) {}

  /** What the last `read` found, up to the length it returned. */
  get bytes(): Buffer {
    return this.reader.bytes;
  }

  private requireDirectory(): number {
    if (this.directory < 0) {
      const fd = openDirectory(currentDirectory, this.root);
      if (fd < 0) {
        throw new KernelError(`open ${this.root}`, -fd);
      }
      this.directory = fd;
    }
    return this.directory;
  }

  /** Length, or the negative errno; ESRCH and ENOENT say that the process is gone. */
  read(pid: number, file: string): number {
    const fd = openFile(this.requireDirectory(), `${pid}/${file}`);
    if (fd < 0) {
      if (isShortage(-fd)) {
        throw new KernelError(`open ${pid}/${file}`, -fd);
      }
      return fd;
    }
    return this.reader.readAndClose(fd, onePiece.has(file));
  }

  /** The same for `stat`, which is read for every process in every round. */
  readStat(pid: number): number {
    const fd = openProcessStat(this.requireDirectory(), pid);
    if (fd < 0) {
      if (isShortage(-fd)) {
        throw new KernelError(`open ${pid}/stat`, -fd);
      }
      return fd;
    }
    return this.reader.readAndClose(fd, true);
  }

  text(pid: number, file: string): string | null {
    const length = this.read(pid, file);
    return length < 0 ? null : this.reader.bytes.toString('utf8', 0, length);
  }

  /** The numbers of one process; null when it is gone. */
  stat(pid: number, wanted = 52): ProcessStat | null {
    const length = this.read(pid, 'stat');
    const stat = new ProcessStat();
    return length > 0 && parseProcessStat(this.reader.bytes, length, stat, wanted) ? stat : null;
  }

  /** Target of a link, or the negative errno. */
  link(pid: number, file: string): string | number {
    return readLink(this.requireDirectory(), `${pid}/${file}`);
  }

  list(pid: number, directory: string): string[] {
    return listDirectory(this.requireDirectory(), `${pid}/${directory}`);
  }

  /** Entries of a directory of the process, or the negative errno. */
  count(pid: number, directory: string): number {
    const fd = openDirectory(this.requireDirectory(), `${pid}/${directory}`);
    if (fd < 0) {
      return fd;
    }
    const count = visitEntries(fd, ignore);
    closeDescriptor(fd);
    return count;
  }

  /** Size of a file, or the negative errno. Of `fd` it is the number of open files, since Linux 6.2. */
  size(pid: number, file: string): number {
    return readSize(this.requireDirectory(), `${pid}/${file}`);
  }

  /** Every process id, ascending, into a list that is reused. */
  pids(into: number[]): void {
    into.length = 0;
    const fd = openDirectory(this.requireDirectory(), '.');
    if (fd < 0) {
      throw new KernelError(`open ${this.root}`, -fd);
    }
    visitEntries(fd, (bytes, start, end) => {
      const pid = parseDigits(bytes, start, end);
      if (pid > 0) {
        into.push(pid);
      }
    });
    closeDescriptor(fd);
  }

  /** Inodes of the sockets a process holds, into a list that is reused. 0, or the negative errno. */
  socketInodes(pid: number, into: number[]): number {
    into.length = 0;
    const fd = openDirectory(this.requireDirectory(), `${pid}/fd`);
    if (fd < 0) {
      if (isShortage(-fd)) {
        throw new KernelError(`open ${pid}/fd`, -fd);
      }
      return fd;
    }
    numbers.length = 0;
    const count = visitEntries(fd, collectNumber);
    for (const descriptor of numbers) {
      const length = readLinkBytes(fd, String(descriptor));
      // socket:[123]
      if (length > 9 && linkBytes[0] === 115 && linkBytes[6] === 58 && linkBytes[7] === 91) {
        const inode = parseDigits(linkBytes, 8, length - 1);
        if (inode > 0) {
          into.push(inode);
        }
      }
    }
    closeDescriptor(fd);
    return Math.min(count, 0);
  }
}

/** True when an errno of a process's file only says that the process ended. */
export function isGone(errno: number): boolean {
  return errno === errnos.ENOENT || errno === errnos.ESRCH;
}

const numbers: number[] = [];
function collectNumber(bytes: Buffer, start: number, end: number): void {
  const number = parseDigits(bytes, start, end);
  if (number >= 0) {
    numbers.push(number);
  }
}
function ignore(): void {}

/** −1 when it is not all digits. */
function parseDigits(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let index = start; index < end; index++) {
    const digit = (bytes[index] as number) - 48;
    if (digit < 0 || digit > 9) {
      return -1;
    }
    value = value * 10 + digit;
  }
  return end > start ? value : -1;
}
