import type { Database } from 'bun:sqlite';
import { BlockCache, packRecords, unpackRecords } from './block.ts';
import type { HistoryProblem, HistoryRecord } from './port.ts';

export interface BlockRow {
  readonly id: number;
  readonly host: string;
  readonly first: number;
  readonly last: number;
  readonly crc: number;
  readonly found: number | null;
  readonly body: Uint8Array;
}

const columns = 'id, host, first, last, crc, found, body';
const pageOfBlocks = 8;

/** The sealed blocks in `history.db`: written whole, read whole, set aside when damaged. */
export class HistoryBlocks {
  private readonly cache = new BlockCache();

  constructor(
    private readonly db: Database,
    private readonly now: () => number,
    private readonly onProblem: (problem: HistoryProblem) => void,
  ) {}

  write(hostId: string, records: readonly HistoryRecord[], sealedMs: number): void {
    const body = packRecords(records, true);
    const times = records.map(({ timeMs }) => timeMs);
    this.db
      .query('INSERT INTO block (host, first, last, records, sealed, crc, body) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(hostId, times[0] ?? 0, Math.max(...times), records.length, sealedMs, Bun.hash.crc32(body), body);
  }

  /** Ids of the blocks that tell of a stretch, from the one that was open at its begin. */
  idsBetween(hostId: string, fromMs: number, toMs: number): readonly number[] {
    const start = this.db
      .query<{ first: number }, [string, number]>('SELECT first FROM block WHERE host = ? AND first <= ? ORDER BY first DESC LIMIT 1')
      .get(hostId, fromMs);
    return this.db
      .query<{ id: number }, [string, number, number]>(
        'SELECT id FROM block WHERE host = ? AND first >= ? AND first <= ? AND found IS NULL ORDER BY first, id',
      )
      .all(hostId, start?.first ?? fromMs, toMs)
      .map(({ id }) => id);
  }

  /** Empty when it has been forgotten meanwhile, or is damaged; it is then set aside and told once. */
  read(id: number): readonly HistoryRecord[] {
    const cached = this.cache.get(id);
    if (cached) {
      return cached;
    }
    const row = this.db.query<BlockRow, [number]>(`SELECT ${columns} FROM block WHERE id = ? AND found IS NULL`).get(id);
    const records = row && this.open(row);
    if (records) {
      this.cache.put(id, records);
    }
    return records ?? [];
  }

  isDamaged(hostId: string, timeMs: number): boolean {
    return (
      this.db
        .query<{ id: number }, [string, number, number]>(
          'SELECT id FROM block WHERE host = ? AND found IS NOT NULL AND first <= ? AND last >= ? LIMIT 1',
        )
        .get(hostId, timeMs, timeMs) !== null
    );
  }

  keptFrom(hostId: string): number | null {
    return (
      this.db
        .query<{ first: number | null }, [string]>('SELECT min(first) AS first FROM block WHERE host = ? AND found IS NULL')
        .get(hostId)?.first ?? null
    );
  }

  /** Reads every block again, whatever was read before. */
  async check() {
    const found = { blocks: 0, bytes: 0 };
    for (let after = 0; ; ) {
      const rows = this.db
        .query<BlockRow, [number, number]>(`SELECT ${columns} FROM block WHERE id > ? AND found IS NULL ORDER BY id LIMIT ?`)
        .all(after, pageOfBlocks);
      for (const row of rows) {
        after = row.id;
        found.blocks++;
        found.bytes += row.body.length;
        this.open(row);
      }
      if (rows.length < pageOfBlocks) {
        break;
      }
      await Bun.sleep(0);
    }
    return { ...found, problems: this.damaged() };
  }

  private damaged(): readonly HistoryProblem[] {
    return this.db.query<BlockRow, []>(`SELECT ${columns} FROM block WHERE found IS NOT NULL ORDER BY id`).all().map(problemOf);
  }

  private open(row: BlockRow): readonly HistoryRecord[] | null {
    try {
      if (Bun.hash.crc32(row.body) !== row.crc) {
        throw new Error('the checksum differs');
      }
      return unpackRecords(row.body);
    } catch {
      const foundMs = this.now();
      this.db.query('UPDATE block SET found = ? WHERE id = ?').run(foundMs, row.id);
      this.cache.drop(row.id);
      this.onProblem(problemOf({ ...row, found: foundMs }));
      return null;
    }
  }
}

function problemOf({ host, first, last, found }: BlockRow): HistoryProblem {
  return { hostId: host, fromMs: first, toMs: last, reason: 'checksum', foundMs: found ?? 0 };
}
