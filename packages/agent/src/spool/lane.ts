import { writtenMsOf } from './chain.ts';
import type { Entry, LaneCodec, Loss } from './entry.ts';
import type { SpoolFiles } from './files.ts';
import { Run } from './run.ts';
import { SegmentReader } from './segment.ts';

export interface LaneOptions<T> {
  readonly name: 'frames' | 'bulk' | 'kept';
  readonly files: SpoolFiles;
  readonly codec: LaneCodec<T>;
  /** What a damaged file is a loss of. */
  readonly noun: string;
  readonly newStream: () => string;
  /** When it is opened: where even the time of a damaged file cannot be read. */
  readonly nowMs: number;
  /** A backlog longer than this does not stand before what happens now. */
  readonly longBacklog: number;
  /** What memory holds when the disk refuses, before something is left out. */
  readonly mostInMemory: number;
  /** Which of the items that are only in memory stay, when there are too many. */
  readonly squeeze: (index: number, total: number) => boolean;
}

export interface Taken<T> {
  readonly stream: string;
  readonly entries: readonly Entry<T>[];
}

/** What is of one importance: the stream of now, and those of earlier lives and absences, which are sent when now has nothing. */
export class Lane<T> {
  private runs: Run<T>[];
  private nextRun: number;
  private live: Run<T>;

  constructor(private readonly options: LaneOptions<T>) {
    const { files, name } = options;
    const left = groupByRun(files.list(), name);
    this.nextRun = Math.max(0, ...left.keys()) + 1;
    const damaged: string[] = [];
    this.runs = [...left].flatMap(([run, names]) => {
      const stream = streamOf(files, names[0] as string);
      damaged.push(...(stream === null ? names : []));
      return stream === null ? [] : [this.openRun(run, stream, names)];
    });
    this.live = this.begin();
    const losses = damaged.map((file): Loss => {
      const toMs = writtenMsOf(files, file, options.nowMs);
      return { class: options.noun, fromMs: writtenBefore(files, file, toMs), toMs, count: null, reason: 'spool_damaged' };
    });
    for (const file of damaged) {
      files.remove(file);
    }
    for (const loss of losses) {
      this.pushLoss(loss);
    }
  }

  get bytes(): number {
    return this.runs.reduce((sum, run) => sum + run.bytes, 0);
  }

  get inFlight(): number {
    return this.runs.reduce((sum, run) => sum + run.inFlight, 0);
  }

  /** Of this life; what earlier lives have left was not counted. */
  get waiting(): number {
    return this.runs.reduce((sum, run) => sum + (run.waiting ?? 0), 0);
  }

  /** In memory only. */
  get unwritten(): number {
    return this.live.unwritten;
  }

  push(timeMs: number, item: T): void {
    this.live.push(timeMs, item);
  }

  pushLoss(lost: Loss): void {
    this.live.pushLoss(lost);
  }

  /** False when the file system refuses; everything is then still in memory. */
  write(): boolean {
    try {
      this.live.write();
      return true;
    } catch {
      return false;
    }
  }

  /** While the disk refuses: leaves out what memory should not hold. */
  relieve(): void {
    const over = this.live.unwritten;
    if (over > this.options.mostInMemory) {
      this.live.squeeze((index) => this.options.squeeze(index, over));
    }
  }

  /** Throws when the disk refuses. */
  sync(): void {
    this.live.sync();
  }

  /** The next entries, all of one stream, now counted as sent; null when there is nothing to send. */
  take(most: number): Taken<T> | null {
    for (const run of [this.live, ...this.runs]) {
      const entries: Entry<T>[] = [];
      for (let entry = run.take(); entry !== null; entry = run.take()) {
        entries.push(entry);
        if (entries.length >= most) {
          break;
        }
      }
      if (entries.length > 0) {
        return { stream: run.stream, entries };
      }
    }
    this.forgetFinished();
    return null;
  }

  acknowledge(stream: string, sequence: number, lost: boolean): void {
    this.runs.find((run) => run.stream === stream)?.acknowledge(sequence, lost);
    this.forgetFinished();
  }

  /** What was not acknowledged is to be sent again. */
  restart(): void {
    for (const run of this.runs) {
      run.restart();
    }
  }

  /** A long backlog is left to be sent beside what happens from now on. */
  stepOver(): void {
    if ((this.live.waiting ?? 0) > this.options.longBacklog && this.write()) {
      this.live = this.begin();
    }
  }

  /** Leaves something out of one file; null when no file has had fewer passes. */
  shrink(passes: number, keep: (index: number) => boolean): number | null {
    for (const run of this.runs) {
      const saved = run.shrink(passes, keep);
      if (saved !== null) {
        return saved;
      }
    }
    return null;
  }

  /** Gives up one file whole, as the last thing before the disk is full; false when there is none. */
  drop(): boolean {
    for (const run of this.runs) {
      const losses = run.drop();
      if (losses !== null) {
        for (const loss of losses) {
          this.live.pushLoss(loss);
        }
        return true;
      }
    }
    return false;
  }

  close(): void {
    for (const run of this.runs) {
      run.close();
    }
  }

  private forgetFinished(): void {
    this.runs = this.runs.filter((run) => run === this.live || !run.finished);
  }

  private begin(): Run<T> {
    const run = this.openRun(this.nextRun++, this.options.newStream(), []);
    this.runs.push(run);
    return run;
  }

  private openRun(run: number, stream: string, names: readonly string[]): Run<T> {
    const { files, codec, noun, name } = this.options;
    // A name of an earlier life is never taken again.
    return new Run({ files, codec, noun, stream, nameOf: (index) => `${name}-${pad(run)}-${pad(index)}` }, names);
  }
}

const pad = (number: number) => String(number).padStart(8, '0');

function groupByRun(names: readonly string[], lane: string): Map<number, string[]> {
  const runs = new Map<number, string[]>();
  for (const name of names.toSorted()) {
    const parts = new RegExp(`^${lane}-(\\d{8})-\\d{8}$`).exec(name);
    if (parts) {
      const run = Number(parts[1]);
      runs.set(run, [...(runs.get(run) ?? []), name]);
    }
  }
  return runs;
}

/** When the file before this one was last written: what this one held is not older. Its own time when there is none before. */
function writtenBefore(files: SpoolFiles, name: string, toMs: number): number {
  const lane = name.slice(0, name.indexOf('-'));
  const before = files
    .list()
    .filter((other) => other.startsWith(`${lane}-`) && other < name)
    .toSorted()
    .at(-1);
  return before === undefined ? toMs : Math.min(toMs, writtenMsOf(files, before, toMs));
}

function streamOf(files: SpoolFiles, name: string): string | null {
  try {
    return new SegmentReader(files.read(name)).stream;
  } catch {
    return null;
  }
}
