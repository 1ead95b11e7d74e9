import type { Kysely } from 'kysely';

/** Hosts that may connect. What a host has said about itself is kept, so that it is known before it connects again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('host')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('local', 'integer', (column) => column.notNull())
    .addColumn('facts', 'text')
    .addColumn('agent_version', 'text')
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('revoked_ms', 'bigint')
    .execute();
}
