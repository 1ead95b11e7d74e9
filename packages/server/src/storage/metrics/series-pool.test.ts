import { describe, expect, it } from 'bun:test';
import type { MetricSeries } from '@vigie/contract/agent';
import { SeriesPool } from './series-pool.ts';
import { SqliteMetricStore } from './sqlite-metric-store.ts';

const start = Date.UTC(2026, 10, 20, 10);
const disk = (labels: Record<string, string>, kind: MetricSeries['kind'] = 'gauge'): MetricSeries => ({ name: 'disk', labels, kind });

describe('what hosts have in common', () => {
  it('is one object, whatever the order of its labels; another label, name or kind is another', () => {
    const pool = new SeriesPool();
    const one = pool.intern(disk({ device: 'sda', host: 'a' }));
    expect(one).toEqual(disk({ device: 'sda', host: 'a' }));
    expect(pool.intern(disk({ host: 'a', device: 'sda' }))).toBe(one);
    expect(pool.intern(one)).toBe(one);
    const others = [disk({ device: 'sda' }), disk({ device: 'sda', host: 'b' }), disk(one.labels, 'counter'), { ...one, name: 'disks' }];
    expect(new Set([one, ...others.map(pool.intern)]).size).toBe(5);
  });

  it('takes labels as data', () => {
    const labels = JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string>;
    expect(JSON.stringify(new SeriesPool().intern(disk(labels)).labels)).toBe('{"__proto__":"x","constructor":"y"}');
  });

  it('is still of its own host in the store: numbers, names and answers do not mix', async () => {
    const pool = new SeriesPool();
    const store = new SqliteMetricStore({ path: ':memory:', now: () => start, pool });
    for (const [at, hostId] of ['one', 'two'].entries()) {
      const samples = ['b', 'a', 'c'].map((device, index) => ({ series: disk({ device }), value: at * 10 + index }));
      const more = at === 0 ? [] : [{ series: pool.intern({ name: 'only_two', labels: {}, kind: 'gauge' }), value: 7 }];
      const frame = { sequence: 1, timeMs: start, intervalMs: 1000, samples: [...samples, ...more] };
      void store.append({ hostId, stream: 's', frame });
    }
    store.flush();
    const values = (host: string) =>
      store
        .query({ hosts: [host], names: ['disk', 'only_two'], fromMs: start, toMs: start + 1, stepMs: 0 })
        .series.map((series) => [series.hostId, series.labels.device, series.values[0]]);
    expect(values('one')).toEqual([
      ['one', 'b', 0],
      ['one', 'a', 1],
      ['one', 'c', 2],
    ]);
    expect(values('two')).toEqual([
      ['two', 'b', 10],
      ['two', 'a', 11],
      ['two', 'c', 12],
      ['two', undefined, 7],
    ]);
    expect([store.names('one'), store.names('two'), store.names('three')]).toEqual([['disk'], ['disk', 'only_two'], []]);
    expect(store.newest({ names: ['disk'], matchers: [{ name: 'device', op: '=', value: 'a' }] }).map(({ value }) => value)).toEqual([
      1, 11,
    ]);
    await store.close();
  });
});
