import { AppError, type Operation, type Risk } from '@vigie/contract';
import type { Kysely } from 'kysely';
import type { AuditStore } from '../features/audit/index.ts';
import type { Hosts } from '../latest/port.ts';
import type { Clock } from '../platform/clock.ts';
import { offerPlan, type Proposal, requireConfirmation, requireSpendable } from './confirm.ts';
import { isActionId, isQueryId, requireOperation } from './find.ts';
import { actionHandler, queryHandler } from './handler.ts';
import { createPasswordCheck } from './password.ts';
import { requirePermission } from './permit.ts';
import { recordRefusal } from './refuse.ts';
import { type RunDeps, runAction } from './run.ts';
import type { ActionTables } from './tables.ts';
import type { Actor, CallOptions, CallOutcome, Handlers, OperationContext, Runner } from './types.ts';
import { parseInput } from './validate.ts';

export interface RunnerDeps {
  readonly db: Kysely<ActionTables>;
  readonly handlers: Handlers;
  readonly clock: Clock;
  readonly audit: AuditStore;
  /** Only to name the host of a refusal. */
  readonly hosts: Pick<Hosts, 'require'>;
  /** Is it the password of this person? Only asked for actors of kind `user`. */
  readonly verifyPassword: (actor: Actor, password: string) => Promise<boolean>;
  /** What went wrong inside without changing the answer. */
  readonly report: (error: unknown) => void;
  /** How long an answer waits to see that an action worked; 3 s when absent. */
  readonly verifyWaitMs?: number;
}

/** The one way to every operation. Safe to call many times at once. */
export function createRunner(deps: RunnerDeps): Runner {
  const nowMs = () => deps.clock.now();
  const confirmDeps = { db: deps.db, nowMs, checkPassword: createPasswordCheck({ nowMs, verifyPassword: deps.verifyPassword }) };
  const runDeps: RunDeps = {
    db: deps.db,
    nowMs,
    monotonicMs: () => performance.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()),
    verifyWaitMs: deps.verifyWaitMs ?? 3_000,
    announce: (id) => deps.audit.announce(id),
    report: deps.report,
  };

  async function act(
    operation: Operation,
    input: unknown,
    options: CallOptions,
    context: OperationContext,
    onRecorded: () => void,
  ): Promise<CallOutcome> {
    const { actor } = context;
    if (operation.kind !== 'action' || !isActionId(operation.id)) {
      throw new AppError('not_found');
    }
    const handler = actionHandler(deps.handlers, operation.id);
    await requireSpendable(confirmDeps, actor, options);
    const draft = await handler.plan(input, context);
    const risk: Risk = operation.risk(input, draft.facts);
    const proposal: Proposal = { actor, operation, input, draft, risk };
    if (options.dryRun) {
      return { kind: 'plan', plan: await offerPlan(confirmDeps, proposal) };
    }
    const planHash = await requireConfirmation(confirmDeps, proposal, options);
    // From here on the caller may leave: what has begun is brought to its end and recorded.
    const lasting = { ...context, signal: new AbortController().signal };
    return { kind: 'result', output: await runAction(runDeps, { proposal, handler, context: lasting, planHash, onRecorded }) };
  }

  async function perform(
    actor: Actor,
    operation: Operation,
    rawInput: unknown,
    options: CallOptions,
    onRecorded: () => void,
  ): Promise<CallOutcome> {
    requirePermission(actor, operation);
    const input = parseInput(operation, rawInput);
    const context: OperationContext = {
      actor,
      requestId: options.requestId ?? crypto.randomUUID(),
      signal: options.signal ?? new AbortController().signal,
    };
    if (isQueryId(operation.id)) {
      return { kind: 'result', output: await queryHandler(deps.handlers, operation.id).run(input, context) };
    }
    return act(operation, input, options, context, onRecorded);
  }

  return {
    async call(actor, operationId, input, options = {}) {
      const operation = requireOperation(operationId);
      let recorded = false;
      try {
        return await perform(actor, operation, input, options, () => {
          recorded = true;
        });
      } catch (error) {
        if (error instanceof AppError && !recorded) {
          await recordRefusal(deps, actor, operation, input, error).catch(deps.report);
        }
        throw error;
      }
    },
  };
}
