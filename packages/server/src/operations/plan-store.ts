import { AppError, type Plan } from '@vigie/contract';
import type { Kysely, Transaction } from 'kysely';
import { type MadePlan, planLifeMs } from './plan.ts';
import type { ActionTables, PlanTable } from './tables.ts';
import { inTransaction } from './transaction.ts';
import type { Actor } from './types.ts';

/** More plans than this per person means a program in a loop; the oldest go. */
const plansPerActor = 200;
/** An expired plan is kept this long so that its person is told "expired" and not "unknown". */
const keptAfterExpiryMs = 60 * 60_000;

export interface StoredPlan {
  readonly hash: string;
  readonly operation: string;
  readonly nonce: string;
  readonly inputDigest: string;
  readonly targets: string;
  readonly risk: string;
  readonly plan: Plan;
}

export async function savePlan(db: Kysely<ActionTables>, actor: Actor, made: MadePlan, nowMs: number): Promise<Plan> {
  const owner = ownerOf(actor);
  await inTransaction(db, async (trx) => {
    await trx
      .deleteFrom('plan')
      .where('expires_ms', '<', nowMs - keptAfterExpiryMs)
      .execute();
    const oldest = await trx
      .selectFrom('plan')
      .select('hash')
      .where('actor_kind', '=', owner.actor_kind)
      .where('actor_id', '=', owner.actor_id)
      .orderBy('created_ms', 'desc')
      .offset(plansPerActor - 1)
      .limit(1_000)
      .execute();
    if (oldest.length > 0) {
      await trx
        .deleteFrom('plan')
        .where(
          'hash',
          'in',
          oldest.map((row) => row.hash),
        )
        .execute();
    }
    const row: PlanTable = {
      ...owner,
      hash: made.plan.hash,
      operation: made.identity.operation,
      nonce: made.nonce,
      input_digest: made.identity.inputDigest,
      targets: made.identity.targets,
      risk: made.identity.risk,
      shown: JSON.stringify(made.plan),
      created_ms: nowMs,
      expires_ms: nowMs + planLifeMs,
      used_ms: null,
    };
    await trx.insertInto('plan').values(row).execute();
  });
  return made.plan;
}

/** The plan of that hash, if it is this person's and may still be used. Throws `plan_not_found`, `plan_expired`, `plan_used`. */
export async function requirePlan(db: Kysely<ActionTables>, actor: Actor, hash: string, nowMs: number): Promise<StoredPlan> {
  const row = await db.selectFrom('plan').selectAll().where('hash', '=', hash).executeTakeFirst();
  const owner = ownerOf(actor);
  if (!row || row.actor_id !== owner.actor_id || row.actor_kind !== owner.actor_kind || row.organization_id !== owner.organization_id) {
    throw new AppError('plan_not_found');
  }
  refuseSpent(row, nowMs);
  return {
    hash: row.hash,
    operation: row.operation,
    nonce: row.nonce,
    inputDigest: row.input_digest,
    targets: row.targets,
    risk: row.risk,
    plan: JSON.parse(row.shown) as Plan,
  };
}

/** Spends a plan. Of two calls at once one wins; the other gets `plan_used`. */
export async function usePlan(trx: Transaction<ActionTables>, hash: string, nowMs: number): Promise<void> {
  const result = await trx
    .updateTable('plan')
    .set({ used_ms: nowMs })
    .where('hash', '=', hash)
    .where('used_ms', 'is', null)
    .where('expires_ms', '>', nowMs)
    .executeTakeFirst();
  if (result.numUpdatedRows === 1n) {
    return;
  }
  const row = await trx.selectFrom('plan').selectAll().where('hash', '=', hash).executeTakeFirst();
  if (row) {
    refuseSpent(row, nowMs);
  }
  throw new AppError('plan_not_found');
}

function refuseSpent(row: PlanTable, nowMs: number): void {
  if (row.used_ms !== null) {
    throw new AppError('plan_used');
  }
  if (row.expires_ms <= nowMs) {
    throw new AppError('plan_expired');
  }
}

function ownerOf(actor: Actor): Pick<PlanTable, 'organization_id' | 'actor_kind' | 'actor_id'> {
  return { organization_id: actor.organizationId, actor_kind: actor.kind, actor_id: actor.id };
}
