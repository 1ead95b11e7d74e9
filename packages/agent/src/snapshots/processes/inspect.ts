import { type HostTree, isDenied, isGone } from '../../kernel/index.ts';
import { maskArguments } from '../secrets.ts';
import type { Users } from '../users.ts';
import { parseControlGroup } from './cgroup.ts';
import { fullName, parseCommandLine } from './command-line.ts';
import { hiddenBit } from './hidden.ts';
import { hashBytes, parseIo, parseLabelled, parseStatm } from './parse.ts';
import type { TrackedProcess } from './tracked.ts';

export interface InspectDeps {
  readonly tree: HostTree;
  readonly users: Users;
  readonly pageBytes: number;
}

const deletedMark = ' (deleted)';

/** What rarely changes: user, command line, program, unit. Read at first sight, after an exec, and now and then. */
export function inspectIdentity(deps: InspectDeps, process: TrackedProcess, name: string): void {
  const files = deps.tree.processes;
  if (process.kernel) {
    // Threads of the kernel run as root, without memory of their own.
    process.set('user', deps.users.user(0));
    process.set('swapBytes', 0);
    process.set('name', name);
    return;
  }
  const statusLength = files.read(process.pid, 'status');
  if (statusLength > 0) {
    const uid = parseLabelled(files.bytes, statusLength, '\nUid:') ?? 0;
    process.set('uid', uid);
    process.set('user', deps.users.user(uid));
    const swap = parseLabelled(files.bytes, statusLength, '\nVmSwap:');
    process.set('swapBytes', swap === null ? null : swap * 1024);
    process.hide(hiddenBit.swapBytes, false);
  } else if (isDenied(-statusLength)) {
    process.hide(hiddenBit.swapBytes, true);
  }
  inspectCommandLine(deps, process);
  process.set('name', fullName(name, process.cmdline));
  inspectProgram(deps, process);
  const groupLength = files.read(process.pid, 'cgroup');
  if (groupLength > 0) {
    const group = parseControlGroup(files.bytes.toString('utf8', 0, groupLength));
    process.set('unit', group.unit);
    process.set('container', group.container);
  }
}

/** Its bytes are compared before anything is made of them: titles change, most command lines never do. */
const lineHashes = new WeakMap<TrackedProcess, number>();

function inspectCommandLine(deps: InspectDeps, process: TrackedProcess): void {
  const files = deps.tree.processes;
  const length = files.read(process.pid, 'cmdline');
  if (length < 0) {
    if (isDenied(-length)) {
      process.hide(hiddenBit.cmdline, true);
    }
    return;
  }
  const hash = hashBytes(files.bytes, 0, Math.min(length, 8192), length);
  if (lineHashes.get(process) !== hash) {
    lineHashes.set(process, hash);
    process.set('cmdline', maskArguments(parseCommandLine(files.bytes, length)));
  }
}

function inspectProgram(deps: InspectDeps, process: TrackedProcess): void {
  const target = deps.tree.processes.link(process.pid, 'exe');
  if (typeof target === 'number') {
    // A process that ended but was not waited for has no program any more, and nothing is hidden.
    const denied = isDenied(-target) && process.state !== 'Z' && process.state !== 'X';
    process.hide(hiddenBit.exe | hiddenBit.sockets, denied);
    if (isGone(-target)) {
      process.set('exe', null);
    }
    return;
  }
  const isDeleted = target.endsWith(deletedMark);
  process.set('exe', isDeleted ? target.slice(0, -deletedMark.length) : target);
  process.set('deleted', isDeleted);
  process.hide(hiddenBit.exe | hiddenBit.sockets, false);
}

/** Resident and shared memory; the resident figure of `stat` is only used to see that something moved. */
export function inspectMemory(deps: InspectDeps, process: TrackedProcess): void {
  const files = deps.tree.processes;
  const length = files.read(process.pid, 'statm');
  if (length > 0) {
    const { resident, shared } = parseStatm(files.bytes, length);
    process.set('rssBytes', resident * deps.pageBytes);
    process.set('sharedBytes', shared * deps.pageBytes);
  }
}

/** Rates over the time since the last look at this process; null after the first. */
export function inspectIo(deps: InspectDeps, process: TrackedProcess, monotonicMs: number): void {
  const files = deps.tree.processes;
  const length = files.read(process.pid, 'io');
  if (length < 0) {
    process.ioAtMs = monotonicMs;
    process.readBytes = -1;
    if (isDenied(-length)) {
      process.hide(hiddenBit.io, process.state !== 'Z');
    }
    process.set('readRate', null);
    process.set('writeRate', null);
    return;
  }
  const io = parseIo(files.bytes, length);
  if (io === null) {
    return;
  }
  process.hide(hiddenBit.io, false);
  if (process.readBytes >= 0) {
    const seconds = (monotonicMs - process.ioAtMs) / 1000;
    process.set('readRate', Math.max(0, Math.round((io.read - process.readBytes) / seconds)));
    process.set('writeRate', Math.max(0, Math.round((io.written - process.writtenBytes) / seconds)));
  }
  process.readBytes = io.read;
  process.writtenBytes = io.written;
  process.ioAtMs = monotonicMs;
}

/** Counts open files: by the size of the folder where the kernel gives it (Linux 6.2), else by reading it. */
export function inspectOpenFiles(deps: InspectDeps, process: TrackedProcess, bySize: boolean): void {
  const files = deps.tree.processes;
  const count = bySize ? files.size(process.pid, 'fd') : files.count(process.pid, 'fd');
  if (count >= 0) {
    process.set('openFiles', count);
    process.hide(hiddenBit.openFiles, false);
  } else if (isDenied(-count)) {
    process.set('openFiles', null);
    process.hide(hiddenBit.openFiles, process.state !== 'Z');
  }
}

/** Memory that only this process has. The kernel walks all its pages for it: to be asked rarely. */
export function inspectUnique(deps: InspectDeps, process: TrackedProcess): void {
  const files = deps.tree.processes;
  const length = files.read(process.pid, 'smaps_rollup');
  process.uniqueOfPages = process.residentPages;
  if (length <= 0) {
    process.hide(hiddenBit.uniqueBytes, isDenied(-length));
    return;
  }
  const sum = ['\nPrivate_Clean:', '\nPrivate_Dirty:', '\nPrivate_Hugetlb:'].reduce(
    (total, label) => total + (parseLabelled(files.bytes, length, label) ?? 0),
    0,
  );
  process.set('uniqueBytes', sum * 1024);
  process.hide(hiddenBit.uniqueBytes, false);
}
