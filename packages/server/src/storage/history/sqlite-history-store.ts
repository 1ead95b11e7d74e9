import { Database } from 'bun:sqlite';
import { chmodSync, closeSync, openSync } from 'node:fs';
import { requireSpaceAt } from '../metrics/disk-space.ts';
import { HistoryBlocks } from './blocks.ts';
import { Forgetting } from './forget.ts';
import { HistoryLog, type LoggedRecord, type LogSpan } from './log.ts';
import type { HistoryProblem, HistoryRecord, HistoryStore } from './port.ts';
import { prepareHistoryTables } from './schema.ts';

export interface SqliteHistoryStoreOptions {
  /** Path of `history.db`, or `:memory:`. The file is readable by its owner only. */
  readonly path: string;
  /** The server's clock; the system's when absent. */
  readonly now?: () => number;
  /** How long a host's states are kept; 90 days when absent. Asked again each time. */
  readonly keepMs?: (hostId: string) => number;
  /** How long a record waits for others before it is written. */
  readonly groupMs?: number;
  /** With less than this left on the disk nothing is written. 0 when absent. */
  readonly reserveBytes?: number;
  readonly onProblem?: (problem: HistoryProblem) => void;
  /** The disk refused, told once until it takes something again; what was lost begins anew with a key. */
  readonly onRefused?: (error: unknown) => void;
}

const dayMs = 86_400_000;
const defaultKeepMs = 90 * dayMs;
/** The log of a host that has told nothing for so long becomes a block; when it returns it begins with a key. */
const silentMs = 2 * 3_600_000;
const silentLookMs = 600_000;

/** The store of host states in one SQLite file. */
export class SqliteHistoryStore implements HistoryStore {
  private readonly db: Database;
  private readonly blocks: HistoryBlocks;
  private readonly log: HistoryLog;
  private readonly forgetting: Forgetting;
  private readonly requireSpace: () => void;
  private readonly now: () => number;
  private keepMs: (hostId: string) => number;
  private waiting: LoggedRecord[] = [];
  private timer: ReturnType<typeof setTimeout> | null = null;
  private lost = new Set<string>();
  private isRefused = false;
  private lookedForSilentMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: SqliteHistoryStoreOptions) {
    if (options.path !== ':memory:') {
      closeSync(openSync(options.path, 'a', 0o600));
      chmodSync(options.path, 0o600);
    }
    const onProblem = (problem: HistoryProblem): void => options.onProblem?.(problem);
    this.now = options.now ?? Date.now;
    this.db = new Database(options.path, { create: true, strict: true });
    prepareHistoryTables(this.db);
    this.blocks = new HistoryBlocks(this.db, this.now, onProblem);
    this.log = new HistoryLog(this.db, (hostId, atMs) => {
      this.lost.add(hostId);
      onProblem({ hostId, fromMs: atMs, toMs: atMs, reason: 'a record of the log cannot be read', foundMs: this.now() });
    });
    this.keepMs = options.keepMs ?? (() => defaultKeepMs);
    this.forgetting = new Forgetting(this.db, (hostId) => this.keepMs(hostId), this.lastKeptMs());
    this.requireSpace = requireSpaceAt(options.path, options.reserveBytes ?? 0);
  }

  append(hostId: string, record: HistoryRecord): void {
    this.waiting.push({ hostId, record });
    if (this.timer === null) {
      this.timer = setTimeout(() => this.flushQuietly(), this.options.groupMs ?? 1000);
      this.timer.unref();
    }
  }

  flush(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
    const { waiting } = this;
    this.waiting = [];
    if (waiting.length === 0) {
      return;
    }
    try {
      this.requireSpace();
      this.log.append(waiting, this.now());
      this.isRefused = false;
    } catch (error) {
      for (const { hostId } of waiting) {
        this.lost.add(hostId);
      }
      throw error;
    }
  }

  *read(hostId: string, fromMs: number, toMs: number): Generator<HistoryRecord> {
    this.flushQuietly();
    const keyId = this.log.keyBefore(hostId, fromMs);
    // Both are looked up at once: whoever reads slowly must not miss what is sealed meanwhile.
    const logged = this.log.read(hostId, keyId ?? 0);
    const blocks = keyId === null ? this.blocks.idsBetween(hostId, fromMs, toMs) : [];
    for (const id of blocks) {
      yield* this.blocks.read(id).filter(({ timeMs }) => timeMs <= toMs);
    }
    yield* logged.filter(({ timeMs }) => timeMs <= toMs);
  }

  isDamaged(hostId: string, timeMs: number): boolean {
    return this.blocks.isDamaged(hostId, timeMs);
  }

  keptFrom(hostId: string): number | null {
    this.flushQuietly();
    return this.blocks.keptFrom(hostId) ?? this.log.keptFrom(hostId);
  }

  takeLost(): readonly string[] {
    if (this.lost.size === 0) {
      return [];
    }
    const lost = [...this.lost];
    this.lost = new Set();
    return lost;
  }

  retain(keepMs: number): void {
    this.keepMs = () => keepMs;
    this.forgetting.beginAnew();
  }

  maintain(nowMs: number): boolean {
    const span = this.log.nextSpan() ?? this.silentSpan(nowMs);
    if (!span) {
      return this.forgetting.step(nowMs);
    }
    const records = this.log.read(span.hostId, 0, span.before);
    this.db
      .transaction(() => {
        if (records.length > 0) {
          this.blocks.write(span.hostId, records, nowMs);
        }
        this.log.remove(span);
      })
      .immediate();
    return true;
  }

  check() {
    return this.blocks.check();
  }

  size(): { readonly bytes: number } {
    const row = this.db
      .query<{ bytes: number }, []>(
        'SELECT (SELECT coalesce(sum(length(body)), 0) FROM block) + (SELECT coalesce(sum(length(body)), 0) FROM log) AS bytes',
      )
      .get();
    return { bytes: row?.bytes ?? 0 };
  }

  close(): Promise<void> {
    this.flushQuietly();
    this.db.close();
    return Promise.resolve();
  }

  private silentSpan(nowMs: number): LogSpan | null {
    if (Math.abs(nowMs - this.lookedForSilentMs) < silentLookMs) {
      return null;
    }
    const span = this.log.silentSpan(nowMs - silentMs);
    this.lookedForSilentMs = span ? Number.NEGATIVE_INFINITY : nowMs;
    return span;
  }

  /** The server's clock when something was last kept. */
  private lastKeptMs(): number | null {
    return (
      this.db.query<{ at: number | null }, []>('SELECT coalesce((SELECT max(came) FROM log), (SELECT max(sealed) FROM block)) AS at').get()
        ?.at ?? null
    );
  }

  private flushQuietly(): void {
    try {
      this.flush();
    } catch (error) {
      if (!this.isRefused) {
        this.isRefused = true;
        this.options.onRefused?.(error);
      }
    }
  }
}
