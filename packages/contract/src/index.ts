/*
 * The contract: shapes, operations, permissions, error codes, live topics. It has no I/O and no clock, and
 * imports only the schema library. The agent link is `@vigie/contract/agent`, which imports nothing at all.
 */
export * from './errors/index.ts';
export * from './events/filter.ts';
export * from './events/words.ts';
export * from './filter/filter.ts';
export * from './live/topics.ts';
export * from './model/account.ts';
export * from './model/audit.ts';
export * from './model/dashboard.ts';
export * from './model/enrolment.ts';
export * from './model/event.ts';
export * from './model/health.ts';
export * from './model/history.ts';
export * from './model/host.ts';
export * from './model/metrics.ts';
export * from './model/plan.ts';
export * from './model/preferences.ts';
export * from './model/process.ts';
export * from './model/retention.ts';
export * from './model/risk.ts';
export * from './model/signals.ts';
export * from './nearest.ts';
export * from './operations/catalogue.ts';
export * from './operations/operation.ts';
export * from './operations/processes.risk.ts';
export * from './permissions.ts';
export * from './text.ts';
export * from './time/moment.ts';
export * from './version.ts';
