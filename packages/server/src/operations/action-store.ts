import type { ActionState, RiskLevel, Text } from '@vigie/contract';
import type { Kysely } from 'kysely';
import { usePlan } from './plan-store.ts';
import type { ActionTable, ActionTables } from './tables.ts';
import { inTransaction } from './transaction.ts';
import type { Actor } from './types.ts';

export interface NewAction {
  readonly id: string;
  readonly actor: Actor;
  readonly operation: string;
  /** Canonical JSON, secrets masked. */
  readonly input: string;
  readonly command: string;
  readonly host: { readonly id: string; readonly name: string } | null;
  readonly risk: RiskLevel;
  readonly targets: readonly string[];
  readonly planHash: string | null;
}

export interface ActionEnd {
  readonly state: 'succeeded' | 'failed' | 'unknown';
  readonly result: Text;
  readonly errorCode: string | null;
  readonly durationMs: number;
  readonly undo: { readonly operation: string; readonly input: string } | null;
}

/** Who an action is recorded for: the e-mail where there is one. */
export function actorName(actor: Actor): string {
  return actor.email ?? actor.name;
}

/**
 * Makes an action real: spends its plan, writes its audit record and its row, all or nothing. When this rejects,
 * nothing may run. Throws `plan_used`, `plan_expired`, or the error of the storage.
 */
export async function beginAction(db: Kysely<ActionTables>, action: NewAction, nowMs: number): Promise<void> {
  const shared = {
    id: action.id,
    organization_id: action.actor.organizationId,
    operation: action.operation,
    command: action.command,
    host_id: action.host?.id ?? null,
    host_name: action.host?.name ?? null,
    risk: action.risk,
    targets: JSON.stringify(action.targets),
    plan_hash: action.planHash,
    result_en: null,
    result_fr: null,
  };
  await inTransaction(db, async (trx) => {
    if (action.planHash !== null) {
      await usePlan(trx, action.planHash, nowMs);
    }
    await trx
      .insertInto('audit_entry')
      .values({
        ...shared,
        at_ms: nowMs,
        action: 'COMMAND_EXECUTED',
        user_name: actorName(action.actor),
        user_id: action.actor.id,
        door: action.actor.door,
        address: action.actor.address,
        success: null,
      })
      .execute();
    await trx
      .insertInto('action')
      .values({
        ...shared,
        input: action.input,
        actor_kind: action.actor.kind,
        actor_id: action.actor.id,
        state: 'confirmed',
        confirmed_ms: nowMs,
        dispatched_ms: null,
        running_ms: null,
        ended_ms: null,
        duration_ms: null,
        verified: null,
        error_code: null,
        undo_operation: null,
        undo_input: null,
        undone_by: null,
        undo_of: null,
      })
      .execute();
  });
}

export async function markDispatched(db: Kysely<ActionTables>, id: string, nowMs: number): Promise<void> {
  await db.updateTable('action').set({ state: 'dispatched', dispatched_ms: nowMs }).where('id', '=', id).execute();
}

export async function markRunning(db: Kysely<ActionTables>, id: string, nowMs: number): Promise<void> {
  await db.updateTable('action').set({ state: 'running', running_ms: nowMs }).where('id', '=', id).execute();
}

export async function endAction(db: Kysely<ActionTables>, id: string, end: ActionEnd, nowMs: number): Promise<void> {
  await db
    .updateTable('action')
    .set({
      state: end.state,
      ended_ms: nowMs,
      duration_ms: end.durationMs,
      error_code: end.errorCode,
      result_en: end.result.en,
      result_fr: end.result.fr,
      undo_operation: end.undo?.operation ?? null,
      undo_input: end.undo?.input ?? null,
    })
    .where('id', '=', id)
    .execute();
}

/** Adds what was seen afterwards. An action that was undone meanwhile keeps that state. */
export async function storeVerification(db: Kysely<ActionTables>, id: string, verified: boolean, result: Text): Promise<void> {
  await db
    .updateTable('action')
    .set({ verified: verified ? 1 : 0, result_en: result.en, result_fr: result.fr, ...(verified ? { state: 'verified' } : {}) })
    .where('id', '=', id)
    .where('state', '=', 'succeeded')
    .execute();
}

export async function findAction(db: Kysely<ActionTables>, organizationId: string, id: string): Promise<ActionTable | null> {
  const row = await db
    .selectFrom('action')
    .selectAll()
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  return row ?? null;
}

/** May this action still be taken back? */
export function isUndoable(row: Pick<ActionTable, 'state' | 'undo_operation' | 'undone_by'>): boolean {
  return isDone(row.state) && row.undo_operation !== null && row.undone_by === null;
}

export function isDone(state: string): boolean {
  const done: readonly ActionState[] = ['succeeded', 'verified'];
  return done.some((known) => known === state);
}
