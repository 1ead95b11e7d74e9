/*
 * History of figures: reads the metric store for one host and a stretch of time, and shows the newest of all to
 * Prometheus. What is newest and live is `latest`'s.
 */
export { createMetricHandlers, type MetricDeps, type MetricHandlers } from './operations.ts';
export { createPrometheusSource } from './prometheus.ts';
