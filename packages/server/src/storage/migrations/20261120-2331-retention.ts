import { type Kysely, sql } from 'kysely';

/** How long each organization keeps its data. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table retention (organization_id text primary key, value text not null) strict`.execute(db);
}
