import type { Kysely, Transaction } from 'kysely';
import type { ActionTables } from './tables.ts';

/**
 * All or nothing. Rejects with the error of the work itself: when the disk is full SQLite has already rolled back,
 * and the query layer would report its own second rollback instead of the cause.
 */
export async function inTransaction<T>(db: Kysely<ActionTables>, work: (trx: Transaction<ActionTables>) => Promise<T>): Promise<T> {
  let cause: { readonly error: unknown } | null = null;
  try {
    return await db.transaction().execute(async (trx) => {
      try {
        return await work(trx);
      } catch (error) {
        cause = { error };
        throw error;
      }
    });
  } catch (error) {
    throw causeOr(cause, error);
  }
}

function causeOr(cause: { readonly error: unknown } | null, error: unknown): unknown {
  return cause ? cause.error : error;
}
