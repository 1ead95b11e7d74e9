import { AppError, type ProcessDetailRow, type ProcessRow, type ProcessTargetRef, type SocketRow } from '@vigie/contract/agent';
import {
  type HostTree,
  KernelError,
  ProcessStat,
  parseProcessStat,
  readAffinity,
  readIoPriority,
  readSchedulingPolicy,
  ticksPerSecond,
} from '../../kernel/index.ts';
import { requireProcess, type SnapshotDeps } from '../deps.ts';
import { parseControlGroup, stateWord } from '../processes/index.ts';
import { childrenOf, parentsOf } from './family.ts';
import { readOpenFiles } from './files.ts';
import { parseMaps, parseRollup } from './maps.ts';
import { parseEnvironment, parseLimits, statusLine, statusNumber, terminalName } from './parse.ts';

/** Longer lists are cut, and their length is told. */
const maxMaps = 2000;
const maxFiles = 2000;
const maxThreads = 2000;
const maxVariables = 2000;
/** The table may be this old: the process page asks again and again. */
const tableAgeMs = 900;

/**
 * Everything about one process. Throws `process_not_found` or `process_changed`, also when that happens while it reads.
 * A member that privileges hide is null.
 */
export function readProcessDetail(ref: ProcessTargetRef, deps: SnapshotDeps, nowMs: number): ProcessDetailRow {
  const { tree, users } = deps;
  const { pid } = ref;
  const stat = requireProcess(tree, pid, ref.startTicks);
  const row = requireRow(deps, pid, stat.startTicks, nowMs);
  const files = tree.processes;
  const status = files.text(pid, 'status') ?? '';
  const gid = statusNumber(status, 'Gid') ?? 0;
  const io = files.text(pid, 'io');
  const isDenied = row.hidden.includes('exe');
  const memory = row.kernel || isDenied ? null : readMemory(tree, pid);
  const open = isDenied ? null : readOpenFiles(tree, pid, maxFiles);
  const environment = row.kernel ? null : files.text(pid, 'environ');
  const priority = attempt(() => readIoPriority(pid));
  const detail: ProcessDetailRow = {
    // The table may be a moment old; what was just read of the process itself is not.
    process: {
      ...row,
      state: String.fromCharCode(stat.state),
      nice: stat.nice,
      priority: stat.priority,
      threads: stat.threads,
      ppid: stat.ppid,
    },
    workingDirectory: textOf(files.link(pid, 'cwd')),
    rootDirectory: textOf(files.link(pid, 'root')),
    groups: (statusLine(status, 'Groups') ?? '')
      .split(/\s+/)
      .filter((group) => group !== '')
      .map((group) => users.group(Number(group))),
    gid,
    group: users.group(gid),
    tty: terminalName(stat.ttyNumber),
    session: stat.session,
    processGroup: stat.processGroup,
    voluntarySwitches: statusNumber(status, 'voluntary_ctxt_switches'),
    involuntarySwitches: statusNumber(status, 'nonvoluntary_ctxt_switches'),
    oomScore: numberOf(files.text(pid, 'oom_score')),
    oomScoreAdjust: numberOf(files.text(pid, 'oom_score_adj')),
    cpuAffinity: attempt(() => readAffinity(pid)) ?? [],
    ioClass: priority?.class ?? null,
    ioLevel: priority?.level ?? null,
    schedulingPolicy: attempt(() => readSchedulingPolicy(pid)) ?? 'other',
    readBytes: io === null ? null : statusNumber(io, 'read_bytes'),
    writtenBytes: io === null ? null : statusNumber(io, 'write_bytes'),
    memory: memory?.totals ?? null,
    maps: memory?.maps ?? null,
    mapsTotal: memory?.total ?? null,
    threads: readThreads(tree, pid),
    files: open?.files ?? null,
    filesTotal: open?.total ?? null,
    environment: environment === null ? null : parseEnvironment(environment).slice(0, maxVariables),
    limits: parseLimits(files.text(pid, 'limits') ?? ''),
    cgroup: parseControlGroup(files.text(pid, 'cgroup') ?? '').path,
    namespaces: readNamespaces(tree, pid),
    sockets: readSockets(deps, row, nowMs),
    children: childrenOf(deps.processes, pid),
    parents: parentsOf(deps.processes, row),
  };
  // What was read belongs together only if the process is still the same one.
  requireProcess(tree, pid, stat.startTicks);
  return detail;
}

function requireRow(deps: SnapshotDeps, pid: number, startTicks: number, nowMs: number): ProcessRow {
  deps.processes.scanIfOlder(nowMs, tableAgeMs);
  if (deps.processes.get(pid)?.startTicks !== startTicks) {
    deps.processes.scanIfOlder(nowMs, 0);
  }
  const row = deps.processes.get(pid);
  if (row === undefined) {
    throw new AppError('process_not_found');
  }
  if (row.startTicks !== startTicks) {
    throw new AppError('process_changed');
  }
  return row;
}

function readMemory(tree: HostTree, pid: number) {
  const text = tree.processes.text(pid, 'smaps');
  if (text === null) {
    return null;
  }
  const parsed = parseMaps(text, maxMaps);
  return { ...parsed, totals: parseRollup(tree.processes.text(pid, 'smaps_rollup') ?? '') ?? parsed.totals };
}

function readThreads(tree: HostTree, pid: number): ProcessDetailRow['threads'] {
  const files = tree.processes;
  const stat = new ProcessStat();
  const threads: ProcessDetailRow['threads'][number][] = [];
  for (const entry of files.list(pid, 'task').slice(0, maxThreads)) {
    const length = files.read(pid, `task/${entry}/stat`);
    if (length > 0 && parseProcessStat(files.bytes, length, stat, 52)) {
      threads.push(presentThread(Number(entry), stat, files.bytes.toString('utf8', stat.nameStart, stat.nameEnd)));
    }
  }
  return threads;
}

function presentThread(tid: number, stat: ProcessStat, name: string): ProcessDetailRow['threads'][number] {
  return {
    tid,
    name,
    status: stateWord(String.fromCharCode(stat.state)),
    cpuSeconds: stat.cpuTicks / ticksPerSecond,
    nice: stat.nice,
    processor: stat.processor < 0 ? null : stat.processor,
  };
}

/** By kind, the number that two processes share when they are in the same one. */
function readNamespaces(tree: HostTree, pid: number): Record<string, string> {
  const namespaces: [string, string][] = [];
  for (const kind of tree.processes.list(pid, 'ns').sort()) {
    const target = tree.processes.link(pid, `ns/${kind}`);
    const number = typeof target === 'string' ? /\[(\d+)\]$/.exec(target)?.[1] : undefined;
    if (number !== undefined) {
      namespaces.push([kind, number]);
    }
  }
  return Object.fromEntries(namespaces);
}

/** All the sockets it holds, those it shares with its parent included, which the table shows as the parent's. */
function readSockets(deps: SnapshotDeps, row: ProcessRow, nowMs: number): SocketRow[] {
  deps.sockets.scanIfOlder(nowMs, tableAgeMs);
  const inodes: number[] = [];
  const isReadable = deps.tree.processes.socketInodes(row.pid, inodes) === 0;
  const held = new Set(inodes.flatMap((inode) => [`tcp:${inode}`, `udp:${inode}`, `unix:${inode}`]));
  const sockets: SocketRow[] = [];
  for (const socket of deps.sockets.rows()) {
    if (isReadable ? held.has(socket.id) : socket.pid === row.pid) {
      sockets.push(socket.pid === row.pid ? socket : { ...socket, pid: row.pid, processName: row.name });
    }
  }
  return sockets;
}

function textOf(target: string | number): string | null {
  return typeof target === 'string' ? target : null;
}

function numberOf(text: string | null): number | null {
  const value = Number.parseInt(text ?? '', 10);
  return Number.isNaN(value) ? null : value;
}

/** Null when the kernel refuses. */
function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof KernelError) {
      return null;
    }
    throw error;
  }
}
