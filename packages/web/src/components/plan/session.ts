import type { ActionId, OperationInput } from '@vigie/contract';
import { ApiError, type CallResult, callOperation } from '../../api/index.ts';
import { createStore } from '../../lib/store.ts';
import { closedPlan, failuresOf, nextPlanState, type PlanEvent, type PlanProblem, type PlanState } from './plan-state.ts';

/** What has run, and the title of the plan that was confirmed for it. */
export interface Asked<K extends ActionId> {
  readonly result: CallResult<K>;
  /** Null when nothing had to be confirmed. */
  readonly title: string | null;
}

/** One asking of a person, from the first call to its end. Only one plan is in front at a time. */
interface Asking {
  readonly operation: ActionId;
  readonly input: Record<string, unknown>;
  settle(result: unknown): void;
}

export const planStore = createStore<PlanState>(closedPlan);
let asking: Asking | null = null;

function send(event: PlanEvent): void {
  planStore.set(nextPlanState(planStore.get(), event));
}

export function problemOf(error: unknown): PlanProblem {
  if (error instanceof ApiError) {
    const details = error.details.map((detail) => detail.message).join('. ');
    return { code: error.code, message: details === '' ? error.message : `${error.message}. ${details}`, requestId: error.requestId };
  }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), requestId: null };
}

async function call(
  operation: ActionId,
  input: Record<string, unknown>,
  options: { confirm?: string; password?: string } = {},
): Promise<CallResult<ActionId>> {
  return (await callOperation(operation, input as OperationInput<ActionId>, options)) as CallResult<ActionId>;
}

/**
 * Calls an action. Without a plan in the answer it has run, and its result is returned; with one the dialog opens,
 * and what is returned comes when the person has confirmed and it has run. Null: cancelled, or refused in the dialog.
 * Throws ApiError when it was refused before there was anything to confirm.
 */
export async function askFor<K extends ActionId>(operation: K, input: OperationInput<K>): Promise<Asked<K> | null> {
  try {
    const result = (await call(operation, input as Record<string, unknown>)) as CallResult<K>;
    return { result, title: null };
  } catch (error) {
    if (!(error instanceof ApiError) || error.plan === null) {
      throw error;
    }
    closePlan();
    const { plan } = error;
    const settled = new Promise<unknown>((settle) => {
      asking = { operation, input: input as Record<string, unknown>, settle };
    });
    send({ type: 'planned', plan, atMs: Date.now() });
    const result = await settled;
    return result === null ? null : { result: result as CallResult<K>, title: plan.title };
  }
}

/** Runs exactly the plan that is shown, once. */
export async function confirmPlan(password: string | null): Promise<void> {
  const current = asking;
  const before = planStore.get();
  send({ type: 'confirmed', atMs: Date.now() });
  const state = planStore.get();
  if (current === null || state === before || state.phase !== 'running') {
    return;
  }
  try {
    const result = await call(current.operation, current.input, { confirm: state.plan.hash, ...(password === null ? {} : { password }) });
    current.settle(result);
    if (asking === current) {
      send({ type: 'answered', receipt: result.action, failures: failuresOf(result) });
    }
  } catch (error) {
    if (asking === current) {
      send({ type: 'refused', problem: problemOf(error), plan: error instanceof ApiError ? error.plan : null, atMs: Date.now() });
    } else {
      current.settle(null);
    }
  }
}

/** Asks for the plan again, for what the person asked in the first place. */
export async function askAgain(): Promise<void> {
  const current = asking;
  if (current === null) {
    return;
  }
  send({ type: 'asked' });
  try {
    const result = await call(current.operation, current.input);
    current.settle(result);
    closePlan();
  } catch (error) {
    if (asking !== current) {
      return;
    }
    if (error instanceof ApiError && error.plan) {
      send({ type: 'planned', plan: error.plan, atMs: Date.now() });
    } else {
      send({ type: 'refused', problem: problemOf(error), plan: null, atMs: Date.now() });
    }
  }
}

/** What is running goes on; the person is told by a toast. */
export function closePlan(): void {
  const running = planStore.get().phase === 'running';
  if (!running) {
    asking?.settle(null);
  }
  asking = null;
  send({ type: 'closed' });
}
