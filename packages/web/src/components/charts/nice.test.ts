import { describe, expect, it } from 'bun:test';
import { bucketStepMs, niceCeil, niceTicks, stableMax, timeTicks } from './nice.ts';

describe('niceCeil', () => {
  it.each([
    [0, 0],
    [-3, 0],
    [Number.NaN, 0],
    [1, 1],
    [1.2, 1.5],
    [17, 20],
    [73, 80],
    [99, 100],
    [101, 150],
    [0.034, 0.04],
  ])('rounds %p up to %p', (value, expected) => {
    expect(niceCeil(value)).toBeCloseTo(expected, 10);
  });
});

describe('stableMax', () => {
  it('grows at once when a value passes it', () => {
    expect(stableMax(10, 12, 1)).toBe(15);
  });

  it('stays while what is in view needs most of it', () => {
    expect(stableMax(20, 12, 1)).toBe(20);
    expect(stableMax(20, 19, 1)).toBe(20);
  });

  it('comes down when what is in view needs less than two fifths', () => {
    expect(stableMax(20, 5, 1)).toBe(6);
  });

  it('never goes below the floor, and ignores noise there', () => {
    expect(stableMax(0, 0, 4)).toBe(4);
    expect(stableMax(4, 0.2, 4)).toBe(4);
  });
});

describe('niceTicks', () => {
  const cases: [number, number, number[]][] = [
    [100, 3, [25, 50, 75]],
    [16, 4, [5, 10, 15]],
    [300, 3, [100, 200]],
    [1, 3, [0.25, 0.5, 0.75]],
    [0, 3, []],
  ];
  it.each(cases)('divides 0 to %p by at most %p lines', (max, count, expected) => {
    expect(niceTicks(max, count)).toEqual(expected);
  });
});

describe('timeTicks', () => {
  it('stands at round minutes of the zone, not of UTC', () => {
    const halfHour = 30 * 60_000;
    const { atMs, stepMs } = timeTicks(0, 3_600_000, 450, 75, halfHour);
    expect(stepMs).toBe(600_000);
    expect(atMs.map((at) => (at + halfHour) % stepMs)).toEqual(atMs.map(() => 0));
  });

  it('keeps its distance', () => {
    for (const width of [120, 300, 450, 1200]) {
      const { stepMs } = timeTicks(0, 900_000, width, 70, 0);
      expect((stepMs / 900_000) * width).toBeGreaterThanOrEqual(69);
    }
  });
});

describe('bucketStepMs', () => {
  it('leaves few samples as they are and joins many', () => {
    expect(bucketStepMs(300_000, 300, 450)).toBeNull();
    expect(bucketStepMs(900_000, 900, 450)).toBe(2000);
    expect(bucketStepMs(3_600_000, 3600, 450)).toBe(10_000);
  });
});
