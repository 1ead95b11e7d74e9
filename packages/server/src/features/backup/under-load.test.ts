import { describe, expect, it } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MetricSeries } from '@vigie/contract/agent';
import { Ledger } from '@vigie/testkit';
import { SqliteEventStore } from '../../storage/events/index.ts';
import { SqliteMetricStore } from '../../storage/metrics/index.ts';
import { createBackup } from './create.ts';

const start = Date.UTC(2026, 10, 20, 10);
const series = Array.from({ length: 100 }, (_, at): MetricSeries => ({ name: `load_${at}`, labels: {}, kind: 'gauge' }));

describe('backups, checks and housekeeping at once', () => {
  it('refuse no frame and no event: a store that is being copied is not a full disk', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'vigie-busy-'));
    const metrics = new SqliteMetricStore({
      path: join(dataDir, 'metrics.db'),
      now: () => start,
      groupMs: 5,
      maxHeadRows: 20,
      reserveBytes: 1,
    });
    const events = new SqliteEventStore({ path: join(dataDir, 'events.db'), groupMs: 5 });
    const [frames, happened] = [new Ledger(), new Ledger()];
    const refused: unknown[] = [];
    const answers: Promise<unknown>[] = [];
    const hosts = Array.from({ length: 10 }, (_, index) => `h${index}`);
    const sendAll = (): void => {
      for (const hostId of hosts) {
        const [frame, event] = [frames.next(hostId), happened.next(hostId)];
        const timeMs = start + frame.number * 1000;
        const samples = series.map((one, at) => ({ series: one, value: at === 0 ? frame.number : Math.random() }));
        answers.push(
          metrics.append({ hostId, stream: 's', frame: { sequence: frame.number, timeMs, intervalMs: 1000, samples } }).then(
            () => frames.acknowledged(frame),
            (error: unknown) => refused.push(error),
          ),
          events
            .append({
              hostId,
              stream: 's',
              sentAtMs: timeMs,
              receivedMs: timeMs,
              events: [{ sequence: event.number, timeMs, kind: 'process.started', severity: 'info', fields: { pid: 1, name: 'x' } }],
              gaps: [],
            })
            .then(
              () => happened.acknowledged(event),
              (error: unknown) => refused.push(error),
            ),
        );
      }
    };
    try {
      for (let round = 0; round < 12; round++) {
        const copying = Promise.all([createBackup(dataDir, start + round * 1000), metrics.check()]);
        let copied = false;
        void copying.then(() => {
          copied = true;
        });
        do {
          sendAll();
          metrics.maintain(start + round * 1000);
          await Bun.sleep(1);
        } while (!copied);
        await copying;
      }
      metrics.flush();
      events.flush();
      await Promise.all(answers);
      expect(refused).toEqual([]);
      const stored = (host: string) => {
        const found = metrics.query({ hosts: [host], names: ['load_0'], fromMs: start, toMs: start + 1e8, stepMs: 0 });
        return { numbers: [...(found.series[0]?.values ?? [])] };
      };
      expect(frames.judge(stored, { settled: true }).violations).toEqual([]);
      expect(hosts.every((host) => frames.claim(host).sent >= 12)).toBe(true);
    } finally {
      await metrics.close();
      await events.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  }, 120_000);
});
