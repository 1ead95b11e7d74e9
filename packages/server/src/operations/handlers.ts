import type { Kysely } from 'kysely';
import { type ActionHandlers, createActionHandlers } from '../features/actions/index.ts';
import { type AuditHandlers, type AuditStore, createAuditHandlers } from '../features/audit/index.ts';
import { createEventHandlers, type EventDeps, type EventHandlers } from '../features/events/index.ts';
import { createHistoryHandlers, type HistoryDeps, type HistoryHandlers } from '../features/history/index.ts';
import { createHostHandlers, type HostHandlers } from '../features/hosts/index.ts';
import { createMetricHandlers, type MetricDeps, type MetricHandlers } from '../features/metrics/index.ts';
import { createProcessHandlers, type ProcessActionDeps, type ProcessHandlers } from '../features/processes/index.ts';
import { createSocketHandlers, type SocketHandlers } from '../features/sockets/index.ts';
import type { ActionTables } from './tables.ts';
import type { Handlers } from './types.ts';

/** The handlers of this room: everything about hosts, and what was done to them. */
type HostFeatureHandlers = ActionHandlers &
  AuditHandlers &
  EventHandlers &
  HistoryHandlers &
  HostHandlers &
  MetricHandlers &
  ProcessHandlers &
  SocketHandlers;

/** Everything else of the catalogue: session, set-up, preferences, tokens, configuration, health. */
export type AccountHandlers = Omit<Handlers, keyof HostFeatureHandlers>;

export interface HandlersDeps extends ProcessActionDeps, MetricDeps, EventDeps, HistoryDeps {
  readonly db: Kysely<ActionTables>;
  readonly audit: AuditStore;
  /** Made by their own features, which need more than this list does. */
  readonly accounts: AccountHandlers;
}

/** One handler for every operation of the catalogue. Leaving one out does not compile. */
export function buildHandlers(deps: HandlersDeps): Handlers {
  const handlers: Handlers = {
    ...deps.accounts,
    ...createActionHandlers({ db: deps.db, handlers: () => handlers }),
    ...createAuditHandlers(deps),
    ...createEventHandlers(deps),
    ...createHistoryHandlers(deps),
    ...createHostHandlers(deps),
    ...createMetricHandlers(deps),
    ...createProcessHandlers(deps),
    ...createSocketHandlers(deps),
  };
  return handlers;
}
