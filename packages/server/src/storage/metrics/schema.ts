import type { Database } from 'bun:sqlite';

/** The tables of `metrics.db`. The version is SQLite's `user_version`; each step is run once, in a transaction. */
const steps: readonly string[] = [
  `CREATE TABLE series (
     id INTEGER PRIMARY KEY,
     host TEXT NOT NULL,
     name TEXT NOT NULL,
     labels TEXT NOT NULL,
     kind TEXT NOT NULL CHECK (kind IN ('gauge', 'counter')),
     UNIQUE (host, name, labels, kind)
   );
   CREATE TABLE stream (host TEXT NOT NULL, stream TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (host, stream)) WITHOUT ROWID;
   CREATE TABLE shape (id INTEGER PRIMARY KEY, host TEXT NOT NULL, series BLOB NOT NULL);
   CREATE TABLE head (id INTEGER PRIMARY KEY, host TEXT NOT NULL, shape INTEGER NOT NULL, time REAL NOT NULL, samples BLOB NOT NULL);
   CREATE INDEX head_by_host ON head (host, id);
   CREATE TABLE block (
     id INTEGER PRIMARY KEY,
     host TEXT NOT NULL,
     tier INTEGER NOT NULL,
     window REAL NOT NULL,
     first REAL NOT NULL,
     last REAL NOT NULL,
     samples INTEGER NOT NULL,
     head BLOB NOT NULL,
     body BLOB NOT NULL
   );
   CREATE INDEX block_by_time ON block (host, tier, last);
   CREATE TABLE rolled (host TEXT NOT NULL, tier INTEGER NOT NULL, until REAL NOT NULL, PRIMARY KEY (host, tier)) WITHOUT ROWID;
   CREATE TABLE damaged (id INTEGER PRIMARY KEY, host TEXT NOT NULL, tier INTEGER NOT NULL, first REAL NOT NULL, last REAL NOT NULL, reason TEXT NOT NULL, found REAL NOT NULL, head BLOB NOT NULL, body BLOB NOT NULL);`,
  // When a stream was last written to, by the server's clock; 0 for those of before.
  `ALTER TABLE stream ADD COLUMN seen REAL NOT NULL DEFAULT 0;
   CREATE INDEX stream_by_seen ON stream (seen);
   -- 1 for a part of a window that has too many times to be one block.
   ALTER TABLE block ADD COLUMN merged INTEGER NOT NULL DEFAULT 0;`,
  // What housekeeping looks for, in an index that holds all of it: the table itself is a hundred times larger.
  `CREATE INDEX block_due ON block (tier, host, window, merged, first, last);`,
];

export function prepareMetricTables(db: Database): void {
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
