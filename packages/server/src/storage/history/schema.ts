import type { Database } from 'bun:sqlite';

/** The tables of `history.db`. `log` holds what was not sealed yet; a body is zstd over JSON lines. The version is SQLite's `user_version`. */
const steps: readonly string[] = [
  `CREATE TABLE log (
     id INTEGER PRIMARY KEY,
     host TEXT NOT NULL,
     at REAL NOT NULL,
     is_key INTEGER NOT NULL,
     -- When it came, by the clock of the server.
     came REAL NOT NULL,
     body BLOB NOT NULL
   );
   CREATE INDEX log_by_host ON log (host, id);
   CREATE INDEX log_keys ON log (host, id) WHERE is_key = 1;
   CREATE TABLE block (
     id INTEGER PRIMARY KEY,
     host TEXT NOT NULL,
     first REAL NOT NULL,
     last REAL NOT NULL,
     records INTEGER NOT NULL,
     -- When it was sealed, by the clock of the server: ages are measured by it.
     sealed REAL NOT NULL,
     crc INTEGER NOT NULL,
     -- When it was found damaged, by the clock of the server; null while it is whole.
     found REAL,
     body BLOB NOT NULL
   );
   CREATE INDEX block_by_time ON block (host, first, last);
   CREATE INDEX log_by_time ON log (host, came);
   CREATE INDEX block_by_age ON block (host, sealed);`,
];

export function prepareHistoryTables(db: Database): void {
  // Before anything is written to the file, or it has no effect.
  db.run('PRAGMA auto_vacuum = INCREMENTAL');
  db.run('PRAGMA journal_mode = WAL');
  // NORMAL: a power failure may cost the last moments of history, never the file.
  db.run('PRAGMA synchronous = NORMAL');
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
