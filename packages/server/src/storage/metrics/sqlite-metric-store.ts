import { Database } from 'bun:sqlite';
import { BlockStore } from './block-store.ts';
import type { HousekeepingDeps, StepHook } from './deps.ts';
import { requireSpaceAt } from './disk-space.ts';
import { Housekeeping } from './housekeeping.ts';
import { findNewest } from './newest.ts';
import type {
  DamagedBlock,
  IncomingFrame,
  MetricQuery,
  MetricResult,
  MetricStore,
  NewestQuery,
  NewestValue,
  SamplesQuery,
  StoreProblem,
} from './port.ts';
import { openTier, runQuery } from './query.ts';
import { samplesOf } from './raw-samples.ts';
import { prepareMetricTables } from './schema.ts';
import { seal } from './seal.ts';
import { SeriesPool } from './series-pool.ts';
import { SeriesRegistry } from './series-registry.ts';
import { defaultTiers, type Tier } from './tiers.ts';
import { FrameWriter } from './writer.ts';

export interface SqliteMetricStoreOptions {
  /** Path of `metrics.db`, or `:memory:`. */
  readonly path: string;
  readonly now: () => number;
  readonly tiers?: readonly Tier[];
  /** Frames are committed together at most this long after the first of them; 100 ms is also what power loss may cost. */
  readonly groupMs?: number;
  readonly maxHeadRows?: number;
  /** What all heads may take together; 24 MB when absent. */
  readonly maxHeadBytes?: number;
  /** With less than this left on the disk, frames are refused, so that sign-in and settings can still be written. 0 when absent. */
  readonly reserveBytes?: number;
  /** What the store holds of series in common with others; its own when absent. */
  readonly pool?: SeriesPool;
  /** Told of each step that reaches the disk; for tests. */
  readonly onStep?: StepHook;
  readonly onProblem?: (problem: StoreProblem) => void;
}

const checkSliceMs = 10;

/** The metric store in one SQLite file: a log of the newest frames, and blocks of everything older (block.ts). */
export class SqliteMetricStore implements MetricStore {
  private readonly db: Database;
  private readonly blocks: BlockStore;
  private readonly registry: SeriesRegistry;
  private readonly writer: FrameWriter;
  private readonly tiers: Tier[];
  private readonly problems: StoreProblem[] = [];
  private readonly housekeepingDeps: HousekeepingDeps;
  private readonly housekeeping: Housekeeping;

  constructor(private readonly options: SqliteMetricStoreOptions) {
    this.db = new Database(options.path, { create: true, strict: true });
    prepareMetricTables(this.db);
    this.tiers = [...(options.tiers ?? defaultTiers)];
    this.blocks = new BlockStore(this.db, (problem) => {
      this.problems.push(problem);
      options.onProblem?.(problem);
    });
    this.registry = new SeriesRegistry(this.db, options.pool ?? new SeriesPool());
    const step = options.onStep ?? (() => undefined);
    this.writer = new FrameWriter(this.db, this.registry, {
      groupMs: options.groupMs ?? 100,
      now: options.now,
      step,
      requireSpace: requireSpaceAt(options.path, options.reserveBytes ?? 0),
    });
    const { db, blocks, registry, writer, tiers } = this;
    this.housekeepingDeps = {
      db,
      blocks,
      registry,
      writer,
      tiers,
      maxHeadRows: options.maxHeadRows ?? 720,
      maxHeadBytes: options.maxHeadBytes ?? 24_000_000,
      now: options.now,
      step,
    };
    const written = this.db.query<{ last: number | null }, []>('SELECT max(seen) AS last FROM stream').get();
    this.housekeeping = new Housekeeping(this.housekeepingDeps, written?.last ?? options.now());
  }

  append(incoming: IncomingFrame): Promise<void> {
    return this.writer.append(incoming);
  }

  /** Commits what is waiting, at once. */
  flush(): void {
    this.writer.flush();
  }

  query(query: MetricQuery): MetricResult {
    const { blocks, registry, writer, tiers } = this;
    const rolled = this.db.query<{ until: number }, [string, number]>('SELECT until FROM rolled WHERE host = ? AND tier = ?');
    return runQuery(
      { blocks, registry, writer, tiers, nowMs: this.options.now(), rolledUntil: (host, tier) => rolled.get(host, tier.index)?.until ?? 0 },
      query,
    );
  }

  samples(query: SamplesQuery): MetricResult {
    const { blocks, registry, writer, tiers } = this;
    const raw = tiers[0] as Tier;
    const opened = openTier({ blocks }, query.hostId, raw, query.fromMs, query.toMs).filter(({ row }) => row.last >= query.fromMs);
    return samplesOf({ blocks, registry, writer }, raw, opened, query);
  }

  newest(query: NewestQuery): readonly NewestValue[] {
    const { blocks, registry, writer, tiers } = this;
    return findNewest({ blocks, registry, writer, raw: tiers[0] as Tier }, query);
  }

  names(hostId: string): readonly string[] {
    return this.registry.names(hostId);
  }

  retain(keepMs: Readonly<Partial<Record<Tier['name'], number>>>): void {
    for (const [index, tier] of this.tiers.entries()) {
      this.tiers[index] = { ...tier, keepMs: keepMs[tier.name] ?? tier.keepMs };
    }
  }

  maintain(nowMs: number): boolean {
    return this.housekeeping.step(nowMs);
  }

  /** Writes the newest samples of a host as a block now; for backups and tests. */
  seal(hostId: string): void {
    seal(this.housekeepingDeps, hostId);
  }

  async check(): Promise<{ readonly blocks: number; readonly problems: readonly StoreProblem[] }> {
    const before = this.problems.length;
    let blocks = 0;
    let restedAt = performance.now();
    for (const row of this.blocks.all()) {
      const reader = this.blocks.open(row);
      if (reader) {
        this.blocks.guard(row, () => reader.isWhole());
      }
      blocks++;
      // Frames and people are not kept waiting.
      if (performance.now() - restedAt > checkSliceMs) {
        await Bun.sleep(checkSliceMs);
        restedAt = performance.now();
      }
    }
    return { blocks, problems: this.problems.slice(before) };
  }

  damaged(): readonly DamagedBlock[] {
    return this.blocks.damaged();
  }

  /** What the newest samples of all hosts take in memory. */
  headBytes(): number {
    return [...this.writer.heads.values()].reduce((sum, { head }) => sum + head.sizeBytes, 0);
  }

  /** Bytes on disk of all blocks, and the samples in them. */
  size(): { readonly bytes: number; readonly samples: number } {
    const row = this.db
      .query<{ bytes: number | null; samples: number | null }, []>(
        'SELECT sum(length(head) + length(body)) AS bytes, sum(samples) AS samples FROM block',
      )
      .get();
    return { bytes: row?.bytes ?? 0, samples: row?.samples ?? 0 };
  }

  close(): Promise<void> {
    this.writer.flush();
    this.db.close();
    return Promise.resolve();
  }
}
