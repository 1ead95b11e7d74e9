import { text } from '@vigie/contract';
import { type Kysely, sql } from 'kysely';
import { StartError } from '../platform/start-error.ts';

/** One step of the tables, forwards only. It may not read the clock or anything outside the database. */
export interface Migration {
  readonly name: string;
  readonly up: (db: Kysely<unknown>) => Promise<void>;
}

interface MigrationTables {
  migration: { name: string; applied_ms: number };
}

/**
 * Applies what is not applied yet, in order, each in a transaction of its own: what breaks off leaves whole steps only,
 * and the next start goes on from there. Throws StartError when the database has a step this program does not know.
 */
export async function migrate<T>(db: Kysely<T>, migrations: readonly Migration[]): Promise<readonly string[]> {
  const own = db as unknown as Kysely<MigrationTables>;
  await sql`create table if not exists migration (name text primary key, applied_ms integer not null) strict`.execute(own);
  const applied = new Set((await own.selectFrom('migration').select('name').execute()).map((row) => row.name));
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = [...applied].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new StartError(
      text(
        `The database was written by a newer Vigie (${unknown.join(', ')}). Start that version, or restore a copy from before it.`,
        `La base de données a été écrite par un Vigie plus récent (${unknown.join(', ')}). Démarrez cette version, ou restaurez une copie d’avant elle.`,
      ),
    );
  }
  const pending = migrations.filter((migration) => !applied.has(migration.name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const migration of pending) {
    await own.transaction().execute(async (trx) => {
      await migration.up(trx as unknown as Kysely<unknown>);
      await trx.insertInto('migration').values({ name: migration.name, applied_ms: Date.now() }).execute();
    });
  }
  return pending.map((migration) => migration.name);
}
