import { type Kysely, sql } from 'kysely';

/** Hosts are enrolled with a token, have a name people gave them, belong to a site, and carry tags. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table host add column site text`.execute(db);
  await sql`alter table host add column tags text not null default '[]'`.execute(db);
  await sql`alter table host add column title text`.execute(db);
  await sql`alter table host add column machine text`.execute(db);
  await sql`alter table host add column enrolment_id text`.execute(db);
  await sql`
    create table enrolment (
      id text primary key,
      organization_id text not null,
      name text not null,
      secret_hash text not null,
      site text,
      tags text not null,
      uses integer not null,
      used integer not null,
      created_ms integer not null,
      created_by text not null,
      expires_ms integer not null,
      last_used_ms integer,
      revoked_ms integer
    ) strict`.execute(db);
}
