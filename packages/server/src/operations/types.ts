import type {
  ActionId,
  OperationId,
  OperationOutput,
  OperationParsed,
  Permission,
  Plan,
  PlanTarget,
  QueryId,
  Role,
  Text,
} from '@vigie/contract';

/** Who asks. Every door makes one; nothing below a door knows of HTTP. */
export interface Actor {
  /** `anonymous` holds only the permission `public`; `system` is Vigie itself, for schedules and recovery. */
  readonly kind: 'user' | 'token' | 'anonymous' | 'system';
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role | null;
  readonly permissions: ReadonlySet<Permission>;
  readonly language: 'en' | 'fr';
  readonly address: string | null;
  readonly door: 'page' | 'api' | 'command' | 'system';
  readonly organizationId: string;
}

export interface OperationContext {
  readonly actor: Actor;
  readonly requestId: string;
  /** Aborted when the caller has gone or the server stops. */
  readonly signal: AbortSignal;
}

/** What an action would do, before risk and hash are added. Making one has no side effect. */
export interface PlanDraft {
  readonly title: Text;
  /** Verb and count: "Terminate 3 processes". */
  readonly button: Text;
  readonly destructive: boolean;
  readonly host: { readonly id: string; readonly name: string } | null;
  readonly targets: readonly PlanTarget[];
  /** What the operation's `risk` is computed from. */
  readonly facts: unknown;
  readonly impact: readonly { readonly code: string; readonly text: Text }[];
  /** `operation` is what would take it back; it is stored when the action has succeeded. */
  readonly undo: {
    readonly possible: boolean;
    readonly text: Text;
    readonly operation?: { readonly id: ActionId; readonly input: unknown };
  };
  /** Exactly what runs, one line each, the same in every language. */
  readonly runs: readonly string[];
  readonly verifies: readonly Text[];
  /** One line for the audit trail: `process.signal TERM 4312 (sleep)`. Secrets never stand in it. */
  readonly command: string;
}

export interface ActionRun<O> {
  readonly output: O;
  /** One sentence for the audit trail. */
  readonly result: Text;
  /** False when the output says that some or all of it failed. */
  readonly success: boolean;
}

export interface QueryHandler<K extends QueryId> {
  run(input: OperationParsed<K>, context: OperationContext): Promise<OperationOutput<K>>;
}

export interface ActionHandler<K extends ActionId> {
  plan(input: OperationParsed<K>, context: OperationContext): Promise<PlanDraft>;
  /** `actionId` is the id the host runs at most once. Throws AppError; `outcome_unknown` when the link died at the wrong moment. */
  run(
    input: OperationParsed<K>,
    draft: PlanDraft,
    context: OperationContext & { readonly actionId: string },
  ): Promise<ActionRun<OperationOutput<K>>>;
  /** Absent, or null, when there is nothing to look at. */
  verify?(
    input: OperationParsed<K>,
    draft: PlanDraft,
    output: OperationOutput<K>,
    context: OperationContext,
  ): Promise<{ readonly verified: boolean; readonly detail: Text } | null>;
}

/** One handler for every operation of the catalogue: the compiler refuses an operation without one. */
export type Handlers = { readonly [K in OperationId]: K extends ActionId ? ActionHandler<K> : K extends QueryId ? QueryHandler<K> : never };

/** What a caller adds to an action beside its input. */
export interface CallOptions {
  /** The hash of a plan that was shown. */
  readonly confirm?: string | undefined;
  /** Only plan. */
  readonly dryRun?: boolean | undefined;
  /** Asked for again by critical actions of a person. */
  readonly password?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly requestId?: string | undefined;
}

export type CallOutcome = { readonly kind: 'result'; readonly output: unknown } | { readonly kind: 'plan'; readonly plan: Plan };

/** The one way to every operation: authenticated actor → permit → validate → plan → confirm → record → run → verify → record. */
export interface Runner {
  /**
   * Throws AppError: `permission_denied`, `invalid_input`, `confirmation_required` (with `data.plan`) …
   * A refusal of a known actor is recorded too.
   */
  call(actor: Actor, operationId: string, input: unknown, options?: CallOptions): Promise<CallOutcome>;
}
