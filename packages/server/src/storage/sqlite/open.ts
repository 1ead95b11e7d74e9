import { Database } from 'bun:sqlite';
import { chmodSync, closeSync, openSync } from 'node:fs';
import { Kysely } from 'kysely';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations/index.ts';
import type { StateSchema } from '../schema.ts';
import { sqliteDialect } from './dialect.ts';

/**
 * Opens the state of the installation and brings its tables up to date. The file is readable by its owner only.
 * The caller ends it with `destroy()`. Throws when a newer Vigie has written it.
 *
 * `synchronous` is FULL because an audit record must be on the disk before its action starts: 0.25 ms a commit on ext4,
 * against 0.006 ms with NORMAL, which may lose the last commits when the power fails.
 */
export async function openState(path: string): Promise<Kysely<StateSchema>> {
  if (path !== ':memory:') {
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
  }
  const database = new Database(path, { create: true, readwrite: true });
  database.run('pragma journal_mode = wal');
  database.run('pragma synchronous = full');
  database.run('pragma foreign_keys = on');
  database.run('pragma busy_timeout = 5000');
  const db = new Kysely<StateSchema>({ dialect: sqliteDialect(database) });
  try {
    await migrate(db, migrations);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return db;
}
