import { AppError, type Operation, type Plan, type Risk } from '@vigie/contract';
import type { Kysely } from 'kysely';
import type { PasswordCheck } from './password.ts';
import { makePlan, needsConfirmation, needsPassword, planIdentity } from './plan.ts';
import { requirePlan, type StoredPlan, savePlan } from './plan-store.ts';
import { storageError } from './storage-error.ts';
import type { ActionTables } from './tables.ts';
import type { Actor, CallOptions, PlanDraft } from './types.ts';

export interface Proposal {
  readonly actor: Actor;
  readonly operation: Operation;
  readonly input: unknown;
  readonly draft: PlanDraft;
  readonly risk: Risk;
}

interface ConfirmDeps {
  readonly db: Kysely<ActionTables>;
  readonly nowMs: () => number;
  readonly checkPassword: PasswordCheck;
}

/** Seals the proposal and keeps it, so that its hash can be sent back. Nobody in particular keeps nothing. */
export async function offerPlan(deps: Pick<ConfirmDeps, 'db' | 'nowMs'>, proposal: Proposal): Promise<Plan> {
  const { actor, operation, input, draft, risk } = proposal;
  const nowMs = deps.nowMs();
  const made = makePlan(actor, operation, input, draft, risk, nowMs);
  if (actor.kind === 'anonymous') {
    return made.plan;
  }
  try {
    return await savePlan(deps.db, actor, made, nowMs);
  } catch (error) {
    throw storageError(error);
  }
}

/** Refuses a hash that cannot be spent whatever the host says now: unknown, another's, expired or used. */
export async function requireSpendable(deps: Pick<ConfirmDeps, 'db' | 'nowMs'>, actor: Actor, options: CallOptions): Promise<void> {
  if (options.confirm !== undefined) {
    await requirePlan(deps.db, actor, options.confirm, deps.nowMs());
  }
}

/**
 * Returns the hash that the action may spend, or null when none is needed. Throws `confirmation_required`,
 * `plan_changed` and `password_required` with the plan to show, or what is wrong with the hash or the password.
 */
export async function requireConfirmation(deps: ConfirmDeps, proposal: Proposal, options: CallOptions): Promise<string | null> {
  const { actor, risk } = proposal;
  if (options.confirm === undefined) {
    if (!needsConfirmation(actor, risk)) {
      return null;
    }
    throw new AppError('confirmation_required', { data: { plan: await offerPlan(deps, proposal) } });
  }
  const stored = await requirePlan(deps.db, actor, options.confirm, deps.nowMs());
  if (!isSame(stored, proposal)) {
    throw new AppError('plan_changed', { data: { plan: await offerPlan(deps, proposal) } });
  }
  if (needsPassword(actor, risk)) {
    if (options.password === undefined) {
      throw new AppError('password_required', { data: { plan: stored.plan } });
    }
    await deps.checkPassword(actor, options.password);
  }
  return stored.hash;
}

function isSame(stored: StoredPlan, proposal: Proposal): boolean {
  const { operation, input, draft, risk } = proposal;
  const now = planIdentity(operation, input, draft, risk, stored.nonce);
  return (
    now.operation === stored.operation &&
    now.inputDigest === stored.inputDigest &&
    now.targets === stored.targets &&
    now.risk === stored.risk
  );
}
