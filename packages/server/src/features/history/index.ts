/*
 * The time machine: what every host was, written down as it changes, and played back: at a moment, between two, and who used
 * what in between. How records are kept is the business of storage/history.
 */
export { createHistoryHandlers, type HistoryDeps, type HistoryHandlers } from './operations.ts';
export { recordHosts } from './recorder.ts';
