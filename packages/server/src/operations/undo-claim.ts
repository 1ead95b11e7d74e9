import type { Kysely } from 'kysely';
import type { ActionTables } from './tables.ts';
import { inTransaction } from './transaction.ts';

/** Reserves the right to take an action back; of two at once one gets it. True when it was got. */
export async function claimUndo(db: Kysely<ActionTables>, actionId: string, byId: string): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const result = await trx
      .updateTable('action')
      .set({ undone_by: byId })
      .where('id', '=', actionId)
      .where('undone_by', 'is', null)
      .where('undo_operation', 'is not', null)
      .where('state', 'in', ['succeeded', 'verified'])
      .executeTakeFirst();
    if (result.numUpdatedRows !== 1n) {
      return false;
    }
    await trx.updateTable('action').set({ undo_of: actionId }).where('id', '=', byId).execute();
    return true;
  });
}

/** It certainly did not happen: somebody may try again. */
export async function releaseUndo(db: Kysely<ActionTables>, actionId: string, byId: string): Promise<void> {
  await db.updateTable('action').set({ undone_by: null }).where('id', '=', actionId).where('undone_by', '=', byId).execute();
}

export async function finishUndo(db: Kysely<ActionTables>, actionId: string, byId: string): Promise<void> {
  await db.updateTable('action').set({ state: 'undone' }).where('id', '=', actionId).where('undone_by', '=', byId).execute();
}
