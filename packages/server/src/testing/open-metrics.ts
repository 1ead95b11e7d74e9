import { SqliteMetricStore } from '../storage/metrics/index.ts';

/** A child of the kill tests: opens a metric store, which brings its tables up to date, and says so. */
const store = new SqliteMetricStore({ path: process.argv[2] ?? '', now: () => Date.UTC(2026, 10, 20) });
console.log('open');
await store.close();
