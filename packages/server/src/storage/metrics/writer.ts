import type { Database } from 'bun:sqlite';
import { AppError } from '@vigie/contract';
import type { MetricSeries } from '@vigie/contract/agent';
import type { StepHook } from './deps.ts';
import { Head } from './head.ts';
import type { IncomingFrame } from './port.ts';
import type { SeriesRegistry } from './series-registry.ts';

/** The series of a frame, in its order. Most frames of a host have the shape of the one before. */
interface Shape {
  readonly id: number;
  readonly series: readonly MetricSeries[];
  readonly ids: Float64Array;
}

interface HostHead {
  head: Head;
  shape: Shape | null;
  readonly shapes: Map<string, number>;
}

interface Pending {
  readonly hostId: string;
  readonly shapeId: number;
  readonly newShape: Float64Array | null;
  /** Where it stands in the head, and what its stream had before: to take it back when the disk refuses. */
  readonly row: number;
  readonly previous: number | undefined;
  readonly timeMs: number;
  readonly samples: Float64Array;
  readonly stream: string;
  readonly sequence: number;
}

export interface FrameWriterOptions {
  readonly groupMs: number;
  readonly now: () => number;
  readonly step: StepHook;
  /** Throws when the disk has too little left for what others write beside this. */
  readonly requireSpace: () => void;
}

/** Times of frames are whole milliseconds of the years 1900 to 2200: others are no clock, but damage. */
const [earliestMs, latestMs] = [Date.UTC(1900), Date.UTC(2200)];

/**
 * Takes frames in: into the head in memory for reading, and into the log for surviving. Frames are committed in
 * groups; `append` resolves when the group is on disk.
 */
export class FrameWriter {
  readonly heads = new Map<string, HostHead>();
  private readonly streams = new Map<string, number>();
  private pending: Pending[] = [];
  private flushing: PromiseWithResolvers<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private nextShape = 1;

  constructor(
    private readonly db: Database,
    private readonly registry: SeriesRegistry,
    private readonly options: FrameWriterOptions,
  ) {
    this.load();
  }

  append({ hostId, stream, frame }: IncomingFrame): Promise<void> {
    if (!Number.isSafeInteger(frame.timeMs) || frame.timeMs < earliestMs || frame.timeMs > latestMs) {
      return Promise.reject(
        new AppError('invalid_input', { cause: new Error(`a frame of ${hostId} has no possible time: ${frame.timeMs}`) }),
      );
    }
    const key = `${hostId}\n${stream}`;
    const previous = this.streams.get(key);
    if (frame.sequence <= (previous ?? -1)) {
      // Already here; if it is still on its way to the disk, so is this answer.
      return this.flushing?.promise ?? Promise.resolve();
    }
    this.streams.set(key, frame.sequence);
    const host = this.host(hostId);
    const { shape, isNew } = this.shapeOf(hostId, host, frame.samples);
    const samples = Float64Array.from(frame.samples, ({ value }) => value);
    const row = host.head.add(frame.timeMs, shape.ids, samples);
    this.pending.push({
      hostId,
      shapeId: shape.id,
      newShape: isNew ? shape.ids : null,
      timeMs: frame.timeMs,
      row,
      previous,
      samples,
      stream,
      sequence: frame.sequence,
    });
    return this.schedule();
  }

  /** Commits what is waiting. When the disk refuses, `append` rejects, and nothing of the group is in the head either. */
  flush(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
    const group = this.pending;
    const waiting = this.flushing;
    this.pending = [];
    this.flushing = null;
    if (group.length === 0) {
      waiting?.resolve();
      return;
    }
    try {
      this.commit(group);
      this.registry.saved();
      waiting?.resolve();
    } catch (cause) {
      this.takeBack(group);
      waiting?.reject(new AppError('storage_full', { cause }));
    }
  }

  /** Removes the log of a host; what it held must be in blocks by the same transaction. */
  forgetLog(hostId: string): void {
    this.db.query('DELETE FROM head WHERE host = ?').run(hostId);
    this.db.query('DELETE FROM shape WHERE host = ?').run(hostId);
  }

  /** That transaction is committed: the head of the host begins anew. */
  emptied(hostId: string): void {
    this.heads.delete(hostId);
  }

  hasOldStreams(beforeMs: number): boolean {
    return this.db.query('SELECT 1 FROM stream WHERE seen < ? LIMIT 1').get(beforeMs) !== null;
  }

  /** Forgets some streams that were last written to before. */
  forgetStreams(beforeMs: number): void {
    const old = this.db
      .query<{ host: string; stream: string }, [number]>(
        'DELETE FROM stream WHERE (host, stream) IN (SELECT host, stream FROM stream WHERE seen < ? LIMIT 1000) RETURNING host, stream',
      )
      .all(beforeMs);
    for (const { host, stream } of old) {
      this.streams.delete(`${host}\n${stream}`);
    }
  }

  /** As if the group had never come. */
  private takeBack(group: readonly Pending[]): void {
    for (const { hostId, row, stream, previous, newShape } of group.toReversed()) {
      const host = this.host(hostId);
      host.head.truncate(row);
      if (newShape) {
        host.shapes.delete(newShape.join());
      }
      host.shape = null;
      if (previous === undefined) {
        this.streams.delete(`${hostId}\n${stream}`);
      } else {
        this.streams.set(`${hostId}\n${stream}`, previous);
      }
    }
  }

  private schedule(): Promise<void> {
    this.flushing ??= Promise.withResolvers<void>();
    const { promise } = this.flushing;
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.flush();
    }, this.options.groupMs);
    return promise;
  }

  private commit(group: readonly Pending[]): void {
    const insertShape = this.db.query('INSERT INTO shape (id, host, series) VALUES (?, ?, ?)');
    const insertHead = this.db.query('INSERT INTO head (host, shape, time, samples) VALUES (?, ?, ?, ?)');
    const saveStream = this.db.query(
      'INSERT INTO stream (host, stream, last, seen) VALUES (?, ?, ?, ?) ON CONFLICT (host, stream) DO UPDATE SET last = excluded.last, seen = excluded.seen',
    );
    const nowMs = this.options.now();
    const { step } = this.options;
    this.options.requireSpace();
    step('append: begin');
    this.db
      .transaction(() => {
        this.registry.save();
        step('append: series are written');
        const lasts = new Map<string, Pending>();
        for (const entry of group) {
          if (entry.newShape) {
            insertShape.run(entry.shapeId, entry.hostId, bytesOf(entry.newShape));
          }
          insertHead.run(entry.hostId, entry.shapeId, entry.timeMs, bytesOf(entry.samples));
          lasts.set(`${entry.hostId}\n${entry.stream}`, entry);
        }
        for (const { hostId, stream, sequence } of lasts.values()) {
          saveStream.run(hostId, stream, sequence, nowMs);
        }
        step('append: before commit');
      })
      .immediate();
    step('append: committed');
  }

  private host(hostId: string): HostHead {
    let host = this.heads.get(hostId);
    if (!host) {
      host = { head: new Head(), shape: null, shapes: new Map() };
      this.heads.set(hostId, host);
    }
    return host;
  }

  private shapeOf(hostId: string, host: HostHead, samples: readonly { readonly series: MetricSeries }[]): { shape: Shape; isNew: boolean } {
    const last = host.shape;
    if (last && last.series.length === samples.length && samples.every((sample, index) => sample.series === last.series[index])) {
      return { shape: last, isNew: false };
    }
    const ids = Float64Array.from(samples, (sample) => this.registry.idOf(hostId, sample.series));
    const key = ids.join();
    const known = host.shapes.get(key);
    const id = known ?? this.nextShape++;
    host.shapes.set(key, id);
    host.shape = { id, series: samples.map((sample) => sample.series), ids };
    return { shape: host.shape, isNew: known === undefined };
  }

  /** Reads the log back after a start. */
  private load(): void {
    // Streams of before their age was kept are as old as this start.
    this.db.query('UPDATE stream SET seen = ? WHERE seen = 0').run(this.options.now());
    for (const row of this.db.query<{ host: string; stream: string; last: number }, []>('SELECT host, stream, last FROM stream').all()) {
      this.streams.set(`${row.host}\n${row.stream}`, row.last);
    }
    const shapes = new Map<number, Float64Array>();
    for (const row of this.db.query<{ id: number; host: string; series: Uint8Array }, []>('SELECT id, host, series FROM shape').all()) {
      const ids = numbersOf(row.series);
      shapes.set(row.id, ids);
      this.host(row.host).shapes.set(ids.join(), row.id);
      this.nextShape = Math.max(this.nextShape, row.id + 1);
    }
    const rows = this.db.query<{ host: string; shape: number; time: number; samples: Uint8Array }, []>(
      'SELECT host, shape, time, samples FROM head ORDER BY id',
    );
    for (const row of rows.iterate()) {
      const samples = numbersOf(row.samples);
      const ids = shapes.get(row.shape) ?? new Float64Array(0);
      this.host(row.host).head.add(row.time, ids.length > samples.length ? ids.subarray(0, samples.length) : ids, samples);
    }
  }
}

function bytesOf(numbers: Float64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** A blob of SQLite need not lie on a multiple of eight bytes. */
function numbersOf(bytes: Uint8Array): Float64Array {
  return new Float64Array(bytes.slice().buffer);
}
