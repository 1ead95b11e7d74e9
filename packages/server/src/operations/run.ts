import { type ActionReceipt, AppError, errorCodes, type Text, text } from '@vigie/contract';
import type { Kysely } from 'kysely';
import { type ActionEnd, beginAction, endAction, isDone, markDispatched, markRunning } from './action-store.ts';
import { canonicalJson } from './canonical.ts';
import type { Proposal } from './confirm.ts';
import type { AnyActionHandler } from './handler.ts';
import { redactSecrets } from './redact.ts';
import { storageError } from './storage-error.ts';
import type { ActionTables } from './tables.ts';
import type { ActionRun, OperationContext } from './types.ts';
import { verifyAction } from './verify.ts';

export interface RunDeps {
  readonly db: Kysely<ActionTables>;
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly verifyWaitMs: number;
  readonly announce: (actionId: string) => Promise<void>;
  readonly report: (error: unknown) => void;
}

interface Running {
  readonly proposal: Proposal;
  readonly handler: AnyActionHandler;
  readonly context: OperationContext;
  readonly planHash: string | null;
  /** Told when the action stands in the records: whatever happens then is told there. */
  readonly onRecorded: () => void;
}

/**
 * Runs a confirmed action once: records it, then runs it, then records what became of it. If the record cannot be
 * made durable nothing runs. Gives the handler's output with the receipt as `action`.
 */
export async function runAction(deps: RunDeps, running: Running): Promise<Record<string, unknown>> {
  const { proposal, handler, context } = running;
  const { draft, input, risk } = proposal;
  const id = Bun.randomUUIDv7();
  await record(deps, id, running);
  running.onRecorded();
  await deps.announce(id);
  const startedMs = deps.monotonicMs();
  const elapsedMs = () => Math.round(deps.monotonicMs() - startedMs);
  let run: ActionRun<unknown>;
  try {
    run = await handler.run(input, draft, { ...context, actionId: id });
  } catch (error) {
    const failure = failureOf(error, draft.host !== null);
    await store(deps, id, { ...failure.end, durationMs: elapsedMs(), undo: null });
    await deps.announce(id);
    throw failure.error;
  }
  const durationMs = elapsedMs();
  const undo = run.success && draft.undo.possible && draft.undo.operation ? draft.undo.operation : null;
  const stored = await store(deps, id, {
    state: run.success ? 'succeeded' : 'failed',
    result: run.result,
    errorCode: run.success ? null : 'action_failed',
    durationMs,
    undo: undo ? { operation: undo.id, input: canonicalJson(undo.input) } : null,
  });
  const { verify } = handler;
  const verified =
    run.success && stored && verify
      ? await verifyAction(deps, id, run.result, () => verify.call(handler, input, draft, run.output, context))
      : null;
  await deps.announce(id);
  const state = run.success ? (verified ? 'verified' : 'succeeded') : 'failed';
  const receipt: ActionReceipt = { id, state, risk: risk.level, verified, undoable: stored && undo !== null && isDone(state), durationMs };
  return { ...(run.output as Record<string, unknown>), action: receipt };
}

/** Every state is durable before the step it names. */
async function record(deps: RunDeps, id: string, running: Running): Promise<void> {
  const { actor, operation, input, draft, risk } = running.proposal;
  try {
    await beginAction(
      deps.db,
      {
        id,
        actor,
        operation: operation.id,
        input: canonicalJson(redactSecrets(input)),
        command: draft.command,
        host: draft.host,
        risk: risk.level,
        targets: draft.targets.map((target) => target.id),
        planHash: running.planHash,
      },
      deps.nowMs(),
    );
    if (draft.host !== null) {
      await markDispatched(deps.db, id, deps.nowMs());
    }
    await markRunning(deps.db, id, deps.nowMs());
  } catch (error) {
    throw storageError(error);
  }
}

/** False when the end could not be stored: the action has happened, so the caller still gets its result; the next start finds it `unknown`. */
async function store(deps: RunDeps, id: string, end: ActionEnd): Promise<boolean> {
  try {
    await endAction(deps.db, id, end, deps.nowMs());
    return true;
  } catch (error) {
    deps.report(error);
    return false;
  }
}

/** A known error says what became of it. Anything else on a host leaves the outcome unknown. */
function failureOf(
  error: unknown,
  onHost: boolean,
): { readonly error: AppError; readonly end: Pick<ActionEnd, 'state' | 'result' | 'errorCode'> } {
  if (error instanceof AppError) {
    const state = error.code === 'outcome_unknown' ? 'unknown' : 'failed';
    return { error, end: { state, result: error.text, errorCode: error.code } };
  }
  const code = onHost ? 'outcome_unknown' : 'internal';
  const known = new AppError(code, { cause: error });
  const result: Text = onHost ? errorCodes.outcome_unknown.message : text('An error inside Vigie', 'Une erreur interne à Vigie');
  return { error: known, end: { state: onHost ? 'unknown' : 'failed', result, errorCode: code } };
}
