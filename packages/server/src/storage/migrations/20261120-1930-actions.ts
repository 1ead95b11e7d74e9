import type { Kysely } from 'kysely';

/** Actions, the plans that were shown, and the audit trail. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('action')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('operation', 'text', (column) => column.notNull())
    .addColumn('input', 'text', (column) => column.notNull())
    .addColumn('command', 'text', (column) => column.notNull())
    .addColumn('host_id', 'text')
    .addColumn('host_name', 'text')
    .addColumn('risk', 'text', (column) => column.notNull())
    .addColumn('targets', 'text', (column) => column.notNull())
    .addColumn('actor_kind', 'text', (column) => column.notNull())
    .addColumn('actor_id', 'text', (column) => column.notNull())
    .addColumn('plan_hash', 'text', (column) => column.unique())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('confirmed_ms', 'bigint', (column) => column.notNull())
    .addColumn('dispatched_ms', 'bigint')
    .addColumn('running_ms', 'bigint')
    .addColumn('ended_ms', 'bigint')
    .addColumn('duration_ms', 'integer')
    .addColumn('verified', 'integer')
    .addColumn('error_code', 'text')
    .addColumn('result_en', 'text')
    .addColumn('result_fr', 'text')
    .addColumn('undo_operation', 'text')
    .addColumn('undo_input', 'text')
    .addColumn('undone_by', 'text')
    .addColumn('undo_of', 'text')
    .execute();
  await db.schema.createIndex('action_state').on('action').column('state').execute();

  await db.schema
    .createTable('plan')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('operation', 'text', (column) => column.notNull())
    .addColumn('nonce', 'text', (column) => column.notNull())
    .addColumn('input_digest', 'text', (column) => column.notNull())
    .addColumn('targets', 'text', (column) => column.notNull())
    .addColumn('risk', 'text', (column) => column.notNull())
    .addColumn('shown', 'text', (column) => column.notNull())
    .addColumn('actor_kind', 'text', (column) => column.notNull())
    .addColumn('actor_id', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('expires_ms', 'bigint', (column) => column.notNull())
    .addColumn('used_ms', 'bigint')
    .execute();
  await db.schema.createIndex('plan_actor').on('plan').columns(['actor_kind', 'actor_id', 'created_ms']).execute();
  await db.schema.createIndex('plan_expires').on('plan').column('expires_ms').execute();

  await db.schema
    .createTable('audit_entry')
    .addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('user_name', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('door', 'text', (column) => column.notNull())
    .addColumn('address', 'text')
    .addColumn('operation', 'text')
    .addColumn('command', 'text', (column) => column.notNull())
    .addColumn('host_id', 'text')
    .addColumn('host_name', 'text')
    .addColumn('risk', 'text')
    .addColumn('plan_hash', 'text')
    .addColumn('targets', 'text', (column) => column.notNull())
    .addColumn('success', 'integer')
    .addColumn('result_en', 'text')
    .addColumn('result_fr', 'text')
    .execute();
  await db.schema.createIndex('audit_entry_organization').on('audit_entry').columns(['organization_id', 'sequence']).execute();
}
