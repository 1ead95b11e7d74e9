import { expect } from 'bun:test';
import type { MetricSeries } from '@vigie/contract/agent';
import { randomFrom } from '../random.ts';
import type { StorePlace, StoreUnderTest } from './metric-store.suite.ts';

const hour = 3_600_000;
const year = 365 * 24 * hour;
const start = Date.UTC(2026, 10, 20, 10);
/** Of this one each moment has one sample at most, so that counts and sums are exact. */
const once: MetricSeries = { name: 'once', labels: {}, kind: 'gauge' };
const often: MetricSeries = { name: 'often', labels: { some: 'label' }, kind: 'gauge' };

/** A store is a list of samples by series and time; the later arrival wins, and a number counts once. */
class Model {
  readonly values = { once: new Map<number, number>(), often: new Map<number, number>() };
  last = 0;

  append(sequence: number, timeMs: number, samples: readonly { readonly series: MetricSeries; readonly value: number }[]): void {
    if (sequence <= this.last) {
      return;
    }
    this.last = sequence;
    for (const { series, value } of samples) {
      this.values[series.name as 'once' | 'often'].set(timeMs, value);
    }
  }

  between(name: 'once' | 'often', fromMs: number, toMs: number): [number, number][] {
    return [...this.values[name]].filter(([time]) => time >= fromMs && time < toMs).sort(([a], [b]) => a - b);
  }
}

/** T4: some hundred random steps; whatever was acknowledged must read as in the model, from samples and from roll-ups. */
export async function runModel(place: StorePlace, seed: number): Promise<void> {
  const random = randomFrom(seed);
  const model = new Model();
  let nowMs = start;
  let store: StoreUnderTest = await place.open(() => nowMs);
  let waiting: Promise<void>[] = [];
  const written = async (): Promise<void> => void (await Promise.all(waiting.splice(0)));
  const append = (sequence: number, timeMs: number, value: number, series: readonly MetricSeries[]): void => {
    const samples = series.map((one) => ({ series: one, value }));
    waiting.push(store.append({ hostId: 'h', stream: 's', frame: { sequence, timeMs, intervalMs: 1000, samples } }));
    model.append(sequence, timeMs, samples);
  };
  const fresh = (timeMs: number): void => {
    const whole = Math.floor(timeMs);
    append(model.last + 1, whole, Math.round(random() * 1000), model.values.once.has(whole) ? [often] : [once, often]);
  };
  const steps: readonly [number, () => void | Promise<void>][] = [
    [
      60,
      () => {
        nowMs += Math.floor(random() * 20_000);
        fresh(nowMs);
      },
    ],
    [8, () => fresh(nowMs - random() * 5 * hour)],
    [5, () => append(model.last + 1, [...model.values.often.keys()].at(-1) ?? nowMs, 7, [often])],
    [8, () => (model.last === 0 ? undefined : append(Math.ceil(random() * model.last), nowMs, -1, [once, often]))],
    [2, () => fresh(nowMs + (random() < 0.5 ? -10 : 10) * year)],
    [
      3,
      () => {
        nowMs += Math.floor(random() * hour);
      },
    ],
    [
      10,
      async () => {
        await written();
        for (let left = Math.ceil(random() * 6); left > 0 && (await store.maintain(nowMs)); left--) {
          // As many as this round has.
        }
      },
    ],
    [
      2,
      async () => {
        await written();
        await store.close();
        store = await place.open(() => nowMs);
      },
    ],
  ];
  const total = steps.reduce((sum, [weight]) => sum + weight, 0);
  try {
    for (let round = 0; round < 600 && nowMs < start + 30 * hour; round++) {
      await pick(steps, random() * total)();
      if (round % 60 === 59) {
        await written();
        await compare(store, model, nowMs);
      }
    }
    await written();
    await compare(store, model, nowMs);
    for (nowMs += 4 * hour; await store.maintain(nowMs); ) {
      // Until all is sealed and rolled up.
    }
    await compare(store, model, nowMs);
  } finally {
    waiting = [];
    await store.close();
    await place.remove();
  }
}

function pick<T>(weighted: readonly (readonly [number, T])[], at: number): T {
  let left = at;
  for (const [weight, one] of weighted) {
    left -= weight;
    if (left < 0) {
      return one;
    }
  }
  throw new Error('there is nothing to pick from');
}

async function compare(store: StoreUnderTest, model: Model, nowMs: number): Promise<void> {
  const [fromMs, toMs] = [Math.floor((nowMs - 40 * hour) / hour) * hour, nowMs + hour];
  for (const name of ['once', 'often'] as const) {
    const { times, series } = await store.query({ hosts: ['h'], names: [name], fromMs, toMs, stepMs: 0 });
    const found = [...times].flatMap((time, index): [number, number][] => {
      const value = series[0]?.values[index] ?? Number.NaN;
      return Number.isNaN(value) ? [] : [[time, value]];
    });
    expect(found).toEqual(model.between(name, fromMs, toMs));
  }
  const expected = model.between('once', fromMs, toMs);
  for (const stepMs of [60_000, 300_000, hour]) {
    for (const [aggregate, value] of [
      ['count', expected.length],
      ['sum', expected.reduce((sum, [, one]) => sum + one, 0)],
    ] as const) {
      const { series } = await store.query({ hosts: ['h'], names: ['once'], fromMs, toMs, stepMs, aggregate });
      const all = [...(series[0]?.values ?? [])].filter((one) => !Number.isNaN(one)).reduce((sum, one) => sum + one, 0);
      expect([stepMs, aggregate, all]).toEqual([stepMs, aggregate, value]);
    }
  }
}
