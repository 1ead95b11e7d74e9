import type { Frame, MetricSeries } from '@vigie/contract/agent';
import { SqliteMetricStore, type SqliteMetricStoreOptions } from '../storage/metrics/index.ts';

export const workloadStart = Date.UTC(2026, 10, 20, 10);
export const workloadFrames = 900;
const intervalMs = 10_000;
/** Its value is the number of the frame, so that what is stored says which frames are. */
export const numbered: MetricSeries = { name: 'vigie_test_number', labels: {}, kind: 'gauge' };
const growing: MetricSeries = { name: 'vigie_test_total', labels: {}, kind: 'counter' };

export function timeOf(number: number): number {
  return workloadStart + number * intervalMs;
}

export function openWorkload(path: string, nowMs: () => number, options: Partial<SqliteMetricStoreOptions> = {}): SqliteMetricStore {
  return new SqliteMetricStore({ path, now: nowMs, maxHeadRows: 40, groupMs: 1, ...options });
}

/** Sends the frames from a number on, with housekeeping between them; the store is then sealed, merged, rolled up and has forgotten. */
export async function runWorkload(
  store: SqliteMetricStore,
  clock: { nowMs: number },
  from: number,
  acknowledged: (number: number) => void,
  laterHours: readonly number[] = [1, 24, 47, 70, 71.5],
): Promise<void> {
  for (let number = from; number <= workloadFrames; number++) {
    clock.nowMs = timeOf(number);
    const pending = store.append({ hostId: 'h', stream: 'life', frame: frameOf(number) }).then(() => acknowledged(number));
    if (number % 10 === 0) {
      store.flush();
      await pending;
      store.maintain(clock.nowMs);
    }
  }
  for (const hours of laterHours) {
    clock.nowMs = timeOf(workloadFrames) + hours * 3_600_000;
    while (store.maintain(clock.nowMs)) {
      // Until there is nothing more to do.
    }
  }
}

function frameOf(number: number): Omit<Frame, 'stream'> {
  const samples = [
    { series: numbered, value: number },
    { series: growing, value: number * 50 },
  ];
  // Now and then a series that was not there before.
  const extra: MetricSeries = { name: 'vigie_test_extra', labels: { part: String(Math.floor(number / 100)) }, kind: 'gauge' };
  return {
    sequence: number,
    timeMs: timeOf(number),
    intervalMs,
    samples: number % 7 === 0 ? [...samples, { series: extra, value: 1 }] : samples,
  };
}

/** A child of the kill tests: `path from step`. Writes each number that was acknowledged; ends itself by SIGKILL at that step, 0 for none. */
if (import.meta.main) {
  const [path = '', from = '1', last = '0', wanted = ''] = process.argv.slice(2);
  const clock = { nowMs: timeOf(Number(from)) };
  let left = Number(last);
  const store = openWorkload(path, () => clock.nowMs, {
    onStep: (name) => {
      if (name === wanted && --left === 0) {
        process.kill(process.pid, 'SIGKILL');
      }
    },
  });
  const { writeSync } = await import('node:fs');
  await runWorkload(store, clock, Number(from), (number) => writeSync(1, `${number}\n`), wanted === '' ? [1, 24] : undefined);
  await store.close();
}
