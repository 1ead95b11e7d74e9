/*
 * The metric store: every sample of every host, kept as blocks (block.ts) in `metrics.db`, rolled up into coarser
 * tiers and found again by name, labels and time. It knows nothing of agents, pages or operations.
 */
export type {
  Across,
  Aggregate,
  DamagedBlock,
  IncomingFrame,
  LabelMatcher,
  MetricQuery,
  MetricResult,
  MetricStore,
  NewestQuery,
  NewestValue,
  StoreProblem,
} from './port.ts';
export { SeriesPool } from './series-pool.ts';
export { SqliteMetricStore, type SqliteMetricStoreOptions } from './sqlite-metric-store.ts';
export { defaultTiers, type Tier } from './tiers.ts';
