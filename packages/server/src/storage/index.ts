/*
 * Where Vigie keeps its state: accounts, tokens, preferences, plans, actions, audit, hosts. This folder opens the
 * database and brings its tables up to date; the queries of each noun stand in the noun's own `store.ts`.
 * Metrics have their own file and their own store in `metrics/`.
 */
export type {
  AccountTables,
  DashboardTables,
  EnrolmentTables,
  InstallationTables,
  PreferencesTables,
  RetentionTables,
  StateSchema,
  TokenTables,
} from './schema.ts';
export { openState } from './sqlite/open.ts';
