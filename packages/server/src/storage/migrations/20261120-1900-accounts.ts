import { type Kysely, sql } from 'kysely';

/** The tables of the accounts library, in our naming, and the role of a person. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table user (
    id text primary key,
    name text not null,
    email text not null unique,
    email_verified integer not null default 0,
    image text,
    role text not null,
    created_at text not null,
    updated_at text not null
  ) strict`.execute(db);
  await sql`create table session (
    id text primary key,
    user_id text not null references user (id) on delete cascade,
    token text not null unique,
    expires_at text not null,
    ip_address text,
    user_agent text,
    created_at text not null,
    updated_at text not null
  ) strict`.execute(db);
  await sql`create index session_user on session (user_id)`.execute(db);
  await sql`create table account (
    id text primary key,
    user_id text not null references user (id) on delete cascade,
    account_id text not null,
    provider_id text not null,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at text,
    refresh_token_expires_at text,
    scope text,
    password text,
    created_at text not null,
    updated_at text not null
  ) strict`.execute(db);
  await sql`create index account_user on account (user_id)`.execute(db);
  await sql`create unique index account_provider on account (provider_id, account_id)`.execute(db);
  await sql`create table verification (
    id text primary key,
    identifier text not null,
    value text not null,
    expires_at text not null,
    created_at text not null,
    updated_at text not null
  ) strict`.execute(db);
  await sql`create index verification_identifier on verification (identifier)`.execute(db);
}
