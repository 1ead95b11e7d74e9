import { describe, expect, test } from 'bun:test';
import type { Series } from '@vigie/contract';
import { MetricsHistory } from './metrics-store.ts';
import { findGaps, rateOf } from './rates.ts';

const counter: Series = { name: 'node_cpu_seconds_total', labels: { cpu: '0', mode: 'user' }, kind: 'counter' };
const load: Series = { name: 'node_load1', labels: {}, kind: 'gauge' };

function filled(capacity: number, frames: number): MetricsHistory {
  const history = new MetricsHistory(capacity);
  for (let index = 0; index < frames; index += 1) {
    history.append({ timeMs: 1000 * (index + 1), values: [index * 2, index], ...(index === 0 ? { series: [counter, load] } : {}) });
  }
  return history;
}

describe('MetricsHistory', () => {
  test('keeps columns in step with the times', () => {
    const history = filled(10, 3);
    expect([...history.times]).toEqual([1000, 2000, 3000]);
    expect([...(history.column('node_load1') ?? [])]).toEqual([0, 1, 2]);
    expect(history.last('node_load1')).toBe(2);
    expect(history.column('node_load15')).toBeNull();
  });

  test('finds series by labels', () => {
    const history = filled(10, 1);
    expect(history.columns('node_cpu_seconds_total', { mode: 'user' })).toHaveLength(1);
    expect(history.columns('node_cpu_seconds_total', { mode: 'idle' })).toHaveLength(0);
  });

  test('never holds more than twice its capacity, and the newest are always there', () => {
    const history = filled(100, 1050);
    expect(history.length).toBeLessThanOrEqual(200);
    expect(history.length).toBeGreaterThanOrEqual(100);
    expect(history.lastTimeMs).toBe(1_050_000);
    expect(history.column('node_load1')?.at(-1)).toBe(1049);
    expect(history.times[0]).toBe(1000 * ((history.column('node_load1')?.[0] ?? -1) + 1));
  });

  test('a series that comes later has no data before', () => {
    const history = filled(10, 2);
    const swap: Series = { name: 'node_memory_SwapFree_bytes', labels: {}, kind: 'gauge' };
    history.append({ timeMs: 3000, series: [swap], values: [7] });
    expect([...(history.column('node_memory_SwapFree_bytes') ?? [])]).toEqual([Number.NaN, Number.NaN, 7]);
    expect(history.last('node_load1')).toBeNull();
  });

  test('a frame that is not newer is left out, so that a reconnection adds nothing twice', () => {
    const history = filled(10, 3);
    history.append({ timeMs: 3000, values: [99, 99] });
    history.seed({ host: 'h', times: [1000, 3000, 4000], series: [load], values: [[5, 5, 8]] });
    expect([...history.times]).toEqual([1000, 2000, 3000, 4000]);
    expect([...(history.column('node_load1') ?? [])]).toEqual([0, 1, 2, 8]);
  });

  test('null is no data, never zero', () => {
    const history = filled(10, 1);
    history.append({ timeMs: 2000, values: [null, null] });
    expect(history.last('node_load1')).toBeNull();
    expect(history.lastRate('node_cpu_seconds_total')).toBeNull();
  });

  test('the rate of a counter is computed once per version', () => {
    const history = filled(10, 4);
    const first = history.rate('node_cpu_seconds_total');
    expect([...(first ?? [])]).toEqual([Number.NaN, 2, 2, 2]);
    expect(history.rate('node_cpu_seconds_total')).toBe(first as Float64Array);
    history.append({ timeMs: 5000, values: [10, 1] });
    expect(history.lastRate('node_cpu_seconds_total')).toBe(4);
  });
});

describe('rates', () => {
  test('a counter that began again gives a gap, not a negative or a huge rate', () => {
    expect([...rateOf(new Float64Array([0, 1000, 2000, 3000]), new Float64Array([50, 60, 5, 8]))]).toEqual([Number.NaN, 10, Number.NaN, 3]);
  });

  test('nothing is said across a gap', () => {
    const times = new Float64Array([0, 10_000, 200_000, 201_000]);
    expect([...rateOf(times, new Float64Array([0, 10, 20, 21]))]).toEqual([Number.NaN, 1, Number.NaN, 1]);
    expect(findGaps(times)).toEqual([[10_000, 200_000]]);
  });

  test('the change from 10 s to 1 s is no gap', () => {
    const times = new Float64Array([0, 10_000, 20_000, 21_000, 22_000]);
    expect(findGaps(times)).toEqual([]);
  });
});
