/*
 * What happened on hosts: takes the events of agents to their store, reads them back for people, and tells live pages.
 * What an event means is decided by who reads it; nothing here acts.
 */

export { createEventIntake, type EventIntake } from './intake.ts';
export { createEventHandlers, type EventDeps, type EventHandlers } from './operations.ts';
