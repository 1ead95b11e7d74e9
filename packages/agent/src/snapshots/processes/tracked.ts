import type { ProcessRow } from '@vigie/contract/agent';
import { hiddenList } from './hidden.ts';

/** One process between two rounds: the members of its row as they are now, and what rates and re-checks need. */
export class TrackedProcess {
  row: ProcessRow | null = null;
  /** The row no longer tells the truth. */
  dirty = true;
  /** Number of the round that saw it last. */
  round = 0;

  startedAtMs = 0;
  ppid = 0;
  name = '';
  /** Of the bytes of the name and the address of the code: another program was executed when it differs. */
  identityHash = -1;
  exe: string | null = null;
  uid = 0;
  user = '';
  state = '?';
  stateCode = 0;
  cpuCores: number | null = null;
  cpuTicks = 0;
  rssBytes: number | null = null;
  sharedBytes: number | null = null;
  virtualBytes: number | null = null;
  swapBytes: number | null = null;
  uniqueBytes: number | null = null;
  nice = 0;
  priority = 0;
  threads = 0;
  cmdline: readonly string[] = [];
  openFiles: number | null = null;
  readRate: number | null = null;
  writeRate: number | null = null;
  receivedRate: number | null = null;
  sentRate: number | null = null;
  unit: string | null = null;
  container: string | null = null;
  kernel = false;
  deleted = false;
  hidden = 0;

  /** Ticks and time (monotonic) that the next rate starts from. */
  rateTicks = 0;
  rateAtMs = 0;
  readBytes = -1;
  writtenBytes = -1;
  ioAtMs = 0;
  residentPages = -1;
  uniqueOfPages = -1;
  checkedAtMs = 0;

  constructor(
    readonly pid: number,
    readonly startTicks: number,
    /** Its place among the lines kept for comparison. */
    readonly slot: number,
  ) {}

  set<K extends keyof TrackedProcess>(member: K, value: this[K]): void {
    if (this[member] !== value) {
      this[member] = value;
      this.dirty = true;
    }
  }

  hide(bits: number, isHidden: boolean): void {
    this.set('hidden', isHidden ? this.hidden | bits : this.hidden & ~bits);
  }

  buildRow(ticksPerSecond: number): ProcessRow {
    return {
      pid: this.pid,
      startTicks: this.startTicks,
      startedAtMs: this.startedAtMs,
      ppid: this.ppid,
      name: this.name,
      exe: this.exe,
      uid: this.uid,
      user: this.user,
      state: this.state,
      cpuCores: this.cpuCores,
      cpuSeconds: this.cpuTicks / ticksPerSecond,
      rssBytes: this.rssBytes,
      sharedBytes: this.sharedBytes,
      virtualBytes: this.virtualBytes,
      swapBytes: this.swapBytes,
      uniqueBytes: this.uniqueBytes,
      nice: this.nice,
      priority: this.priority,
      threads: this.threads,
      cmdline: this.cmdline,
      openFiles: this.openFiles,
      readBytesPerSecond: this.readRate,
      writeBytesPerSecond: this.writeRate,
      receivedBytesPerSecond: this.receivedRate,
      sentBytesPerSecond: this.sentRate,
      unit: this.unit,
      container: this.container,
      kernel: this.kernel,
      deleted: this.deleted,
      hidden: hiddenList(this.hidden),
    };
  }
}
