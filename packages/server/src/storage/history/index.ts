/*
 * The history of host states: records in time, packed into blocks, sealed, read back and forgotten. What a record means is
 * the business of features/history.
 */
export type { HistoryProblem, HistoryRecord, HistoryStore } from './port.ts';
export { SqliteHistoryStore, type SqliteHistoryStoreOptions } from './sqlite-history-store.ts';
