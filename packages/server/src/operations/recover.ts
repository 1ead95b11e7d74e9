import { text } from '@vigie/contract';
import type { Kysely } from 'kysely';
import type { ActionTables } from './tables.ts';
import { inTransaction } from './transaction.ts';

const notSent = text('The server stopped before it was sent; nothing ran', 'Le serveur s’est arrêté avant l’envoi ; rien n’a été exécuté');
const outcomeLost = text(
  'The server stopped while it ran; its outcome is unknown and it was not run again',
  'Le serveur s’est arrêté pendant l’exécution ; l’issue est inconnue et rien n’a été relancé',
);

/**
 * Called once at the start, before any door opens: what a crash left in the middle becomes `unknown`, and what was
 * confirmed but not yet sent `failed`. Nothing is ever run again. Gives how many of each.
 */
export async function recoverActions(
  db: Kysely<ActionTables>,
  nowMs: number,
): Promise<{ readonly unknown: number; readonly failed: number }> {
  return inTransaction(db, async (trx) => {
    const unknown = await trx
      .updateTable('action')
      .set({ state: 'unknown', error_code: 'outcome_unknown', ended_ms: nowMs, result_en: outcomeLost.en, result_fr: outcomeLost.fr })
      .where('state', 'in', ['dispatched', 'running'])
      .executeTakeFirst();
    const failed = await trx
      .updateTable('action')
      .set({ state: 'failed', error_code: 'internal', ended_ms: nowMs, result_en: notSent.en, result_fr: notSent.fr })
      .where('state', 'in', ['planned', 'confirmed'])
      .executeTakeFirst();
    // A taking-back that certainly did not happen may be tried again.
    await trx
      .updateTable('action')
      .set({ undone_by: null })
      .where('state', '!=', 'undone')
      .where('undone_by', 'in', (query) => query.selectFrom('action as other').select('other.id').where('other.state', '=', 'failed'))
      .execute();
    return { unknown: Number(unknown.numUpdatedRows), failed: Number(failed.numUpdatedRows) };
  });
}
