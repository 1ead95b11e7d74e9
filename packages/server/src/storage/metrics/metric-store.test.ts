import { Database } from 'bun:sqlite';
import { afterEach, describe, expect, it } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@vigie/contract';
import type { Frame, MetricSeries } from '@vigie/contract/agent';
import { SqliteMetricStore } from './sqlite-metric-store.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});
function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-metrics-'));
  folders.push(folder);
  return join(folder, 'metrics.db');
}

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 20, 10);
const temperature: MetricSeries = { name: 'node_hwmon_temp_celsius', labels: { chip: 'a' }, kind: 'gauge' };
const bytes: MetricSeries = { name: 'node_network_receive_bytes_total', labels: { device: 'eth0' }, kind: 'counter' };

function frame(sequence: number, timeMs: number, samples: readonly [MetricSeries, number][]): Omit<Frame, 'stream'> {
  return { sequence, timeMs, intervalMs: 10_000, samples: samples.map(([series, value]) => ({ series, value })) };
}

class Bed {
  nowMs = start;
  sequence = 0;
  store: SqliteMetricStore;

  constructor(readonly path = newPath()) {
    this.store = this.open();
  }

  open(): SqliteMetricStore {
    return new SqliteMetricStore({ path: this.path, now: () => this.nowMs, maxHeadRows: 100 });
  }

  add(timeMs: number, samples: readonly [MetricSeries, number][], hostId = 'h'): void {
    void this.store.append({ hostId, stream: 's', frame: frame(++this.sequence, timeMs, samples) });
  }

  raw(name: string, fromMs = 0, toMs = Number.MAX_SAFE_INTEGER): [number, number][] {
    this.nowMs = Math.min(this.nowMs, fromMs + 47 * hour);
    const result = this.store.query({ hosts: ['h'], names: [name], fromMs, toMs, stepMs: 0 });
    const values = result.series[0]?.values ?? new Float64Array(0);
    return Array.from(result.times, (time, index): [number, number] => [time, values[index] as number]);
  }

  settle(nowMs: number): void {
    this.nowMs = nowMs;
    for (let round = 0; this.store.maintain(nowMs); round++) {
      expect(round).toBeLessThan(5000);
    }
  }
}

describe('the metric store', () => {
  it('gives back what was appended, from the head, from blocks, and after a restart', async () => {
    const bed = new Bed();
    const expected: [number, number][] = [];
    for (let index = 0; index < 250; index++) {
      const time = start + index * 10_000;
      bed.add(time, [[temperature, 20 + (index % 13) / 10]]);
      expected.push([time, 20 + (index % 13) / 10]);
    }
    bed.store.flush();
    expect(bed.raw(temperature.name, start)).toEqual(expected);
    expect(bed.store.maintain(start + 1)).toBe(true);
    expect(bed.raw(temperature.name, start)).toEqual(expected);
    await bed.store.close();
    bed.store = bed.open();
    expect(bed.raw(temperature.name, start)).toEqual(expected);
    bed.settle(start + 3 * hour);
    bed.nowMs = start + 3 * hour;
    expect(bed.raw(temperature.name, start)).toEqual(expected);
    await bed.store.close();
  });

  it('acknowledges only what is on disk', async () => {
    const bed = new Bed();
    const acknowledged = bed.store.append({ hostId: 'h', stream: 's', frame: frame(1, start, [[temperature, 1]]) });
    const other = new Database(bed.path, { readonly: true });
    expect(other.query('SELECT count(*) AS n FROM head').get()).toEqual({ n: 0 });
    await acknowledged;
    expect(other.query('SELECT count(*) AS n FROM head').get()).toEqual({ n: 1 });
    other.close();
    await bed.store.close();
  });

  it('keeps a frame once, however often and in whatever life it comes', async () => {
    const bed = new Bed();
    const same = frame(7, start, [[temperature, 1]]);
    await Promise.all([1, 2, 3].map(() => bed.store.append({ hostId: 'h', stream: 's', frame: same })));
    await bed.store.close();
    bed.store = bed.open();
    await bed.store.append({ hostId: 'h', stream: 's', frame: { ...same, samples: [{ series: temperature, value: 99 }] } });
    expect(bed.raw(temperature.name, start)).toEqual([[start, 1]]);
    await bed.store.close();
  });

  it('lets series come, go and change kind, and keeps NaN and infinities', async () => {
    const bed = new Bed();
    const changed: MetricSeries = { ...temperature, kind: 'counter' };
    bed.add(start, [[temperature, 1]]);
    bed.add(start + 1000, [[bytes, 5]]);
    bed.add(start + 2000, [
      [bytes, 6],
      [temperature, Number.POSITIVE_INFINITY],
    ]);
    bed.add(start + 3000, [[changed, 4]]);
    bed.add(start + 4000, [[temperature, Number.NaN]]);
    bed.store.flush();
    const before = bed.store.query({ hosts: ['h'], names: [temperature.name], fromMs: start, toMs: start + 9000, stepMs: 0 });
    expect(before.series.map((series) => [series.kind, [...series.values]])).toEqual([
      ['gauge', [1, Number.NaN, Number.POSITIVE_INFINITY, Number.NaN, Number.NaN]],
      ['counter', [Number.NaN, Number.NaN, Number.NaN, 4, Number.NaN]],
    ]);
    bed.store.seal('h');
    const after = bed.store.query({ hosts: ['h'], names: [temperature.name], fromMs: start, toMs: start + 9000, stepMs: 0 });
    expect(after.series.map((series) => [...series.values])).toEqual(before.series.map((series) => [...series.values]));
    await bed.store.close();
  });

  it('orders by time what came late or with a clock that jumped', async () => {
    const bed = new Bed();
    for (const offset of [5000, 1000, 3000, 1000]) {
      bed.add(start + offset, [[temperature, bed.sequence]]);
    }
    bed.store.seal('h');
    bed.add(start + 2000, [[temperature, 9]]);
    bed.store.flush();
    expect(bed.raw(temperature.name, start)).toEqual([
      [start + 1000, 3],
      [start + 2000, 9],
      [start + 3000, 2],
      [start + 5000, 0],
    ]);
    await bed.store.close();
  });

  it('gives a counter the same rate at every tier, through a reset', async () => {
    const bed = new Bed();
    let value = 1e9;
    for (let index = 0; index < 6 * 360; index++) {
      value = index === 700 ? 50 : value + 50;
      bed.add(start + index * 10_000, [
        [bytes, value],
        [temperature, index % 360 === 180 ? 90 : 20],
      ]);
    }
    bed.store.flush();
    const ask = (stepMs: number) => bed.store.query({ hosts: ['h'], names: [bytes.name], fromMs: start, toMs: start + 6 * hour, stepMs });
    const fresh = ask(300_000);
    expect(fresh.series[0]?.values.every((rate) => Math.abs(rate - 5) < 1e-9)).toBe(true);
    bed.settle(start + 12 * hour);
    const rolled = ask(300_000);
    expect(rolled.tier).toBe('5m');
    expect([...(rolled.series[0]?.values ?? [])].map((rate) => Math.round(rate * 1e6) / 1e6)).toEqual(Array.from({ length: 72 }, () => 5));
    const minute = ask(60_000);
    expect([minute.tier, minute.series[0]?.values.every((rate) => Math.abs(rate - 5) < 1e-9)]).toEqual(['1m', true]);
    await bed.store.close();
  });

  it('never averages a peak away', async () => {
    const bed = new Bed();
    for (let index = 0; index < 12 * 360; index++) {
      bed.add(start + index * 10_000, [[temperature, index === 1000 ? 99 : 20]]);
    }
    bed.store.flush();
    bed.settle(start + 24 * hour);
    for (const [stepMs, tier] of [
      [60_000, '1m'],
      [300_000, '5m'],
      [hour, '5m'],
    ] as const) {
      const result = bed.store.query({
        hosts: ['h'],
        names: [temperature.name],
        fromMs: start,
        toMs: start + 12 * hour,
        stepMs,
        band: true,
      });
      const [series] = result.series;
      expect([stepMs, result.tier === tier || result.tier === '1m' || result.tier === '1h', Math.max(...(series?.max ?? []))]).toEqual([
        stepMs,
        true,
        99,
      ]);
      expect(Math.min(...(series?.min ?? []))).toBe(20);
      expect(Math.max(...(series?.values ?? []))).toBeLessThan(99);
    }
    await bed.store.close();
  });

  it('takes late samples into windows that were rolled up already', async () => {
    const bed = new Bed();
    for (let index = 0; index < 720; index++) {
      bed.add(start + index * 10_000, [[temperature, 20]]);
    }
    bed.store.flush();
    bed.settle(start + 6 * hour);
    bed.add(start + 30 * 60_000 + 5000, [[temperature, 80]]);
    bed.store.flush();
    bed.settle(start + 8 * hour);
    const result = bed.store.query({
      hosts: ['h'],
      names: [temperature.name],
      fromMs: start,
      toMs: start + hour,
      stepMs: 60_000,
      band: true,
    });
    expect([result.tier, result.series[0]?.max?.[30]]).toEqual(['1m', 80]);
    expect(result.series[0]?.values.every((value) => value >= 20)).toBe(true);
    await bed.store.close();
  });

  it('forgets what is older than its tier keeps, and answers from the coarser one', async () => {
    const bed = new Bed();
    for (let index = 0; index < 720; index++) {
      bed.add(start + index * 10_000, [[temperature, 20]]);
    }
    bed.store.flush();
    bed.settle(start + 60 * hour);
    // The clock has jumped by days: it is believed an hour later.
    expect(bed.raw(temperature.name, start + 60 * hour - 60 * hour).length).toBe(720);
    bed.settle(start + 61 * hour);
    expect(bed.raw(temperature.name, start + 60 * hour - 47 * hour)).toEqual([]);
    bed.nowMs = start + 60 * hour;
    const result = bed.store.query({ hosts: ['h'], names: [temperature.name], fromMs: start, toMs: start + 2 * hour, stepMs: 0 });
    expect([result.tier, result.stepMs, [...(result.series[0]?.values ?? [])].filter((value) => value === 20).length]).toEqual([
      '1m',
      60_000,
      120,
    ]);
    await bed.store.close();
  });

  it('sets a damaged block aside, tells it, and keeps the rest readable', async () => {
    const bed = new Bed();
    for (const offset of [0, hour]) {
      bed.add(start + offset, [[temperature, offset]]);
      bed.store.seal('h');
    }
    await bed.store.close();
    const db = new Database(bed.path);
    db.run('UPDATE block SET body = zeroblob(length(body)) WHERE id = 1');
    db.close();
    bed.store = bed.open();
    const { blocks, problems } = await bed.store.check();
    expect([blocks, problems.length, problems[0]?.hostId, problems[0]?.fromMs]).toEqual([2, 1, 'h', start]);
    expect(bed.raw(temperature.name, start)).toEqual([[start + hour, hour]]);
    expect(await bed.store.check()).toEqual({ blocks: 1, problems: [] });
    await bed.store.close();
  });

  it('refuses a query that would answer with too much', () => {
    const bed = new Bed();
    const many = Array.from({ length: 20 }, (_, index): [MetricSeries, number] => [{ ...temperature, labels: { chip: String(index) } }, 1]);
    bed.add(start, many);
    bed.store.flush();
    const code = (fromMs: number, stepMs: number): string => {
      try {
        bed.store.query({ hosts: ['h'], names: [temperature.name], fromMs, toMs: start, stepMs });
        return 'answered';
      } catch (error) {
        return error instanceof AppError ? error.code : String(error);
      }
    };
    expect([code(start - 40 * hour, 1000), code(start - 40 * hour, 60_000), code(start, 1000)]).toEqual([
      'invalid_input',
      'answered',
      'invalid_input',
    ]);
  });
});
