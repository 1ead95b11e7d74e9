import { afterEach, describe, expect, it } from 'bun:test';
import type { Frame, MetricSeries } from '@vigie/contract/agent';
import { runModel } from './metric-store.model.ts';

/** What a metric store must do, whatever it is made of: the port of the server, seen from outside. Answers may be promises. */
export interface StoreUnderTest {
  append(incoming: { readonly hostId: string; readonly stream: string; readonly frame: Omit<Frame, 'stream'> }): Promise<void>;
  query(query: SuiteQuery): MaybePromise<SuiteResult>;
  newest(query: { readonly names: readonly string[]; readonly hosts?: readonly string[] }): MaybePromise<readonly SuiteNewest[]>;
  maintain(nowMs: number): MaybePromise<boolean>;
  check(): MaybePromise<{ readonly blocks: number; readonly problems: readonly unknown[] }>;
  close(): Promise<void>;
}

type MaybePromise<T> = T | Promise<T>;

export interface SuiteQuery {
  readonly hosts: readonly string[];
  readonly names: readonly string[];
  readonly matchers?: readonly { readonly name: string; readonly op: '=' | '!=' | 'prefix'; readonly value: string }[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  readonly aggregate?: 'last' | 'avg' | 'min' | 'max' | 'sum' | 'count' | 'rate' | 'increase' | 'quantile';
  readonly quantile?: number;
  readonly across?: {
    readonly how: 'sum' | 'avg' | 'min' | 'max' | 'quantile';
    readonly by: readonly string[];
    readonly quantile?: number;
  };
  readonly band?: boolean;
}

export interface SuiteResult {
  readonly tier: string;
  readonly stepMs: number;
  readonly times: Float64Array;
  readonly series: readonly (MetricSeries & {
    readonly hostId: string;
    readonly values: Float64Array;
    readonly min: Float64Array | null;
    readonly max: Float64Array | null;
  })[];
}

interface SuiteNewest extends MetricSeries {
  readonly hostId: string;
  readonly timeMs: number;
  readonly value: number;
}

/** One empty place a store is kept in; `open` may be called again after `close`, and finds what was there. */
export interface StorePlace {
  open(now: () => number): MaybePromise<StoreUnderTest>;
  remove(): MaybePromise<void>;
}

const hour = 3_600_000;
const day = 24 * hour;
const year = 365 * day;
const start = Date.UTC(2026, 10, 20, 10);
const temperature: MetricSeries = { name: 'node_hwmon_temp_celsius', labels: { chip: 'a' }, kind: 'gauge' };
const bytes: MetricSeries = { name: 'node_network_receive_bytes_total', labels: { device: 'eth0' }, kind: 'counter' };
type Samples = readonly (readonly [MetricSeries, number])[];

/** A store with a clock that is moved by hand, and frames that number themselves. */
class Bed {
  nowMs = start;
  private sequence = 0;
  private waiting: Promise<void>[] = [];

  private constructor(
    readonly place: StorePlace,
    public store: StoreUnderTest,
  ) {}

  static async make(place: StorePlace): Promise<Bed> {
    let bed: Bed | null = null;
    bed = new Bed(place, await place.open(() => bed?.nowMs ?? start));
    return bed;
  }

  add(timeMs: number, samples: Samples, hostId = 'h'): void {
    const sequence = ++this.sequence;
    const frame = { sequence, timeMs, intervalMs: 10_000, samples: samples.map(([series, value]) => ({ series, value })) };
    this.waiting.push(this.store.append({ hostId, stream: 's', frame }));
  }

  async written(): Promise<void> {
    await Promise.all(this.waiting.splice(0));
  }

  async settle(nowMs: number): Promise<void> {
    await this.written();
    this.nowMs = nowMs;
    for (let step = 0; await this.store.maintain(nowMs); step++) {
      expect(step).toBeLessThan(5000);
    }
  }

  /** Lets days pass as a running server sees them, in steps that its clock is believed at. */
  async pass(toMs: number): Promise<void> {
    while (this.nowMs < toMs) {
      await this.settle(Math.min(toMs, this.nowMs + 12 * hour));
    }
  }

  async reopen(): Promise<void> {
    await this.store.close();
    this.store = await this.place.open(() => this.nowMs);
  }

  async ask(query: Partial<SuiteQuery>): Promise<SuiteResult> {
    return await this.store.query({ hosts: ['h'], names: [temperature.name], fromMs: start, toMs: start + hour, stepMs: 0, ...query });
  }

  async samples(query: Partial<SuiteQuery> = {}): Promise<[number, number][]> {
    const { times, series } = await this.ask(query);
    return [...times].map((time, index): [number, number] => [time, series[0]?.values[index] ?? Number.NaN]);
  }
}

/** Runs the contract of a metric store. */
export function metricStoreSuite(name: string, makePlace: () => MaybePromise<StorePlace>): void {
  const beds: Bed[] = [];
  const newBed = async (): Promise<Bed> => {
    const bed = await Bed.make(await makePlace());
    beds.push(bed);
    return bed;
  };
  afterEach(async () => {
    for (const bed of beds.splice(0)) {
      await bed.store.close();
      await bed.place.remove();
    }
  });
  const ticks = (bed: Bed, count: number, value: (index: number) => Samples, fromMs = start): void => {
    for (let index = 0; index < count; index++) {
      bed.add(fromMs + index * 10_000, value(index));
    }
  };

  describe(`${name} as a metric store`, () => {
    it('gives back what was acknowledged: at once, after a restart, and after its own housekeeping', async () => {
      const bed = await newBed();
      ticks(bed, 250, (index) => [[temperature, 20 + (index % 13) / 10]]);
      await bed.written();
      const expected = Array.from({ length: 250 }, (_, index) => [start + index * 10_000, 20 + (index % 13) / 10]);
      expect<unknown>(await bed.samples()).toEqual(expected);
      await bed.reopen();
      expect<unknown>(await bed.samples()).toEqual(expected);
      await bed.settle(start + 3 * hour);
      expect<unknown>(await bed.samples()).toEqual(expected);
      expect((await bed.store.check()).problems).toEqual([]);
    });

    it('keeps a frame once, however often and in whatever life it comes', async () => {
      const bed = await newBed();
      const same = (value: number) => ({
        hostId: 'h',
        stream: 'one',
        frame: { sequence: 7, timeMs: start, intervalMs: 10_000, samples: [{ series: temperature, value }] },
      });
      await Promise.all([bed.store.append(same(1)), bed.store.append(same(2))]);
      await bed.reopen();
      await bed.store.append(same(99));
      expect(await bed.samples()).toEqual([[start, 1]]);
    });

    it('keeps series that come, go and change kind, NaN and infinities, and two frames of one moment', async () => {
      const bed = await newBed();
      bed.add(start, [[temperature, 1]]);
      bed.add(start, [[bytes, 5]]);
      bed.add(start + 2000, [[temperature, Number.POSITIVE_INFINITY]]);
      bed.add(start + 3000, [[{ ...temperature, kind: 'counter' }, 4]]);
      bed.add(start + 4000, [[temperature, Number.NaN]]);
      for (const at of [start, start + 3 * hour]) {
        await bed.settle(at);
        const { times, series } = await bed.ask({ names: [temperature.name, bytes.name] });
        expect([...times].map((time) => time - start)).toEqual([0, 2000, 3000, 4000]);
        expect(series.map(({ kind, values }) => [kind, ...values])).toEqual([
          ['gauge', 1, Number.POSITIVE_INFINITY, Number.NaN, Number.NaN],
          ['counter', Number.NaN, Number.NaN, 4, Number.NaN],
          ['counter', 5, Number.NaN, Number.NaN, Number.NaN],
        ]);
      }
    });

    it('orders by time what came late; of two samples of one moment the later arrival stays', async () => {
      const bed = await newBed();
      for (const [offset, value] of [
        [5000, 1],
        [1000, 2],
        [3000, 3],
        [1000, 4],
      ] as const) {
        bed.add(start + offset, [[temperature, value]]);
      }
      const expected = [
        [start + 1000, 4],
        [start + 3000, 3],
        [start + 5000, 1],
      ];
      await bed.written();
      expect<unknown>(await bed.samples()).toEqual(expected);
      await bed.settle(start + 3 * hour);
      bed.add(start + 3000, [[temperature, 9]]);
      await bed.settle(start + 6 * hour);
      expect<unknown>(await bed.samples()).toEqual(expected.with(1, [start + 3000, 9]));
    });

    it('gives a counter the same rate at every tier, through a reset', async () => {
      const bed = await newBed();
      let value = 1e9;
      ticks(bed, 6 * 360, (index) => {
        value = index === 700 ? 50 : value + 50;
        return [[bytes, value]];
      });
      await bed.settle(start + 12 * hour);
      for (const [stepMs, tier] of [
        [10_000, 'raw'],
        [60_000, '1m'],
        [300_000, '5m'],
      ] as const) {
        const result = await bed.ask({ names: [bytes.name], toMs: start + 6 * hour, stepMs });
        expect(result.tier).toBe(tier);
        expect(result.series[0]?.values.slice(1).every((rate) => Math.abs(rate - 5) < 1e-9)).toBe(true);
      }
    });

    it('never averages a peak away, and counts every sample once at every step', async () => {
      const bed = await newBed();
      ticks(bed, 12 * 360, (index) => [[temperature, index === 1000 ? 99 : 20]]);
      await bed.settle(start + 24 * hour);
      for (const stepMs of [60_000, 300_000, hour]) {
        const ask = { toMs: start + 12 * hour, stepMs };
        const [banded] = (await bed.ask({ ...ask, band: true })).series;
        expect([Math.max(...(banded?.max ?? [])), Math.min(...(banded?.min ?? []))]).toEqual([99, 20]);
        const [counted] = (await bed.ask({ ...ask, aggregate: 'count' })).series;
        expect(counted?.values.reduce((sum, count) => sum + count)).toBe(12 * 360);
      }
    });

    it('takes late samples into what is rolled up, also when the samples beside them are forgotten', async () => {
      const bed = await newBed();
      ticks(bed, 720, () => [[temperature, 20]]);
      await bed.settle(start + 6 * hour);
      bed.add(start + 5000, [[temperature, 80]]);
      await bed.settle(start + 9 * hour);
      const countAndMax = async () => {
        const [series] = (await bed.ask({ toMs: start + 2 * hour, stepMs: 60_000, aggregate: 'count', band: true })).series;
        return [series?.values.reduce((sum, count) => sum + count), Math.max(...(series?.max ?? []))];
      };
      expect(await countAndMax()).toEqual([721, 80]);
      await bed.pass(start + 4 * day);
      bed.add(bed.nowMs, [[temperature, 20]]);
      bed.add(start + 15_000, [[temperature, 90]]);
      await bed.pass(start + 6 * day);
      expect(await countAndMax()).toEqual([722, 90]);
    });

    it('forgets what is older than its tier keeps, by the clock of the server, and answers from the coarser tier', async () => {
      const bed = await newBed();
      ticks(bed, 720, () => [[temperature, 20]]);
      await bed.pass(start + 4 * day);
      const old = await bed.ask({ toMs: start + 2 * hour });
      expect([old.tier, [...(old.series[0]?.values ?? [])].filter((value) => value === 20).length]).toEqual(['1m', 120]);
      bed.nowMs = start + hour;
      expect(await bed.samples()).toEqual([]);
    });

    it('forgets nothing when the clock of a host is ten years off, and is not kept busy by it', async () => {
      const bed = await newBed();
      ticks(bed, 360, () => [[temperature, 20]]);
      for (const jump of [10 * year, -10 * year, hour, -hour]) {
        ticks(bed, 20, () => [[temperature, 1]], start + jump);
      }
      ticks(bed, 360, () => [[temperature, 20]], start + hour);
      await bed.settle(start + 4 * hour);
      await bed.settle(start + 5 * hour);
      const [series] = (await bed.ask({ toMs: start + 2 * hour, stepMs: 60_000, aggregate: 'count' })).series;
      expect(series?.values.reduce((sum, count) => sum + count)).toBe(720 + 20 - 20);
    });

    it('does not believe a clock of the server that jumps: nothing is forgotten until it has gone on for an hour', async () => {
      const bed = await newBed();
      ticks(bed, 360, () => [[temperature, 20]]);
      await bed.settle(start + 3 * hour);
      for (const jump of [10 * year, -10 * year, 10 * year]) {
        await bed.settle(start + jump);
      }
      await bed.settle(start + 3 * hour);
      expect((await bed.samples()).length).toBe(360);
    });

    it('aggregates over time and over series, and finds by labels', async () => {
      const bed = await newBed();
      const core = (cpu: string): MetricSeries => ({ name: 'load', labels: { cpu, kind: cpu === '2' ? 'b' : 'a' }, kind: 'gauge' });
      for (const host of ['h', 'i']) {
        for (let index = 0; index < 60; index++) {
          const samples = ['0', '1', '2'].map((cpu, at): [MetricSeries, number] => [core(cpu), index + at * 100]);
          bed.add(start + index * 1000, samples, host);
        }
      }
      await bed.written();
      const minute = { hosts: ['h', 'i'], names: ['load'], toMs: start + 60_000, stepMs: 60_000 };
      const first = async (query: Partial<SuiteQuery>): Promise<(readonly [string, number | undefined])[]> =>
        (await bed.ask({ ...minute, ...query })).series.map(({ labels, values }) => [JSON.stringify(labels), values[0]] as const);
      const one = { hosts: ['h'], matchers: [{ name: 'cpu', op: '=', value: '0' }] } as const;
      const over = async (aggregate: SuiteQuery['aggregate'], quantile?: number) =>
        (await first({ ...one, ...(aggregate ? { aggregate } : {}), ...(quantile === undefined ? {} : { quantile }) }))[0]?.[1];
      expect([await over('avg'), await over('min'), await over('max'), await over('sum'), await over('last')]).toEqual([
        29.5, 0, 59, 1770, 59,
      ]);
      expect([await over('quantile'), await over('quantile', 0), await over('quantile', 1)]).toEqual([29.5, 0, 59]);
      const max = { aggregate: 'max' } as const;
      expect(await first({ ...max, across: { how: 'sum', by: ['kind'] } })).toEqual([
        ['{"kind":"a"}', 2 * (59 + 159)],
        ['{"kind":"b"}', 2 * 259],
      ]);
      expect(await first({ ...max, across: { how: 'avg', by: [] } })).toEqual([['{}', 159]]);
      expect(await first({ ...max, across: { how: 'quantile', by: ['host'], quantile: 0.5 } })).toEqual([
        ['{}', 159],
        ['{}', 159],
      ]);
    });

    it('tells the newest value of every host, also after a restart and when all is at rest', async () => {
      const bed = await newBed();
      for (const [index, host] of ['h', 'i', 'j'].entries()) {
        bed.add(start, [[temperature, 1]], host);
        bed.add(start + 1000, [[temperature, index + 10]], host);
        bed.add(start + 2000, [[bytes, 1]], host);
      }
      await bed.written();
      const newest = async () =>
        (await bed.store.newest({ names: [temperature.name] })).map(({ hostId, timeMs, value }) => [hostId, timeMs - start, value]);
      const expected = [
        ['h', 1000, 10],
        ['i', 1000, 11],
        ['j', 1000, 12],
      ];
      expect<unknown>(await newest()).toEqual(expected);
      await bed.settle(start + 3 * hour);
      await bed.reopen();
      expect<unknown>(await newest()).toEqual(expected);
    });

    it('refuses a query that is senseless or would answer with too much', async () => {
      const bed = await newBed();
      bed.add(
        start,
        Array.from({ length: 20 }, (_, index): [MetricSeries, number] => [{ ...temperature, labels: { chip: String(index) } }, 1]),
      );
      await bed.written();
      const codeOf = async (query: Partial<SuiteQuery>): Promise<unknown> =>
        bed.ask(query).then(
          () => 'answered',
          (error: { code?: unknown }) => error.code,
        );
      const long = { fromMs: start - 40 * hour, toMs: start };
      expect(await codeOf({ ...long, stepMs: 1000 })).toBe('invalid_input');
      expect(await codeOf({ ...long, stepMs: 60_000 })).toBe('answered');
      expect(await codeOf({ fromMs: start, toMs: start })).toBe('invalid_input');
      expect(await codeOf({ aggregate: 'quantile', quantile: 2 })).toBe('invalid_input');
      const frame = { sequence: 9999, timeMs: Number.NaN, intervalMs: 1000, samples: [] };
      expect(await bed.store.append({ hostId: 'h', stream: 'x', frame }).catch((error: { code?: unknown }) => error.code)).toBe(
        'invalid_input',
      );
    });

    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      it(`agrees with a simple model after random frames, restarts, jumps and duplicates (seed ${seed})`, async () => {
        await runModel(await makePlace(), seed);
      });
    }
  });
}
