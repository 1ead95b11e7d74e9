import type { ActionId, QueryId, Text } from '@vigie/contract';
import type { ActionRun, Handlers, OperationContext, PlanDraft } from './types.ts';

/** An action's handler when only its id is known at run time; its input is what the operation's schema gave. */
export interface AnyActionHandler {
  plan(input: unknown, context: OperationContext): Promise<PlanDraft>;
  run(input: unknown, draft: PlanDraft, context: OperationContext & { readonly actionId: string }): Promise<ActionRun<unknown>>;
  verify?(
    input: unknown,
    draft: PlanDraft,
    output: unknown,
    context: OperationContext,
  ): Promise<{ readonly verified: boolean; readonly detail: Text } | null>;
}

export interface AnyQueryHandler {
  run(input: unknown, context: OperationContext): Promise<unknown>;
}

// The compiler cannot follow from an id found at run time to the one handler of that id; `Handlers` has tied them where they are declared.
export function actionHandler(handlers: Handlers, id: ActionId): AnyActionHandler {
  return handlers[id] as unknown as AnyActionHandler;
}

export function queryHandler(handlers: Handlers, id: QueryId): AnyQueryHandler {
  return handlers[id] as unknown as AnyQueryHandler;
}
