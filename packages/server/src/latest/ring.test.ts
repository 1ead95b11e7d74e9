import { describe, expect, it } from 'bun:test';
import { buildFrame } from '@vigie/testkit';
import { MetricRing } from './ring.ts';

const start = Date.UTC(2026, 10, 20, 8);

function fill(ring: MetricRing, from: number, count: number, intervalMs: number): number {
  let timeMs = from;
  for (let frame = 0; frame < count; frame++) {
    timeMs += intervalMs;
    ring.add(buildFrame({ moving: timeMs, still: 7, ...(frame % 2 === 0 ? { sometimes: 1 } : {}) }, { timeMs }));
  }
  return timeMs;
}

describe('the ring of the newest frames', () => {
  it('reaches 15 minutes back at any pace, and lets go of what a faster one needed', () => {
    const ring = new MetricRing();
    let timeMs = fill(ring, start, 100, 10_000);
    expect(ring.recent('h', {}).times.length).toBe(96);
    timeMs = fill(ring, timeMs, 1000, 1000);
    expect(ring.recent('h', {}).times.length).toBe(900);
    timeMs = fill(ring, timeMs, 300, 10_000);
    const { times, values, series } = ring.recent('h', {});
    expect(times.length).toBeLessThan(300);
    expect(timeMs - (times[0] ?? 0)).toBeGreaterThanOrEqual(900_000);
    const column = (name: string) => values[series.findIndex((one) => one.name === name)];
    expect(column('moving')).toEqual(times);
    expect(column('still')).toEqual(times.map(() => 7));
    expect(column('sometimes')?.slice(-4)).toEqual([1, null, 1, null]);
  });

  it('shows a series as absent before it came, and what it was before it changed', () => {
    const ring = new MetricRing();
    const take = (second: number, samples: Record<string, number>) => ring.add(buildFrame(samples, { timeMs: start + second * 1000 }));
    take(1, { a: 1 });
    take(2, { a: 1, b: 5 });
    take(3, { a: 1, b: 5 });
    take(4, { a: 2, b: 5 });
    take(5, { b: 5 });
    const { series, values } = ring.recent('h', {});
    expect(Object.fromEntries(series.map(({ name }, at) => [name, values[at]]))).toEqual({
      a: [1, 1, 1, 2, null],
      b: [null, 5, 5, 5, 5],
    });
  });

  it('shares the names of series between hosts', () => {
    const rings = [new MetricRing(), new MetricRing()];
    const shown = rings.map((ring) =>
      ring.add({ ...buildFrame({}), samples: [{ series: { name: 'x', labels: { a: 'b' }, kind: 'gauge' }, value: 1 }] }),
    );
    expect(shown[0]?.series?.[0]).toBe(shown[1]?.series?.[0] as never);
  });
});
