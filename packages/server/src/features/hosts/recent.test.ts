import { afterEach, beforeEach, describe, expect, it } from 'bun:test';
import type { RecentMetrics } from '@vigie/contract';
import { buildFrame, type FakeClock, fakeClock } from '@vigie/testkit';
import { Latest } from '../../latest/index.ts';
import { SeriesPool, SqliteMetricStore } from '../../storage/metrics/index.ts';
import { recentMetrics } from './recent.ts';

let clock: FakeClock;
let metrics: SqliteMetricStore;
let hosts: Latest;
let sequence: number;

function newLatest(): Latest {
  const keepFrame = (hostId: string, frame: Parameters<Latest['frame']>[1]) => metrics.append({ hostId, stream: frame.stream, frame });
  const deps = { now: clock.now, timers: clock, report: () => undefined, remember: () => undefined, keepFrame, pool: new SeriesPool() };
  return new Latest(deps, [{ id: 'h', local: true, name: 'h', facts: null, agentVersion: null }]);
}

function tell(timeMs: number, samples: Record<string, number>): void {
  sequence += 1;
  void hosts.frame('h', buildFrame(samples, { timeMs, sequence }));
}

const ask = (asked: Parameters<typeof recentMetrics>[2] = {}) => recentMetrics({ hosts, metrics, now: clock.now }, 'h', asked);
const byName = ({ series, values }: RecentMetrics) => Object.fromEntries(series.map(({ name }, at) => [name, values[at]]));

beforeEach(() => {
  clock = fakeClock();
  metrics = new SqliteMetricStore({ path: ':memory:', now: clock.now });
  hosts = newLatest();
  sequence = 0;
});
afterEach(async () => {
  hosts.stop();
  await metrics.close();
});

describe('the newest frames of a host', () => {
  it('have a gap where a series was not measured or was no number, at once and before they are on the disk', () => {
    const start = clock.now();
    tell(start + 1000, { a: 1, b: 2 });
    tell(start + 2000, { a: 3 });
    tell(start + 3000, { a: 4, c: 5 });
    tell(start + 4000, { a: Number.POSITIVE_INFINITY, c: 6 });
    const recent = ask();
    expect([recent.host, recent.times]).toEqual(['h', [1000, 2000, 3000, 4000].map((ms) => start + ms)]);
    expect(byName(recent)).toEqual({ a: [1, 3, 4, null], b: [2, null, null, null], c: [null, null, 5, 6] });
    expect(byName(ask({ namePrefix: 'a', sinceMs: start + 2000 }))).toEqual({ a: [4, null] });
    expect(ask({ sinceMs: start + 4000 })).toEqual({ host: 'h', times: [], series: [], values: [] });
    expect(ask({ sinceMs: start + 9_000_000 }).times).toEqual([]);
  });

  it('reach 15 minutes back at any pace, out of blocks and of what is not yet one, and past a restart', () => {
    const start = clock.now();
    for (let second = 1; second <= 1800; second++) {
      tell(start + second * 1000, {
        moving: second,
        still: 7,
        ...(second % 2 === 0 ? { sometimes: 1 } : {}),
        ...(second < 800 ? { gone: 1 } : {}),
      });
      if (second % 700 === 0) {
        metrics.seal('h');
      }
    }
    const check = (recent: RecentMetrics) => {
      expect([recent.times.length, recent.times[0], recent.times.at(-1)]).toEqual([900, start + 901_000, start + 1_800_000]);
      const values = byName(recent);
      expect(Object.keys(values).toSorted()).toEqual(['moving', 'sometimes', 'still']);
      expect(values.moving).toEqual(recent.times.map((time) => (time - start) / 1000));
      expect(values.sometimes?.slice(-4)).toEqual([null, 1, null, 1]);
    };
    check(ask());
    hosts.stop();
    hosts = newLatest();
    clock.setWall(start + 1_800_000);
    check(ask());
  });

  it('are by the clock of the host, also when it was set back or is of another year', () => {
    const start = clock.now();
    hosts.clock('h', { latencyMs: 1, skewMs: 3_600_000 });
    tell(start + 3_600_000, { a: 1 });
    hosts.clock('h', { latencyMs: 1, skewMs: 0 });
    tell(start + 2000, { a: 5 });
    expect([ask().times, byName(ask())]).toEqual([[start + 2000], { a: [5] }]);
    hosts.clock('h', { latencyMs: 1, skewMs: -400 * 86_400_000 });
    tell(start - 400 * 86_400_000, { a: 6 });
    expect(byName(ask())).toEqual({ a: [6] });
  });

  it('are as many as can be answered, the newest, when a host has very many series', () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`many_${at}`, at]));
    const start = clock.now();
    for (let second = 1; second <= 250; second++) {
      tell(start + second * 1000, many);
    }
    const recent = ask();
    expect([recent.times.length, recent.series.length, recent.times.at(-1)]).toEqual([200, 10_000, start + 250_000]);
    expect(ask({ namePrefix: 'many_99' }).times.length).toBe(250);
  });
});
