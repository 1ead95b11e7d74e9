/*
 * The event store: what happened on hosts, and what is missing from it, in `events.db`; found again by host, kind,
 * severity, time, field and words. It knows nothing of agents' links, pages or operations.
 */
export type { EventQuery, EventStore, FieldMatch, GapQuery, IncomingEvents, Kept, StoredEvent, StoredGap, WordMatch } from './port.ts';
export { SqliteEventStore, type SqliteEventStoreOptions } from './sqlite-event-store.ts';
