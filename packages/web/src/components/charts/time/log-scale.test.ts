import { describe, expect, it } from 'bun:test';
import { logPosition, logTicks } from './log-scale.ts';
import {
  axisRange,
  byteRateScale,
  networkScale,
  nextScale,
  percentScale,
  plainScale,
  positionOf,
  type ScaleState,
  writeReadout,
} from './scale.ts';
import { valueTicks } from './value-ticks.ts';

const kib = 1024;
const mib = 1024 * kib;
const bytes = byteRateScale('en');
const logScale = (max: number, smallest: number | null, previous: ScaleState | null = null) =>
  nextScale(previous, bytes, { max, below: 0, mirrored: false, smallest });

describe('a logarithmic axis', () => {
  it('gives every positive value a place above its foot, and each decade the same height', () => {
    const scale = logScale(100 * mib, 3 * kib);
    expect(scale.foot).toBe(kib);
    expect(positionOf(scale, 10 * kib)).toBeCloseTo(1, 6);
    expect(positionOf(scale, 100 * kib)).toBeCloseTo(2, 6);
    expect(positionOf(logScale(100 * mib, kib), kib)).toBeGreaterThan(0);
  });

  it('puts zero on the foot, and says that what lies there is at most that', () => {
    const scale = logScale(100 * mib, 3 * kib);
    expect(positionOf(scale, 0)).toBe(0);
    expect(valueTicks(scale, bytes, 200, 'en').find(({ at }) => at === 0)?.label).toBe('≤\u00a01\u00a0KiB/s');
  });

  it('stands values below zero under the foot, with their sign', () => {
    const kind = plainScale(1);
    const scale = nextScale(null, kind, { max: 100, below: 50, mirrored: false, smallest: 2 });
    expect(positionOf(scale, -10)).toBe(-1);
    expect(axisRange(scale)[0]).toBeLessThan(-1);
    expect(valueTicks(scale, kind, 300, 'en').map(({ label }) => label)).toContain('\u221210');
  });

  it('mirrors what goes out without a sign', () => {
    const kind = networkScale('en', 'bits');
    const scale = nextScale(null, kind, { max: 1_000_000, below: 100_000, mirrored: true, smallest: 300 });
    const below = valueTicks(scale, kind, 300, 'en').filter(({ at }) => at < 0);
    expect(below.length).toBeGreaterThan(0);
    expect(below.every(({ label }) => !label.includes('\u2212'))).toBe(true);
  });

  it('has an end where nothing in view is above zero', () => {
    const scale = logScale(0, null);
    expect(axisRange(scale)[1]).toBeGreaterThan(0);
    expect(Number.isFinite(axisRange(scale)[1])).toBe(true);
  });

  it('keeps its foot while the window slides, until two decades are empty', () => {
    const first = logScale(100 * mib, 3 * kib);
    expect(logScale(100 * mib, 300 * kib, first).foot).toBe(kib);
    expect(logScale(100 * mib, 5 * mib, first).foot).toBe(mib);
    expect(logScale(100 * mib, 50, first).foot).toBe(10);
  });

  it('keeps the fixed end of ratios', () => {
    const scale = nextScale(null, percentScale(), { max: 3, below: 0, mirrored: false, smallest: 0.02 });
    expect(scale).toMatchObject({ max: 100, foot: 0.01 });
  });

  it('says each value in its own unit where one does not fit all', () => {
    const scale = logScale(100 * mib, 3 * kib);
    expect(writeReadout(5 * kib, bytes, scale, 'en')).toBe('5.00\u00a0KiB/s');
    expect(writeReadout(50 * mib, bytes, scale, 'en')).toBe('50.0\u00a0MiB/s');
  });
});

describe('logTicks', () => {
  it('goes from the round values of one unit to those of the next', () => {
    expect(logTicks(bytes, 10 * kib, 20 * mib, 4)).toEqual([100 * kib, mib, 10 * mib]);
  });

  it('has 2 and 5 times each where decades are few, and fewer decades where they are many', () => {
    expect(logTicks(plainScale(1), 1, 100, 8)).toEqual([2, 5, 10, 20, 50]);
    expect(logTicks(plainScale(1), 1, 1e9, 3).length).toBeLessThanOrEqual(3);
  });

  it('never gives a value twice', () => {
    const ticks = logTicks(bytes, 1, 1024 ** 4, 20);
    expect(new Set(ticks).size).toBe(ticks.length);
    expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
  });
});

describe('logPosition', () => {
  it('grows with the value on both sides', () => {
    const places = [-1000, -10, -1, 0, 1, 10, 1000].map((value) => logPosition(value, 1));
    expect(places).toEqual([-3, -1, 0, 0, 0, 1, 3]);
  });
});
