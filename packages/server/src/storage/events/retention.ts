import type { Database } from 'bun:sqlite';
import { firstIdOf } from './schema.ts';

const dayMs = 86_400_000;

/** How long each noun of kinds is kept; `other` is for every other. */
export interface Retention {
  readonly days: Readonly<Record<string, number>>;
  readonly otherDays: number;
}

/** Process events are many and soon stale; who logged in and when the host booted is asked about a year later. */
export const defaultRetention: Retention = { days: { process: 7 }, otherDays: 365 };

const rowsPerStep = 2000;

/** Forgets at most one step of what is too old; true when there may be more. */
export function forget(db: Database, retention: Retention, nowMs: number): boolean {
  const kinds = db.query<{ kind: string }, []>(distinctKinds).all();
  for (const { kind } of kinds) {
    const days = retention.days[kind.split('.')[0] ?? ''] ?? retention.otherDays;
    const { changes } = db
      .query('DELETE FROM event WHERE id IN (SELECT id FROM event WHERE kind = ? AND id < ? ORDER BY id LIMIT ?)')
      .run(kind, firstIdOf(nowMs - days * dayMs), rowsPerStep);
    if (changes > 0) {
      return true;
    }
  }
  return db.query('DELETE FROM gap WHERE to_ms < ?').run(nowMs - retention.otherDays * dayMs).changes > 0;
}

/** Jumps from kind to kind in the index; DISTINCT would walk over every row. */
const distinctKinds = `WITH RECURSIVE known (kind) AS (
    SELECT min(kind) FROM event
    UNION ALL SELECT (SELECT min(kind) FROM event WHERE kind > known.kind) FROM known WHERE known.kind IS NOT NULL
  ) SELECT kind FROM known WHERE kind IS NOT NULL`;
