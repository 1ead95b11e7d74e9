import type { ActionReceipt, ActionState, Plan } from '@vigie/contract';
import { comparePlans, type PlanChange } from './plan-changes.ts';

/** A refusal or failure, as the page shows it. */
export interface PlanProblem {
  readonly code: string;
  readonly message: string;
  readonly requestId: string | null;
}

export interface TargetFailure {
  readonly pid: number;
  readonly message: string;
}

interface Shown {
  readonly plan: Plan;
  /** When the plan reached this page, by the page's own clock. */
  readonly receivedAtMs: number;
}

export type PlanState =
  | { readonly phase: 'closed' }
  | (Shown & {
      readonly phase: 'review';
      readonly changes: readonly PlanChange[];
      readonly problem: PlanProblem | null;
      readonly asking: boolean;
    })
  | (Shown & { readonly phase: 'running'; readonly confirmedAtMs: number; readonly state: ActionState })
  | (Shown & {
      readonly phase: 'done';
      readonly confirmedAtMs: number;
      readonly receipt: ActionReceipt;
      readonly failures: readonly TargetFailure[];
    })
  | (Shown & { readonly phase: 'failed'; readonly confirmedAtMs: number; readonly problem: PlanProblem });

export type PlanEvent =
  | { readonly type: 'planned'; readonly plan: Plan; readonly atMs: number }
  | { readonly type: 'confirmed'; readonly atMs: number }
  | { readonly type: 'progressed'; readonly state: ActionState }
  | { readonly type: 'answered'; readonly receipt: ActionReceipt; readonly failures: readonly TargetFailure[] }
  | { readonly type: 'refused'; readonly problem: PlanProblem; readonly plan: Plan | null; readonly atMs: number }
  | { readonly type: 'asked' }
  | { readonly type: 'closed' };

export const closedPlan: PlanState = { phase: 'closed' };

/** After these the same plan can still be confirmed, or another one asked for: nothing has run. */
const nothingRan: ReadonlySet<string> = new Set([
  'plan_changed',
  'plan_expired',
  'plan_used',
  'plan_not_found',
  'confirmation_required',
  'password_required',
  'wrong_credentials',
  'permission_denied',
  'too_many_requests',
  'process_changed',
  'process_not_found',
  'signal_not_allowed',
  'cannot_restart',
  'cannot_undo',
  'storage_full',
  'invalid_input',
]);

/** After these the hash is of no use any more. */
const spent: ReadonlySet<string> = new Set([
  'plan_changed',
  'plan_expired',
  'plan_used',
  'plan_not_found',
  'process_changed',
  'process_not_found',
]);

export function planIsSpent(problem: PlanProblem | null): boolean {
  return problem !== null && spent.has(problem.code);
}

export function asksForPassword(problem: PlanProblem | null): boolean {
  return problem?.code === 'password_required' || problem?.code === 'wrong_credentials';
}

function afterRefusal(
  state: Extract<PlanState, { phase: 'review' | 'running' }>,
  event: Extract<PlanEvent, { type: 'refused' }>,
): PlanState {
  if (event.plan) {
    const changes = comparePlans(state.plan, event.plan);
    return { phase: 'review', plan: event.plan, receivedAtMs: event.atMs, changes, problem: event.problem, asking: false };
  }
  if (state.phase === 'review' || nothingRan.has(event.problem.code)) {
    const { plan, receivedAtMs } = state;
    return { phase: 'review', plan, receivedAtMs, changes: [], problem: event.problem, asking: false };
  }
  const { plan, receivedAtMs, confirmedAtMs } = state;
  return { phase: 'failed', plan, receivedAtMs, confirmedAtMs, problem: event.problem };
}

/** What the dialog becomes. An event that does not fit the phase changes nothing: a plan is confirmed once. */
export function nextPlanState(state: PlanState, event: PlanEvent): PlanState {
  if (event.type === 'closed') {
    return closedPlan;
  }
  if (event.type === 'planned') {
    const changes = state.phase === 'review' ? comparePlans(state.plan, event.plan) : [];
    return { phase: 'review', plan: event.plan, receivedAtMs: event.atMs, changes, problem: null, asking: false };
  }
  if (state.phase === 'review') {
    switch (event.type) {
      case 'confirmed': {
        const { plan, receivedAtMs } = state;
        return state.asking || planIsSpent(state.problem) || remainingMs(state, event.atMs) <= 0
          ? state
          : { phase: 'running', plan, receivedAtMs, confirmedAtMs: event.atMs, state: 'confirmed' };
      }
      case 'asked':
        return { ...state, asking: true, problem: null };
      case 'refused':
        return afterRefusal(state, event);
      default:
        return state;
    }
  }
  if (state.phase === 'running') {
    switch (event.type) {
      case 'progressed':
        return { ...state, state: event.state };
      case 'answered': {
        const { plan, receivedAtMs, confirmedAtMs } = state;
        return { phase: 'done', plan, receivedAtMs, confirmedAtMs, receipt: event.receipt, failures: event.failures };
      }
      case 'refused':
        return afterRefusal(state, event);
      default:
        return state;
    }
  }
  return state;
}

/** By the life the server gave the plan, so that a wrong clock of the page changes nothing. */
export function remainingMs(shown: { readonly plan: Plan; readonly receivedAtMs: number }, nowMs: number): number {
  const lifeMs = Date.parse(shown.plan.expiresAt) - Date.parse(shown.plan.createdAt);
  return Math.max(0, lifeMs - Math.max(0, nowMs - shown.receivedAtMs));
}

export const planSteps = ['confirmed', 'sent', 'done', 'verified'] as const;
export type PlanStep = (typeof planSteps)[number];
export type StepMark = 'ticked' | 'current' | 'waiting' | 'failed' | 'unknown' | 'skipped';

/** How far each step is, from the state of the action. `verified` null: there was nothing to look at. */
export function stepMarks(state: ActionState, verified: boolean | null): Readonly<Record<PlanStep, StepMark>> {
  switch (state) {
    case 'planned':
      return { confirmed: 'current', sent: 'waiting', done: 'waiting', verified: 'waiting' };
    case 'confirmed':
      return { confirmed: 'ticked', sent: 'current', done: 'waiting', verified: 'waiting' };
    case 'dispatched':
    case 'running':
      return { confirmed: 'ticked', sent: 'ticked', done: 'current', verified: 'waiting' };
    case 'succeeded':
      return {
        confirmed: 'ticked',
        sent: 'ticked',
        done: 'ticked',
        verified: verified === null ? 'skipped' : verified ? 'ticked' : 'failed',
      };
    case 'verified':
    case 'undone':
      return { confirmed: 'ticked', sent: 'ticked', done: 'ticked', verified: 'ticked' };
    case 'failed':
      return { confirmed: 'ticked', sent: 'ticked', done: 'failed', verified: 'skipped' };
    case 'unknown':
      return { confirmed: 'ticked', sent: 'ticked', done: 'unknown', verified: 'unknown' };
    case 'refused':
      return { confirmed: 'failed', sent: 'skipped', done: 'skipped', verified: 'skipped' };
    default:
      return state satisfies never;
  }
}

/** `Enter` on the button is enough for low and medium; for the others a person has to move there and press, never a held key. */
export function mayConfirmByShortcut(plan: Plan): boolean {
  return plan.risk === 'low' || plan.risk === 'medium';
}

/** The per-process answers that failed, of any operation that gives them. */
export function failuresOf(output: unknown): readonly TargetFailure[] {
  const results = (output as { readonly results?: unknown } | null)?.results;
  if (!Array.isArray(results)) {
    return [];
  }
  return results.flatMap((item: unknown) => {
    const { pid, ok, error, code } = (item ?? {}) as Record<string, unknown>;
    return ok === false && typeof pid === 'number' ? [{ pid, message: String(error ?? code ?? '') }] : [];
  });
}
