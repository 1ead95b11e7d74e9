/*
 * The operations runner: permit, validate, plan, confirm, record, run, verify. Every door (page, API, command)
 * goes through it and through nothing else. It knows no HTTP and no noun: what an operation does is its
 * feature's handler, what it is stands in the contract's catalogue.
 */
export { toCsv } from './csv.ts';
export { recoverActions } from './recover.ts';
export { createRunner, type RunnerDeps } from './runner.ts';
export type { ActionTables } from './tables.ts';
export type * from './types.ts';
