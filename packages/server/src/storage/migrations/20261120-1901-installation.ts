import { type Kysely, sql } from 'kysely';

/** Facts of this installation, one per key. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table installation (key text primary key, value text not null) strict`.execute(db);
}
