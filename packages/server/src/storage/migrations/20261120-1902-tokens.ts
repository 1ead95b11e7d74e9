import { type Kysely, sql } from 'kysely';

/** API tokens; a revoked one stays, so that the audit trail keeps its name. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table token (
    id text primary key,
    organization_id text not null,
    name text not null,
    role text not null,
    prefix text not null,
    secret_hash text not null unique,
    created_ms integer not null,
    created_by text not null,
    expires_ms integer,
    last_used_ms integer,
    revoked_ms integer
  ) strict`.execute(db);
}
