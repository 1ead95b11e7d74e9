import { Database } from 'bun:sqlite';
import { chmodSync, closeSync, openSync } from 'node:fs';
import { countEvents } from './count.ts';
import type { EventCountQuery, EventQuery, EventStore, GapQuery, IncomingEvents, Kept, StoredGap } from './port.ts';
import { readPage } from './query.ts';
import { defaultRetention, forget, type Retention } from './retention.ts';
import { prepareEventTables } from './schema.ts';
import { EventWriter } from './writer.ts';

export interface SqliteEventStoreOptions {
  /** Path of `events.db`, or `:memory:`. The file is readable by its owner only. */
  readonly path: string;
  readonly retention?: Retention;
  /** Batches are committed together at most this long after the first of them. */
  readonly groupMs?: number;
}

interface GapRow {
  readonly id: number;
  readonly sequence: number;
  readonly host: string;
  readonly class: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly count: number | null;
  readonly reason: string;
}

/** The event store in one SQLite file. */
export class SqliteEventStore implements EventStore {
  private readonly db: Database;
  private readonly writer: EventWriter;
  private retention: Retention;

  constructor(options: SqliteEventStoreOptions) {
    if (options.path !== ':memory:') {
      closeSync(openSync(options.path, 'a', 0o600));
      chmodSync(options.path, 0o600);
    }
    this.retention = options.retention ?? defaultRetention;
    this.db = new Database(options.path, { create: true, strict: true });
    prepareEventTables(this.db);
    this.writer = new EventWriter(this.db, options.groupMs ?? 50);
  }

  append(incoming: IncomingEvents): Promise<Kept> {
    return this.writer.append(incoming);
  }

  /** Commits what is waiting, at once. */
  flush(): void {
    this.writer.flush();
  }

  page(query: EventQuery) {
    return readPage(this.db, query);
  }

  count(query: EventCountQuery) {
    this.writer.flush();
    return countEvents(this.db, query);
  }

  gaps({ hostId, fromMs, toMs, limit }: GapQuery): readonly StoredGap[] {
    return this.db
      .query<GapRow, [string | null, string | null, number, number, number]>(
        `SELECT id, sequence, host, class, from_ms, to_ms, count, reason FROM gap
         WHERE (?1 IS NULL OR host = ?2) AND to_ms >= ?3 AND from_ms < ?4 ORDER BY to_ms DESC, id DESC LIMIT ?5`,
      )
      .all(hostId ?? null, hostId ?? null, fromMs ?? Number.MIN_SAFE_INTEGER, toMs ?? Number.MAX_SAFE_INTEGER, limit)
      .map(({ host, from_ms, to_ms, ...row }) => ({ ...row, hostId: host, fromMs: from_ms, toMs: to_ms }));
  }

  retain(retention: Retention): void {
    this.retention = retention;
  }

  maintain(nowMs: number): boolean {
    return forget(this.db, this.retention, nowMs);
  }

  size(): { readonly bytes: number } {
    const pages = this.db.query<{ page_count: number }, []>('PRAGMA page_count').get()?.page_count ?? 0;
    const bytes = this.db.query<{ page_size: number }, []>('PRAGMA page_size').get()?.page_size ?? 0;
    return { bytes: pages * bytes };
  }

  close(): Promise<void> {
    this.writer.flush();
    this.db.close();
    return Promise.resolve();
  }
}
