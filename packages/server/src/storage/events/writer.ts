import type { Database } from 'bun:sqlite';
import { AppError, eventSearchText } from '@vigie/contract';
import { placeTime } from './placing.ts';
import type { IncomingEvents, Kept, StoredEvent, StoredGap } from './port.ts';
import { firstIdOf, idsPerMs, timeOfId } from './schema.ts';

interface Waiting {
  readonly incoming: IncomingEvents;
  readonly done: PromiseWithResolvers<Kept>;
}

/**
 * Events that are written without a pause. One takes about 30 µs: what has piled up while the server was busy must not
 * keep it busy for as long again.
 */
const mostAtOnce = 1_000;

/** Takes batches in. They are committed in groups; each resolves when its group is on disk. */
export class EventWriter {
  private waiting: Waiting[] = [];
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly db: Database,
    private readonly groupMs: number,
  ) {}

  append(incoming: IncomingEvents): Promise<Kept> {
    const done = Promise.withResolvers<Kept>();
    this.waiting.push({ incoming, done });
    this.timer ??= setTimeout(() => this.turn(), this.groupMs);
    return done.promise;
  }

  /** Commits what is waiting, at once. */
  flush(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
    const group = this.waiting;
    this.waiting = [];
    this.commit(group);
  }

  /** Commits some of what is waiting, and lets others have their turn before the rest. */
  private turn(): void {
    let count = 0;
    let end = 0;
    while (end < this.waiting.length && (end === 0 || count < mostAtOnce)) {
      const { events, gaps } = (this.waiting[end] as Waiting).incoming;
      count += events.length + gaps.length;
      end++;
    }
    this.commit(this.waiting.splice(0, end));
    this.timer = this.waiting.length === 0 ? null : setTimeout(() => this.turn(), 0);
  }

  private commit(group: readonly Waiting[]): void {
    if (group.length === 0) {
      return;
    }
    let kept: Kept[];
    try {
      kept = this.db.transaction(() => group.map(({ incoming }) => this.write(incoming))).immediate();
    } catch (cause) {
      for (const { done } of group) {
        done.reject(new AppError('storage_full', { cause }));
      }
      return;
    }
    for (const [index, { done }] of group.entries()) {
      done.resolve(kept[index] as Kept);
    }
  }

  private write(incoming: IncomingEvents): Kept {
    const { hostId, stream } = incoming;
    const { id: streamId, previous } = this.streamId(hostId, stream);
    const place = (timeMs: number) => placeTime(timeMs, incoming.sentAtMs, incoming.receivedMs);
    const isKnown = this.db.query<{ one: number }, [number, number]>('SELECT 1 AS one FROM event WHERE stream = ? AND sequence = ?');
    const newest = this.db.query<{ id: number | null }, [number, number]>('SELECT max(id) AS id FROM event WHERE id >= ? AND id < ?');
    const insert = this.db.query(
      `INSERT INTO event (id, stream, sequence, host, kind, severity, host_ms, received_ms, fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    const index = this.db.query('INSERT INTO event_text (rowid, text) VALUES (?, ?)');
    const events: StoredEvent[] = [];
    for (const event of incoming.events) {
      if (isKnown.get(streamId, event.sequence)) {
        continue;
      }
      let first = firstIdOf(place(event.timeMs));
      let id = (newest.get(first, first + idsPerMs)?.id ?? first - 1) + 1;
      while (id >= first + idsPerMs) {
        // This millisecond is full; the next is near enough.
        first += idsPerMs;
        id = (newest.get(first, first + idsPerMs)?.id ?? first - 1) + 1;
      }
      insert.run(
        id,
        streamId,
        event.sequence,
        hostId,
        event.kind,
        event.severity,
        event.timeMs,
        incoming.receivedMs,
        JSON.stringify(event.fields),
      );
      index.run(id, eventSearchText(event.kind, event.fields));
      const { sequence, kind, severity, fields } = event;
      const { receivedMs } = incoming;
      events.push({ id, hostId, stream, sequence, kind, severity, timeMs: timeOfId(id), hostTimeMs: event.timeMs, receivedMs, fields });
    }
    const gaps = incoming.gaps.flatMap((gap) =>
      this.keepGap(streamId, hostId, { ...gap, fromMs: place(gap.fromMs), toMs: place(gap.toMs) }),
    );
    const away = previous === null ? null : this.awayGap(streamId, hostId, previous, events);
    return { events, gaps: away ? [...gaps, away] : gaps };
  }

  /** `previous` is the last moment an earlier life of the agent told of, when this batch begins a new one. */
  private streamId(hostId: string, name: string): { readonly id: number; readonly previous: number | null } {
    const known = this.db.query<{ id: number }, [string, string]>('SELECT id FROM stream WHERE host = ? AND name = ?').get(hostId, name);
    if (known) {
      return { id: known.id, previous: null };
    }
    const last = this.db.query<{ id: number | null }, [string]>('SELECT max(id) AS id FROM event WHERE host = ?').get(hostId)?.id ?? null;
    const { lastInsertRowid } = this.db.query('INSERT INTO stream (host, name) VALUES (?, ?)').run(hostId, name);
    return { id: Number(lastInsertRowid), previous: last === null ? null : timeOfId(last) };
  }

  private keepGap(stream: number, hostId: string, gap: Omit<StoredGap, 'id' | 'hostId'>): StoredGap[] {
    const { lastInsertRowid, changes } = this.db
      .query('INSERT OR IGNORE INTO gap (stream, sequence, host, class, from_ms, to_ms, count, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(stream, gap.sequence, hostId, gap.class, gap.fromMs, gap.toMs, gap.count, gap.reason);
    return changes === 0 ? [] : [{ ...gap, id: Number(lastInsertRowid), hostId }];
  }

  /** Between two lives of the agent nobody looked. Logins of that time are read from the host's own files; processes are not. */
  private awayGap(stream: number, hostId: string, previousMs: number, events: readonly StoredEvent[]): StoredGap | null {
    const start = events.find((event) => event.kind === 'agent.started');
    if (!start || start.timeMs <= previousMs) {
      return null;
    }
    const gap = { sequence: -1, class: 'process', fromMs: previousMs, toMs: start.timeMs, count: null, reason: 'agent_away' } as const;
    return this.keepGap(stream, hostId, gap)[0] ?? null;
  }
}
