/*
 * Actions that were done: taking one back. An undo is an action like any other: it plans and runs the operation that
 * was stored with the first one, with that operation's permission and risk. Lists of actions are the audit trail's.
 */
export { type ActionHandlers, createActionHandlers } from './operations.ts';
