import type { Database } from 'bun:sqlite';
import { packRecords, unpackRecords } from './block.ts';
import type { HistoryRecord } from './port.ts';

export interface LoggedRecord {
  readonly hostId: string;
  readonly record: HistoryRecord;
}

interface LogRow {
  readonly id: number;
  readonly at: number;
  readonly is_key: number;
  readonly body: Uint8Array;
}

export interface LogSpan {
  readonly hostId: string;
  /** The id of the record after the last; null for all there are. */
  readonly before: number | null;
}

/** Records that are not in a block yet, each durable on its own. */
export class HistoryLog {
  constructor(
    private readonly db: Database,
    private readonly onDamaged: (hostId: string, atMs: number) => void,
  ) {}

  append(records: readonly LoggedRecord[], cameMs: number): void {
    const insert = this.db.query('INSERT INTO log (host, at, is_key, came, body) VALUES (?, ?, ?, ?, ?)');
    this.db
      .transaction(() => {
        for (const { hostId, record } of records) {
          insert.run(hostId, record.timeMs, record.key ? 1 : 0, cameMs, packRecords([record]));
        }
      })
      .immediate();
  }

  /** The newest key at or before a moment. */
  keyBefore(hostId: string, timeMs: number): number | null {
    const row = this.db
      .query<{ id: number }, [string, number]>('SELECT id FROM log WHERE host = ? AND is_key = 1 AND at <= ? ORDER BY id DESC LIMIT 1')
      .get(hostId, timeMs);
    return row?.id ?? null;
  }

  keptFrom(hostId: string): number | null {
    const row = this.db.query<{ at: number }, [string]>('SELECT at FROM log WHERE host = ? AND is_key = 1 ORDER BY id LIMIT 1').get(hostId);
    return row?.at ?? null;
  }

  /** From a record on, or from the first key. What follows a damaged record is not understood before the next key. */
  read(hostId: string, fromId: number, before: number | null = null): readonly HistoryRecord[] {
    const rows = this.db
      .query<LogRow, [string, number, number]>('SELECT id, at, is_key, body FROM log WHERE host = ? AND id >= ? AND id < ? ORDER BY id')
      .all(hostId, fromId, before ?? Number.MAX_SAFE_INTEGER);
    const records: HistoryRecord[] = [];
    let isBegun = false;
    for (const row of rows) {
      isBegun ||= row.is_key === 1;
      const found: readonly HistoryRecord[] = isBegun ? this.open(hostId, row) : [];
      isBegun &&= found.length > 0;
      records.push(...found);
    }
    return records;
  }

  /** What can become a block: everything of a host up to its second key. */
  nextSpan(): LogSpan | null {
    return this.db
      .query<LogSpan, []>(
        `SELECT host AS hostId, (SELECT id FROM log AS next WHERE next.host = log.host AND next.is_key = 1 ORDER BY id LIMIT 1 OFFSET 1) AS before
         FROM log WHERE is_key = 1 GROUP BY host HAVING count(*) > 1 LIMIT 1`,
      )
      .get();
  }

  /** Everything of a host that has told nothing since a moment. */
  silentSpan(sinceMs: number): LogSpan | null {
    const silent = this.db
      .query<{ host: string }, [number]>('SELECT host FROM log GROUP BY host HAVING max(came) < ? LIMIT 1')
      .get(sinceMs);
    return silent && { hostId: silent.host, before: null };
  }

  remove({ hostId, before }: LogSpan): void {
    this.db.query('DELETE FROM log WHERE host = ? AND id < ?').run(hostId, before ?? Number.MAX_SAFE_INTEGER);
  }

  private open(hostId: string, row: LogRow): readonly HistoryRecord[] {
    try {
      return unpackRecords(row.body);
    } catch {
      this.db.query('DELETE FROM log WHERE id = ?').run(row.id);
      this.onDamaged(hostId, row.at);
      return [];
    }
  }
}
