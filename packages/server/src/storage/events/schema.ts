import type { Database } from 'bun:sqlite';

/**
 * The tables of `events.db`. The id of an event is its time in milliseconds × 2048 plus a count, so that the order of the
 * table, of every index and of the full text is the order of time. The version is SQLite's `user_version`.
 */
const steps: readonly string[] = [
  `CREATE TABLE stream (id INTEGER PRIMARY KEY, host TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (host, name));
   CREATE TABLE event (
     id INTEGER PRIMARY KEY,
     stream INTEGER NOT NULL,
     sequence INTEGER NOT NULL,
     host TEXT NOT NULL,
     kind TEXT NOT NULL,
     severity TEXT NOT NULL,
     host_ms REAL NOT NULL,
     received_ms REAL NOT NULL,
     fields TEXT NOT NULL
   );
   CREATE UNIQUE INDEX event_once ON event (stream, sequence);
   CREATE INDEX event_by_host ON event (host);
   CREATE INDEX event_by_kind ON event (kind);
   CREATE INDEX event_by_severity ON event (severity) WHERE severity <> 'info';
   CREATE VIRTUAL TABLE event_text USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');
   CREATE TRIGGER event_gone AFTER DELETE ON event BEGIN
     DELETE FROM event_text WHERE rowid = old.id;
   END;
   CREATE TABLE gap (
     id INTEGER PRIMARY KEY,
     stream INTEGER NOT NULL,
     sequence INTEGER NOT NULL,
     host TEXT NOT NULL,
     class TEXT NOT NULL,
     from_ms REAL NOT NULL,
     to_ms REAL NOT NULL,
     count INTEGER,
     reason TEXT NOT NULL
   );
   CREATE UNIQUE INDEX gap_once ON gap (stream, sequence);
   CREATE INDEX gap_by_time ON gap (to_ms);`,
];

export function prepareEventTables(db: Database): void {
  db.run('PRAGMA journal_mode = WAL');
  // FULL: a commit survives power loss, which is what `append` promises. Commits are grouped.
  db.run('PRAGMA synchronous = FULL');
  db.run('PRAGMA busy_timeout = 5000');
  db.run('PRAGMA journal_size_limit = 67108864');
  const row = db.query<{ user_version: number }, []>('PRAGMA user_version').get();
  for (let version = row?.user_version ?? 0; version < steps.length; version++) {
    db.transaction(() => {
      db.run(steps[version] as string);
      db.run(`PRAGMA user_version = ${version + 1}`);
    }).immediate();
  }
}

/** Ids of one millisecond. */
export const idsPerMs = 2048;
/** The year 2109; beyond it an id is no whole number of JavaScript. */
const lastMs = 4_398_046_511_000;

export function firstIdOf(timeMs: number): number {
  return Math.min(lastMs, Math.max(0, Math.floor(timeMs))) * idsPerMs;
}

export function timeOfId(id: number): number {
  return Math.floor(id / idsPerMs);
}
