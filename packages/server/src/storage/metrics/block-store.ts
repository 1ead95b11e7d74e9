import type { Database } from 'bun:sqlite';
import { BlockReader, type Column, encodeBlock } from './block.ts';
import { DamagedBytes } from './bytes.ts';
import type { DamagedBlock, StoreProblem } from './port.ts';
import { defaultTiers, type Tier } from './tiers.ts';

export interface BlockRow {
  readonly id: number;
  readonly host: string;
  readonly tier: number;
  readonly window: number;
  readonly first: number;
  readonly last: number;
  readonly head: Uint8Array;
}

/** The blocks in `metrics.db`: written whole, read by parts, set aside when damaged. */
export class BlockStore {
  constructor(
    private readonly db: Database,
    private readonly onProblem: (problem: StoreProblem) => void,
  ) {}

  write(host: string, tier: Tier, window: number, times: Float64Array, columns: readonly Column[]): void {
    const block = encodeBlock(times, columns);
    let first = times[0] ?? 0;
    let last = first;
    for (const time of times) {
      first = Math.min(first, time);
      last = Math.max(last, time);
    }
    this.db
      .query('INSERT INTO block (host, tier, window, first, last, samples, head, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(host, tier.index, window, first, last, times.length * columns.length, block.head, block.body);
  }

  /** Blocks of a host that have a time in the range, oldest first. */
  overlapping(host: string, tier: Tier, fromMs: number, toMs: number): BlockRow[] {
    return this.db
      .query<BlockRow, [string, number, number, number]>(
        'SELECT id, host, tier, window, first, last, head FROM block WHERE host = ? AND tier = ? AND last >= ? AND first < ? ORDER BY first, id',
      )
      .all(host, tier.index, fromMs, toMs);
  }

  newest(host: string, tier: Tier): BlockRow | null {
    return this.db
      .query<BlockRow, [string, number]>(
        'SELECT id, host, tier, window, first, last, head FROM block WHERE host = ? AND tier = ? ORDER BY last DESC, id DESC LIMIT 1',
      )
      .get(host, tier.index);
  }

  /** Blocks of a window in the order they came. */
  inWindow(host: string, tier: Tier, window: number): BlockRow[] {
    return this.db
      .query<BlockRow, [string, number, number]>(
        'SELECT id, host, tier, window, first, last, head FROM block WHERE host = ? AND tier = ? AND window = ? ORDER BY id',
      )
      .all(host, tier.index, window);
  }

  /** Every block, in the order they were written; those that are written meanwhile come too. */
  *all(): Generator<BlockRow> {
    const next = this.db.query<BlockRow, [number]>(
      'SELECT id, host, tier, window, first, last, head FROM block WHERE id > ? ORDER BY id LIMIT 1',
    );
    for (let row = next.get(-1); row; row = next.get(row.id)) {
      yield row;
    }
  }

  /** What was set aside, oldest first. */
  damaged(): DamagedBlock[] {
    return this.db
      .query<{ host: string; tier: number; first: number; last: number; reason: string; found: number }, []>(
        'SELECT host, tier, first, last, reason, found FROM damaged ORDER BY id',
      )
      .all()
      .map(({ host, tier, first, last, reason, found }) => ({
        hostId: host,
        tier: defaultTiers[tier]?.name ?? 'raw',
        fromMs: first,
        toMs: last,
        reason,
        foundMs: found,
      }));
  }

  /** Opens a block; null, and the block set aside, when it is damaged. */
  open(row: BlockRow): BlockReader | null {
    const part = this.db.query<{ part: Uint8Array }, [number, number, number]>('SELECT substr(body, ?, ?) AS part FROM block WHERE id = ?');
    return this.guard(
      row,
      () => new BlockReader(row.head, (offset, length) => part.get(offset + 1, length, row.id)?.part ?? new Uint8Array(0)),
    );
  }

  /** Runs something that reads a block; null, and the block set aside, when that finds it damaged. */
  guard<T>(row: BlockRow, read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DamagedBytes) && !(error instanceof Error && /zstd|decompress/i.test(error.message))) {
        throw error;
      }
      this.setAside(row, error.message);
      return null;
    }
  }

  remove(ids: readonly number[]): void {
    const statement = this.db.query('DELETE FROM block WHERE id = ?');
    for (const id of ids) {
      statement.run(id);
    }
  }

  /** Keeps the bytes for whoever wants to look, out of the way of every query. */
  private setAside(row: BlockRow, reason: string): void {
    this.db.transaction(() => {
      this.db
        .query(
          'INSERT INTO damaged (host, tier, first, last, reason, found, head, body) SELECT host, tier, first, last, ?, ?, head, body FROM block WHERE id = ?',
        )
        .run(reason, Date.now(), row.id);
      this.db.query('DELETE FROM block WHERE id = ?').run(row.id);
    })();
    this.onProblem({ hostId: row.host, fromMs: row.first, toMs: row.last, tier: defaultTiers[row.tier]?.name ?? 'raw', reason });
  }
}
