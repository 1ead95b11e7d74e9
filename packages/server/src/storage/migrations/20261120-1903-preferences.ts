import { type Kysely, sql } from 'kysely';

/** Preferences of one person or one token. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table preferences (subject text primary key, value text not null, updated_ms integer not null) strict`.execute(db);
}
