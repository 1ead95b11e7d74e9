import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, MetricSeries } from '@vigie/contract/agent';
import { SqliteMetricStore } from '@vigie/server/metrics';
import type { BenchResult } from '../result.ts';

const hostCount = 500;
const seriesCount = 200;
const rounds = 120;
const intervalMs = 10_000;

/** 500 hosts with 200 series each: twenty minutes of frames appended, committed, sealed into blocks. */
export async function benchStore(): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-store-'));
  let nowMs = Date.UTC(2026, 10, 20, 10, 50);
  const store = new SqliteMetricStore({ path: join(folder, 'metrics.db'), now: () => nowMs, maxHeadRows: 90 });
  try {
    const hosts = Array.from({ length: hostCount }, (_, host) => buildHost(host));
    const acknowledged: Promise<void>[] = [];
    const before = process.cpuUsage();
    for (let round = 1; round <= rounds; round++) {
      nowMs += intervalMs;
      for (const host of hosts) {
        acknowledged.push(store.append({ hostId: host.id, stream: 'bench', frame: host.frame(round, nowMs) }));
      }
      store.flush();
      while (store.maintain(nowMs)) {
        // Housekeeping is part of the price.
      }
    }
    await Promise.all(acknowledged);
    const used = process.cpuUsage(before);
    const seconds = (used.user + used.system) / 1e6;
    for (const host of hosts) {
      store.seal(host.id);
    }
    const { bytes, samples } = store.size();
    return [
      {
        name: 'metrics, durable ingest on one core',
        value: (hostCount * seriesCount * rounds) / seconds / 1e6,
        how: `${hostCount} hosts × ${seriesCount} series × ${rounds} frames, CPU time with commits and sealing`,
      },
      {
        name: 'metrics, bytes per sample',
        value: bytes / samples,
        how: 'generated: a third constant, a third counters, the rest gauges with two decimals',
      },
    ];
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Counters that grow unevenly, constants, and gauges that wander: about the mix of a quiet host. */
function buildHost(index: number): { readonly id: string; frame(sequence: number, timeMs: number): Frame } {
  const series = Array.from(
    { length: seriesCount },
    (_, at): MetricSeries => ({ name: `bench_${at % 40}`, labels: { at: String(at) }, kind: at % 3 === 1 ? 'counter' : 'gauge' }),
  );
  const values = new Float64Array(seriesCount).map((_, at) => at * 1000 + index);
  let state = index + 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  return {
    id: `host-${index}`,
    frame: (sequence, timeMs) => {
      for (let at = 1; at < seriesCount; at += 3) {
        values[at] = (values[at] ?? 0) + (at % 2 === 0 ? Math.floor(random() * 40) : random() < 0.1 ? 1 : 0);
        values[at + 1] = at % 4 === 0 ? Math.round((50 + random() * 3) * 100) / 100 : (values[at + 1] ?? 0);
      }
      return { sequence, timeMs, intervalMs, samples: series.map((one, at) => ({ series: one, value: values[at] ?? 0 })) };
    },
  };
}
