import type { ProcessRow, ProcessSnapshot } from '@vigie/contract/agent';
import { type HostTree, isKernelThread, ProcessStat, pageBytes, parseProcessStat, ticksPerSecond } from '../../kernel/index.ts';
import type { Users } from '../users.ts';
import { hiddenBit } from './hidden.ts';
import { type InspectDeps, inspectIdentity, inspectIo, inspectMemory, inspectOpenFiles, inspectUnique } from './inspect.ts';
import { StatLines } from './lines.ts';
import { hashBytes } from './parse.ts';
import { TrackedProcess } from './tracked.ts';

export interface ProcessTableDeps {
  readonly tree: HostTree;
  readonly users: Users;
  /** Milliseconds that never jump; intervals are measured with it. */
  readonly monotonicMs?: () => number;
}

/** Rates over less than this would be noise: the kernel counts in hundredths of a second. */
const shortestRateMs = 200;
/** What rarely changes is looked at again after this. */
const recheckMs = 30_000;
/** Above this many processes, those that do not move take their turn more rarely. */
const manyProcesses = 2000;
/** Time that may go to unique memory: half a thousandth of a core, and saved up to this much. */
const uniqueShare = 0.0005;
const uniqueSavedMs = 30;
const quiet = { sent: 0, received: 0 } as const;
/** What the kernel needs to walk one page, roughly. */
const uniqueMsPerPage = 0.00002;

/**
 * Every process of the host, kept from round to round. A round reads one small file of each process and more only
 * where something moved, so that looking every second stays cheap; a row that did not change stays the same object.
 */
export class ProcessTable {
  private readonly tracked = new Map<number, TrackedProcess>();
  private readonly stat = new ProcessStat();
  private readonly lines = new StatLines();
  private readonly pids: number[] = [];
  private readonly inspect: InspectDeps;
  private readonly monotonicMs: () => number;
  private changed = new Map<number, ProcessRow>();
  private gone = new Set<number>();
  private descriptorChanges = new Set<number>();
  private round = 0;
  private scannedAt = Number.NEGATIVE_INFINITY;
  private timeMs = 0;
  private previousTakeMs = 0;
  private bootedAtMs: number | null = null;
  private countsBySize: boolean | null = null;
  private uniqueCreditMs = 0;
  private uniqueCursor = 0;

  constructor(private readonly deps: ProcessTableDeps) {
    this.inspect = { tree: deps.tree, users: deps.users, pageBytes };
    this.monotonicMs = deps.monotonicMs ?? (() => performance.now());
  }

  get size(): number {
    return this.tracked.size;
  }

  /** Of the last round, in the clock given to `scan`. */
  get lastScanMs(): number {
    return this.timeMs;
  }

  get(pid: number): ProcessRow | undefined {
    return this.tracked.get(pid)?.row ?? undefined;
  }

  *rows(): Generator<ProcessRow> {
    for (const process of this.tracked.values()) {
      if (process.row) {
        yield process.row;
      }
    }
  }

  /** One round, and what changed since the last call of `refresh` or `full`. */
  refresh(nowMs: number): ProcessSnapshot {
    this.scan(nowMs);
    return this.take(false, [...this.changed.values()], [...this.gone]);
  }

  /** One round, and every row: what a new session needs. */
  full(nowMs: number): ProcessSnapshot {
    this.scan(nowMs);
    return this.take(true, [...this.rows()], []);
  }

  /** What each process sent and received by TCP over the last so many seconds; of one that is not named: nothing. */
  setTraffic(traffic: ReadonlyMap<number, { readonly sent: number; readonly received: number }>, seconds: number): void {
    for (const process of this.tracked.values()) {
      const { sent, received } = traffic.get(process.pid) ?? quiet;
      const isHidden = (process.hidden & hiddenBit.sockets) !== 0;
      process.set('sentRate', isHidden ? null : Math.round(sent / seconds));
      process.set('receivedRate', isHidden ? null : Math.round(received / seconds));
    }
  }

  /** Processes that are new, ended, or opened or closed files since the last call; for who looks after sockets. */
  takeDescriptorChanges(): Set<number> {
    const taken = this.descriptorChanges;
    this.descriptorChanges = new Set();
    return taken;
  }

  /** One round when the last is older than `maxAgeMs`; changes are kept for the next `refresh`. */
  scanIfOlder(nowMs: number, maxAgeMs: number): void {
    if (this.monotonicMs() - this.scannedAt >= maxAgeMs) {
      this.scan(nowMs);
    }
  }

  private take(full: boolean, rows: readonly ProcessRow[], gone: readonly number[]): ProcessSnapshot {
    const intervalMs = this.previousTakeMs === 0 ? 0 : Math.max(0, this.timeMs - this.previousTakeMs);
    this.previousTakeMs = this.timeMs;
    this.changed = new Map();
    this.gone = new Set();
    return { timeMs: this.timeMs, intervalMs, full, rows, gone };
  }

  /** Throws KernelError when the host is short of descriptors or memory: the table then stays as it was. */
  private scan(nowMs: number): void {
    const files = this.deps.tree.processes;
    const startedAt = this.monotonicMs();
    const elapsedMs = Number.isFinite(this.scannedAt) ? startedAt - this.scannedAt : 0;
    const namesChanged = this.deps.users.refresh();
    files.pids(this.pids);
    this.countsBySize ??= this.canCountBySize();
    this.round++;
    let rechecks = Math.max(20, Math.ceil(this.pids.length / 10));
    for (const pid of this.pids) {
      const length = files.readStat(pid);
      if (length <= 0) {
        continue;
      }
      let process = this.tracked.get(pid);
      const due = process !== undefined && rechecks > 0 && startedAt - process.checkedAtMs >= recheckMs;
      rechecks -= due ? 1 : 0;
      if (process !== undefined && !due && this.lines.isSame(process.slot, files.bytes, length)) {
        this.rest(process, startedAt);
      } else if (!parseProcessStat(files.bytes, length, this.stat)) {
        continue;
      } else if (process === undefined || process.startTicks !== this.stat.startTicks) {
        process = this.add(pid, length, startedAt, process?.slot ?? this.lines.take());
      } else {
        this.lines.remember(process.slot, files.bytes, length);
        this.update(process, startedAt, due);
      }
      if (namesChanged) {
        process.set('user', this.deps.users.user(process.uid));
      }
      process.round = this.round;
    }
    this.dropGone();
    this.measureUnique(elapsedMs);
    for (const process of this.tracked.values()) {
      if (process.dirty) {
        process.row = process.buildRow(ticksPerSecond);
        process.dirty = false;
        this.changed.set(process.pid, process.row);
        this.gone.delete(process.pid);
      }
    }
    this.timeMs = nowMs;
    this.scannedAt = startedAt;
  }

  private add(pid: number, length: number, monotonicMs: number, slot: number): TrackedProcess {
    const { stat } = this;
    const files = this.deps.tree.processes;
    const process = new TrackedProcess(pid, stat.startTicks, slot);
    this.lines.remember(slot, files.bytes, length);
    const name = files.bytes.toString('utf8', stat.nameStart, stat.nameEnd);
    process.identityHash = hashBytes(files.bytes, stat.nameStart, stat.nameEnd, stat.codeAddress);
    process.kernel = isKernelThread(stat);
    process.startedAtMs = this.bootTimeMs() + Math.round((stat.startTicks * 1000) / ticksPerSecond);
    process.rateTicks = stat.cpuTicks;
    process.rateAtMs = monotonicMs;
    process.checkedAtMs = monotonicMs;
    this.applyStat(process);
    process.residentPages = stat.residentPages;
    inspectIdentity(this.inspect, process, name);
    if (process.kernel) {
      process.rssBytes = 0;
      process.sharedBytes = 0;
      process.uniqueBytes = 0;
      process.openFiles = 0;
    } else {
      inspectMemory(this.inspect, process);
      // The first round has nothing to compare with: the second begins the rates, and the first is ready sooner.
      if (this.round > 1) {
        inspectIo(this.inspect, process, monotonicMs);
      }
      inspectOpenFiles(this.inspect, process, this.countsBySize === true);
    }
    this.tracked.set(pid, process);
    this.descriptorChanges.add(pid);
    return process;
  }

  /** Nothing of it moved since the last round: it used no processor. Its files are counted when its turn comes. */
  private rest(process: TrackedProcess, monotonicMs: number): void {
    if (monotonicMs - process.rateAtMs >= shortestRateMs) {
      process.set(
        'cpuCores',
        Math.round(((process.cpuTicks - process.rateTicks) / ticksPerSecond / (monotonicMs - process.rateAtMs)) * 1e7) / 1e4,
      );
      process.rateTicks = process.cpuTicks;
      process.rateAtMs = monotonicMs;
    }
    if (!process.kernel) {
      this.inspectTraffic(process, monotonicMs, false, false);
    }
  }

  /** `stat` is of this process. Other files are read only where it moved, or when it is due for a look at everything. */
  private update(process: TrackedProcess, monotonicMs: number, due: boolean): void {
    const { stat } = this;
    const files = this.deps.tree.processes;
    const isMoving = stat.cpuTicks !== process.cpuTicks;
    const hash = hashBytes(files.bytes, stat.nameStart, stat.nameEnd, stat.codeAddress);
    const name = due || hash !== process.identityHash ? files.bytes.toString('utf8', stat.nameStart, stat.nameEnd) : null;
    this.applyStat(process);
    const seconds = (monotonicMs - process.rateAtMs) / 1000;
    if (seconds * 1000 >= shortestRateMs) {
      process.set('cpuCores', Math.round(((stat.cpuTicks - process.rateTicks) / ticksPerSecond / seconds) * 10_000) / 10_000);
      process.rateTicks = stat.cpuTicks;
      process.rateAtMs = monotonicMs;
    }
    if (name !== null) {
      process.identityHash = hash;
      process.checkedAtMs = monotonicMs;
      inspectIdentity(this.inspect, process, name);
    }
    if (process.kernel) {
      return;
    }
    if (stat.residentPages !== process.residentPages || due) {
      process.residentPages = stat.residentPages;
      inspectMemory(this.inspect, process);
    }
    this.inspectTraffic(process, monotonicMs, due, isMoving);
  }

  /** Bytes read and written, and open files. */
  private inspectTraffic(process: TrackedProcess, monotonicMs: number, due: boolean, isMoving: boolean): void {
    // Who moved, and of the rest a part in turn: what reads or writes uses the processor too, but perhaps less than a tick.
    const turn = due || isMoving || ((process.pid + this.round) & (this.tracked.size <= manyProcesses ? 3 : 31)) === 0;
    const hadIo = process.readRate !== 0 || process.writeRate !== 0;
    const isIoHidden = process.readBytes < 0 && process.ioAtMs > 0;
    if ((turn || hadIo) && monotonicMs - process.ioAtMs >= shortestRateMs && (!isIoHidden || due)) {
      inspectIo(this.inspect, process, monotonicMs);
    }
    if (this.countsBySize === true ? turn : due || isMoving) {
      const before = process.openFiles;
      inspectOpenFiles(this.inspect, process, this.countsBySize === true);
      if (process.openFiles !== before) {
        this.descriptorChanges.add(process.pid);
      }
    }
  }

  private applyStat(process: TrackedProcess): void {
    const { stat } = this;
    if (stat.state !== process.stateCode) {
      process.stateCode = stat.state;
      process.state = String.fromCharCode(stat.state);
      process.dirty = true;
    }
    if (stat.cpuTicks !== process.cpuTicks || stat.virtualBytes !== process.virtualBytes || stat.threads !== process.threads) {
      process.cpuTicks = stat.cpuTicks;
      process.virtualBytes = stat.virtualBytes;
      process.threads = stat.threads;
      process.dirty = true;
    }
    if (stat.ppid !== process.ppid || stat.nice !== process.nice || stat.priority !== process.priority) {
      process.ppid = stat.ppid;
      process.nice = stat.nice;
      process.priority = stat.priority;
      process.dirty = true;
    }
  }

  private dropGone(): void {
    for (const process of this.tracked.values()) {
      if (process.round !== this.round) {
        this.tracked.delete(process.pid);
        this.lines.release(process.slot);
        this.changed.delete(process.pid);
        this.gone.add(process.pid);
        this.descriptorChanges.add(process.pid);
      }
    }
  }

  /** A few processes per round, as the saved time allows; the next round goes on where this one stopped. */
  private measureUnique(elapsedMs: number): void {
    this.uniqueCreditMs = Math.min(uniqueSavedMs, this.uniqueCreditMs + elapsedMs * uniqueShare);
    for (let looked = 0; looked < this.pids.length && this.uniqueCreditMs > 0; looked++) {
      this.uniqueCursor = (this.uniqueCursor + 1) % this.pids.length;
      const process = this.tracked.get(this.pids[this.uniqueCursor] as number);
      if (process === undefined || process.kernel || process.residentPages === process.uniqueOfPages || process.state === 'Z') {
        continue;
      }
      const estimateMs = process.residentPages * uniqueMsPerPage;
      if (estimateMs > uniqueSavedMs) {
        continue;
      }
      if (estimateMs > this.uniqueCreditMs) {
        this.uniqueCursor = (this.uniqueCursor - 1 + this.pids.length) % this.pids.length;
        return;
      }
      const startedAt = this.monotonicMs();
      inspectUnique(this.inspect, process);
      this.uniqueCreditMs -= Math.max(0.02, this.monotonicMs() - startedAt);
    }
  }

  private bootTimeMs(): number {
    if (this.bootedAtMs === null) {
      const seconds = /^btime (\d+)$/m.exec(this.deps.tree.text('/proc/stat') ?? '')?.[1];
      this.bootedAtMs = Number(seconds ?? 0) * 1000;
    }
    return this.bootedAtMs;
  }

  /** Asked of the agent itself: on older kernels the size of the folder is 0. */
  private canCountBySize(): boolean {
    const files = this.deps.tree.processes;
    const size = files.size(process.pid, 'fd');
    // Reading the folder opens it, so that it counts itself.
    return size > 0 && Math.abs(files.count(process.pid, 'fd') - 1 - size) <= 1;
  }
}
