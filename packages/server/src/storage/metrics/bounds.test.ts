import { Database } from 'bun:sqlite';
import { describe, expect, it } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MetricSeries } from '@vigie/contract/agent';
import { SqliteMetricStore } from './sqlite-metric-store.ts';

const start = Date.UTC(2026, 10, 20, 10);
const day = 24 * 3_600_000;

describe('what the metric store takes for itself', () => {
  it('bounds the heads of all hosts together: the largest become blocks early', async () => {
    const series = Array.from({ length: 200 }, (_, at): MetricSeries => ({ name: `bound_${at}`, labels: {}, kind: 'gauge' }));
    const maxHeadBytes = 4_000_000;
    const store = new SqliteMetricStore({ path: ':memory:', now: () => start, maxHeadBytes });
    let largest = 0;
    for (let sequence = 1; sequence <= 60; sequence++) {
      for (let host = 0; host < 50; host++) {
        const frame = {
          sequence,
          timeMs: start + sequence * 1000,
          intervalMs: 1000,
          samples: series.map((one) => ({ series: one, value: sequence })),
        };
        void store.append({ hostId: `h${host}`, stream: 's', frame });
      }
      store.flush();
      while (store.maintain(start + sequence * 1000)) {
        // As the server does between frames.
      }
      largest = Math.max(largest, store.headBytes());
    }
    expect(largest).toBeLessThan(maxHeadBytes);
    expect(store.size().samples).toBeGreaterThan(0);
    const { series: found } = store.query({ hosts: ['h7'], names: ['bound_3'], fromMs: start, toMs: start + 1e6, stepMs: 0 });
    expect([...(found[0]?.values ?? [])]).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    await store.close();
  });

  it('forgets streams that have been silent for a month, and no others', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vigie-streams-'));
    const path = join(folder, 'metrics.db');
    let nowMs = start;
    const store = new SqliteMetricStore({ path, now: () => nowMs, groupMs: 1 });
    const one: MetricSeries = { name: 'one', labels: {}, kind: 'gauge' };
    const send = (stream: string) =>
      store.append({ hostId: 'h', stream, frame: { sequence: 1, timeMs: nowMs, intervalMs: 1000, samples: [{ series: one, value: 1 }] } });
    await Promise.all(Array.from({ length: 2500 }, (_, index) => send(`old ${index}`)));
    for (let passed = 0; passed <= 32; passed += 0.5) {
      nowMs = start + passed * day;
      while (store.maintain(nowMs)) {
        // Until there is nothing more to do.
      }
      if (passed === 20) {
        await send('younger');
      }
    }
    await store.close();
    const db = new Database(path);
    expect(db.query('SELECT stream FROM stream').all()).toEqual([{ stream: 'younger' }]);
    db.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
