import { Database } from 'bun:sqlite';
import { BlockStore } from './block-store.ts';
import { Housekeeping, type HousekeepingDeps, seal } from './housekeeping.ts';
import type { IncomingFrame, MetricQuery, MetricResult, MetricStore, StoreProblem } from './port.ts';
import { runQuery } from './query.ts';
import { prepareMetricTables } from './schema.ts';
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
  readonly onProblem?: (problem: StoreProblem) => void;
}

/** The metric store in one SQLite file: a log of the newest frames, and blocks of everything older (block.ts). */
export class SqliteMetricStore implements MetricStore {
  private readonly db: Database;
  private readonly blocks: BlockStore;
  private readonly registry: SeriesRegistry;
  private readonly writer: FrameWriter;
  private readonly tiers: readonly Tier[];
  private readonly problems: StoreProblem[] = [];
  private readonly housekeepingDeps: HousekeepingDeps;
  private readonly housekeeping: Housekeeping;

  constructor(private readonly options: SqliteMetricStoreOptions) {
    this.db = new Database(options.path, { create: true, strict: true });
    prepareMetricTables(this.db);
    this.tiers = options.tiers ?? defaultTiers;
    this.blocks = new BlockStore(this.db, (problem) => {
      this.problems.push(problem);
      options.onProblem?.(problem);
    });
    this.registry = new SeriesRegistry(this.db);
    this.writer = new FrameWriter(this.db, this.registry, options.groupMs ?? 100);
    const { db, blocks, registry, writer, tiers } = this;
    this.housekeepingDeps = { db, blocks, registry, writer, tiers, maxHeadRows: options.maxHeadRows ?? 720 };
    this.housekeeping = new Housekeeping(this.housekeepingDeps);
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

  /** Names of the series of a host. */
  names(hostId: string): readonly string[] {
    return this.registry.names(hostId);
  }

  maintain(nowMs: number): boolean {
    return this.housekeeping.step(nowMs);
  }

  /** Writes the newest samples of a host as a block now; for backups and tests. */
  seal(hostId: string): void {
    seal(this.housekeepingDeps, hostId);
  }

  check(): { readonly blocks: number; readonly problems: readonly StoreProblem[] } {
    this.problems.length = 0;
    let blocks = 0;
    const hosts = this.db.query<{ host: string; tier: number }, []>('SELECT DISTINCT host, tier FROM block').all();
    for (const { host, tier } of hosts) {
      for (const row of this.blocks.overlapping(
        host,
        { ...(this.tiers[0] as Tier), index: tier },
        Number.NEGATIVE_INFINITY,
        Number.MAX_VALUE,
      )) {
        const reader = this.blocks.open(row);
        if (reader) {
          this.blocks.guard(row, () => reader.isWhole());
        }
        blocks++;
      }
    }
    return { blocks, problems: [...this.problems] };
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
