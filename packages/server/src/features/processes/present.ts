import type { Host, Process, ProcessDetail, ProcessSummary } from '@vigie/contract';
import type { ProcessDetailRow, ProcessRow, ProcessRowHideable } from '@vigie/contract/agent';
import type { LatestSockets } from '../../latest/port.ts';
import { presentSocket } from '../sockets/index.ts';
import { formatLocalIso } from './local-time.ts';
import { type Port, portsOf, presentPort } from './ports.ts';

/** The kernel's letters in psutil's words. */
const statusWords: Readonly<Record<string, string>> = {
  R: 'running',
  S: 'sleeping',
  D: 'disk-sleep',
  T: 'stopped',
  t: 'tracing-stop',
  Z: 'zombie',
  X: 'dead',
  x: 'dead',
  K: 'wake-kill',
  W: 'waking',
  P: 'parked',
  I: 'idle',
};

const publicNames: Readonly<Record<ProcessRowHideable, keyof Process>> = {
  exe: 'exe',
  openFiles: 'open_files_count',
  readBytesPerSecond: 'read_bytes_per_second',
  writeBytesPerSecond: 'write_bytes_per_second',
  uniqueBytes: 'memory_unique',
  swapBytes: 'memory_swap',
  cmdline: 'cmdline',
  sockets: 'ports',
};

type HostScale = Pick<Host, 'cpuCount' | 'memoryBytes' | 'timeZone'>;

export interface PresentContext {
  /** Null when they are not known: `ports` is then empty. */
  readonly sockets: LatestSockets | null;
  readonly host: HostScale;
}

/** One process in its public shape: Roy ProcWatch's members, then ours. */
export function presentProcess(row: ProcessRow, context: PresentContext): Process {
  return presentWithPorts(row, portsOf(row.pid, context.sockets), context.host);
}

function presentWithPorts(row: ProcessRow, ports: readonly Port[], host: HostScale): Process {
  const cpuPercent = row.cpuCores === null ? null : row.cpuCores * 100;
  return {
    pid: row.pid,
    ppid: row.ppid,
    name: row.name,
    exe: row.exe,
    username: row.user,
    status: statusWords[row.state] ?? row.state,
    create_time: row.startedAtMs / 1000,
    create_time_iso: formatLocalIso(row.startedAtMs, host.timeZone),
    cpu_percent: rounded(cpuPercent, 10),
    memory_rss: row.rssBytes,
    nice: row.nice,
    cmdline: [...row.cmdline],
    ports: [...ports],
    open_files_count: row.openFiles,
    start_ticks: row.startTicks,
    uid: row.uid,
    cpu_percent_host: cpuPercent === null || !host.cpuCount ? null : rounded(cpuPercent / host.cpuCount, 100),
    cpu_seconds: row.cpuSeconds,
    memory_percent: row.rssBytes === null || !host.memoryBytes ? null : rounded((row.rssBytes / host.memoryBytes) * 100, 100),
    memory_shared: row.sharedBytes,
    memory_swap: row.swapBytes,
    memory_unique: row.uniqueBytes,
    memory_virtual: row.virtualBytes,
    num_threads: row.threads,
    priority: row.priority,
    read_bytes_per_second: rounded(row.readBytesPerSecond, 1),
    write_bytes_per_second: rounded(row.writeBytesPerSecond, 1),
    received_bytes_per_second: rounded(row.receivedBytesPerSecond ?? null, 1),
    sent_bytes_per_second: rounded(row.sentBytesPerSecond ?? null, 1),
    unit: row.unit,
    container: row.container,
    kernel: row.kernel,
    deleted: row.deleted,
    hidden: row.hidden.map((name) => publicNames[name]),
  };
}

function rounded(value: number | null, scale: number): number | null {
  return value === null ? null : Math.round(value * scale) / scale;
}

/** A detail with the rates of the latest table, which a single look at a process cannot have. */
export function presentDetail(detail: ProcessDetailRow, latest: ProcessRow | null, host: HostScale): ProcessDetail {
  const known = latest && latest.startTicks === detail.process.startTicks ? latest : null;
  const row: ProcessRow = {
    ...detail.process,
    cpuCores: detail.process.cpuCores ?? known?.cpuCores ?? null,
    readBytesPerSecond: detail.process.readBytesPerSecond ?? known?.readBytesPerSecond ?? null,
    writeBytesPerSecond: detail.process.writeBytesPerSecond ?? known?.writeBytesPerSecond ?? null,
  };
  const ports = detail.sockets.map(presentPort).filter((port) => port !== null);
  return { ...detail, process: presentWithPorts(row, ports, host), sockets: detail.sockets.map(presentSocket) };
}

export function summarizeProcesses(rows: Iterable<ProcessRow>): ProcessSummary {
  const summary = { total: 0, running: 0, blocked: 0, stopped: 0, zombie: 0, threads: 0, kernel: 0 };
  for (const row of rows) {
    summary.total += 1;
    summary.threads += row.threads;
    summary.kernel += row.kernel ? 1 : 0;
    const status = statusWords[row.state];
    summary.running += status === 'running' ? 1 : 0;
    summary.blocked += status === 'disk-sleep' ? 1 : 0;
    summary.stopped += status === 'stopped' || status === 'tracing-stop' ? 1 : 0;
    summary.zombie += status === 'zombie' ? 1 : 0;
  }
  return summary;
}
