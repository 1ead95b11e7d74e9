import { AppError, catalogue, text } from '@vigie/contract';
import type { Kysely } from 'kysely';
import { findAction, isUndoable } from '../../operations/action-store.ts';
import { isActionId } from '../../operations/find.ts';
import { type AnyActionHandler, actionHandler } from '../../operations/handler.ts';
import { requirePermission } from '../../operations/permit.ts';
import type { ActionTable, ActionTables } from '../../operations/tables.ts';
import type { ActionHandler, ActionRun, Handlers, OperationContext, PlanDraft } from '../../operations/types.ts';
import { claimUndo, finishUndo, releaseUndo } from '../../operations/undo-claim.ts';
import { parseInput } from '../../operations/validate.ts';

export interface ActionHandlers {
  readonly 'action.undo': ActionHandler<'action.undo'>;
}

export interface ActionFeatureDeps {
  readonly db: Kysely<ActionTables>;
  /** All handlers; asked for when an undo is planned, because this one is among them. */
  readonly handlers: () => Handlers;
}

/** What an undo runs: the stored operation, planned anew. */
interface UndoFacts {
  readonly risk: ReturnType<(typeof catalogue)['process.signal']['risk']>;
  readonly handler: AnyActionHandler;
  readonly input: unknown;
  readonly draft: PlanDraft;
}

export function createActionHandlers(deps: ActionFeatureDeps): ActionHandlers {
  /** What the operation inside answered, for its own verification. */
  const outputs = new WeakMap<UndoFacts, unknown>();
  return {
    'action.undo': {
      async plan(input, context) {
        const action = await requireUndoable(deps.db, context, input.id);
        const facts = await planUndo(deps, action, context);
        const { draft } = facts;
        return {
          ...draft,
          title: text(`Undo: ${draft.title.en}`, `Annuler : ${draft.title.fr}`),
          button: text('Undo', 'Annuler'),
          facts,
          command: `action.undo ${action.command} → ${draft.command}`,
        };
      },

      async run({ id }, outer, context) {
        const facts = outer.facts as UndoFacts;
        const { handler, input, draft } = facts;
        if (!(await claimUndo(deps.db, id, context.actionId))) {
          throw new AppError('cannot_undo', { message: text('This action was already undone', 'Cette action a déjà été annulée') });
        }
        const run = await runClaimed(deps.db, id, context.actionId, () => handler.run(input, draft, context));
        outputs.set(facts, run.output);
        return {
          output: { ok: run.success, undone: id },
          result: text(`undone: ${run.result.en}`, `annulé : ${run.result.fr}`),
          success: run.success,
        };
      },

      async verify(_input, outer, _output, context) {
        const facts = outer.facts as UndoFacts;
        const { handler, input, draft } = facts;
        return (await handler.verify?.(input, draft, outputs.get(facts), context)) ?? null;
      },
    },
  };
}

/** An undo that certainly failed gives the right to undo back; one whose outcome is unknown keeps it. */
async function runClaimed(
  db: Kysely<ActionTables>,
  id: string,
  byId: string,
  run: () => Promise<ActionRun<unknown>>,
): Promise<ActionRun<unknown>> {
  let done: ActionRun<unknown>;
  try {
    done = await run();
  } catch (error) {
    if (error instanceof AppError && error.code !== 'outcome_unknown') {
      await releaseUndo(db, id, byId);
    }
    throw error;
  }
  await (done.success ? finishUndo(db, id, byId) : releaseUndo(db, id, byId));
  return done;
}

async function requireUndoable(db: Kysely<ActionTables>, context: OperationContext, id: string): Promise<ActionTable> {
  const action = await findAction(db, context.actor.organizationId, id);
  if (!action) {
    throw new AppError('action_not_found');
  }
  if (isUndoable(action)) {
    return action;
  }
  if (action.undone_by !== null) {
    throw new AppError('cannot_undo', { message: text('This action was already undone', 'Cette action a déjà été annulée') });
  }
  throw new AppError('cannot_undo');
}

async function planUndo(deps: ActionFeatureDeps, action: ActionTable, context: OperationContext): Promise<UndoFacts> {
  const id = action.undo_operation ?? '';
  if (!isActionId(id)) {
    throw new AppError('cannot_undo');
  }
  const operation = catalogue[id];
  requirePermission(context.actor, operation);
  const input = parseInput(operation, JSON.parse(action.undo_input ?? 'null'));
  const handler = actionHandler(deps.handlers(), id);
  const draft = await handler.plan(input, context);
  // The compiler cannot tie an operation found at run time to the facts of its own handler's draft.
  const risk = (operation.risk as (input: unknown, facts: unknown) => UndoFacts['risk'])(input, draft.facts);
  return { risk, handler, input, draft };
}
