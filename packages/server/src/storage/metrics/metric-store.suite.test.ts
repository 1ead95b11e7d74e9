import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { metricStoreSuite } from '@vigie/testkit/suites/metric-store';
import { SqliteMetricStore } from './sqlite-metric-store.ts';

metricStoreSuite('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-metrics-'));
  return {
    open: (now) => new SqliteMetricStore({ path: join(folder, 'metrics.db'), now, maxHeadRows: 100, groupMs: 1 }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
});
