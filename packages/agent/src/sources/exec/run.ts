import type { Clock } from '../../clock.ts';
import { kernelMonotonicMs, ProcessConnector } from '../../kernel/index.ts';
import type { Log } from '../../log.ts';
import type { Source, SourceOutput } from '../source.ts';
import { type Exited, makeEvents, type Started } from './batch.ts';
import { Pace } from './pace.ts';
import type { ReadProcess } from './read.ts';
import { parseExitStatus } from './status.ts';

/** A process as a table of the host has it. */
export interface KnownProcess {
  readonly name: string;
  readonly ppid: number;
  readonly startedAtMs: number;
}

export interface ExecDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly read: ReadProcess;
  /** What the table of processes had at its last round: processes that are older than this agent, or execute nothing. */
  readonly known: (pid: number) => KnownProcess | null;
}

/** How long events wait for others, so that they travel together. */
const batchMs = 200;
const mostInBatch = 10_000;
/** Living processes whose program we saw start. */
const mostLiving = 20_000;
/** A child that executes nothing and ends sooner is a helper of its parent, not something that happened. */
const helperMs = 1000;

interface Living {
  readonly name: string | null;
  readonly ppid: number | null;
  readonly parent: string | null;
  readonly timeMs: number;
}

export class ExecSource implements Source {
  readonly name = 'exec';
  private readonly living = new Map<number, Living>();
  private readonly pace = new Pace();
  private batch: (Started | Exited)[] = [];
  /** Where in the batch the start of a process stands. */
  private readonly startOf = new Map<number, number>();
  private output: SourceOutput | null = null;
  private connector: ProcessConnector | null = null;
  private cancel: (() => void) | null = null;
  private wallOffsetMs: number | null = null;
  private heardMs = 0;
  private gapFromMs: number | null = null;

  constructor(private readonly deps: ExecDeps) {}

  start(output: SourceOutput): boolean {
    this.output = output;
    this.heardMs = this.deps.clock.wallMs();
    this.connector = ProcessConnector.open({
      executed: (pid, atMs) => this.executed(pid, this.wall(atMs)),
      exited: (pid, parentPid, status, atMs) => this.exited(pid, parentPid, status, this.wall(atMs)),
      paused: () => {
        this.wallOffsetMs = null;
        this.heardMs = this.deps.clock.wallMs();
      },
      overflowed: () => this.lose(),
      failed: (error) => {
        this.deps.log('error', 'the kernel tells of no more processes', { error });
        this.lose();
      },
    });
    return this.connector !== null;
  }

  stop(): void {
    this.connector?.close();
    this.cancel?.();
    this.flush();
  }

  private executed(pid: number, timeMs: number): void {
    this.pace.count(timeMs);
    const found = this.deps.read(pid, this.pace.isBusy(timeMs) ? 'name' : 'all');
    const parent = found.ppid === null ? null : this.nameOf(found.ppid);
    this.living.set(pid, { name: found.name, ppid: found.ppid, parent, timeMs });
    if (this.living.size > mostLiving) {
      this.living.delete(this.living.keys().next().value ?? pid);
    }
    const started: Started = { what: 'started', pid, timeMs, parent, ...found };
    const at = this.startOf.get(pid);
    if (at !== undefined) {
      // `env`, `nice` and the like: the same process becomes another program at once.
      this.batch[at] = started;
      return;
    }
    this.startOf.set(pid, this.batch.length);
    this.add(started);
  }

  private exited(pid: number, parentPid: number, status: number, timeMs: number): void {
    const { exitCode, signal, core } = parseExitStatus(status);
    const living = this.living.get(pid);
    this.living.delete(pid);
    const known = living ? null : this.deps.known(pid);
    const name = living ? living.name : (known?.name ?? this.deps.read(pid, 'name').name);
    if (!living && (name === null || (signal === null && (known === null || timeMs - known.startedAtMs < helperMs)))) {
      return;
    }
    const sinceMs = living?.timeMs ?? known?.startedAtMs ?? null;
    // The parent of the end may be another than that of the start: who was left alone is adopted.
    const ppid = living?.ppid ?? known?.ppid ?? (parentPid || null);
    const parent = living?.parent ?? (ppid === null ? null : this.nameOf(ppid));
    const durationMs = sinceMs === null ? null : Math.max(0, Math.round(timeMs - sinceMs));
    this.add({ what: 'exited', pid, timeMs, ppid, name, parent, exitCode, signal, core, durationMs });
  }

  private nameOf(pid: number): string | null {
    return this.living.get(pid)?.name ?? this.deps.known(pid)?.name ?? this.deps.read(pid, 'name').name;
  }

  private add(item: Started | Exited): void {
    if (item.what === 'exited') {
      this.startOf.delete(item.pid);
    }
    this.batch.push(item);
    this.cancel ??= this.deps.clock.after(batchMs, () => this.flush());
    if (this.batch.length >= mostInBatch) {
      this.flush();
    }
  }

  /** Nobody knows how many; the time says between when. */
  private lose(): void {
    this.gapFromMs ??= this.heardMs;
    this.cancel ??= this.deps.clock.after(batchMs, () => this.flush());
  }

  private flush(): void {
    this.cancel?.();
    this.cancel = null;
    const { batch, output } = this;
    this.batch = [];
    this.startOf.clear();
    const nowMs = this.deps.clock.wallMs();
    for (const event of makeEvents(batch, this.pace.isBusy(nowMs))) {
      output?.event(event);
    }
    if (this.gapFromMs !== null) {
      output?.gap({ class: 'process', fromMs: Math.min(this.gapFromMs, nowMs), toMs: nowMs, count: null, reason: 'kernel_overflow' });
      this.gapFromMs = null;
    }
  }

  private wall(atMs: number): number {
    this.wallOffsetMs ??= this.deps.clock.wallMs() - kernelMonotonicMs();
    return Math.round(atMs + this.wallOffsetMs);
  }
}
