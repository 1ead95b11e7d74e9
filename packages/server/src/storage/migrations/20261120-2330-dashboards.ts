import { type Kysely, sql } from 'kysely';

/** Dashboards people built, with their versions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table dashboard (
    id text primary key, organization_id text not null, owner text not null, owner_name text not null,
    shared integer not null, version integer not null, deleted_ms integer
  ) strict`.execute(db);
  await sql`create index dashboard_of_organization on dashboard (organization_id)`.execute(db);
  await sql`create table dashboard_version (
    dashboard_id text not null, version integer not null, content text not null, saved_ms integer not null, saved_by text not null,
    primary key (dashboard_id, version)
  ) strict, without rowid`.execute(db);
}
