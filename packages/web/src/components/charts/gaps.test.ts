import { describe, expect, it } from 'bun:test';
import { findGaps } from './gaps.ts';

const run = (from: number, count: number, step: number) => Array.from({ length: count }, (_, index) => from + index * step);

describe('findGaps', () => {
  it('finds none in an even run, at any pace', () => {
    expect(findGaps(run(0, 20, 1000))).toEqual([]);
    expect(findGaps(run(0, 20, 10_000))).toEqual([]);
    expect(findGaps(run(0, 20, 60_000))).toEqual([]);
  });

  it('does not take a change of pace for a gap, in either direction', () => {
    const slowThenFast = [...run(0, 10, 10_000), ...run(91_000, 10, 1000)];
    const fastThenSlow = [...run(0, 10, 1000), ...run(19_000, 10, 10_000)];
    expect(findGaps(slowThenFast)).toEqual([]);
    expect(findGaps(fastThenSlow)).toEqual([]);
  });

  it('does not take one rest step between two looks for a gap', () => {
    expect(findGaps([...run(0, 10, 1000), ...run(19_100, 10, 1000)])).toEqual([]);
  });

  it('finds more than two and a half intervals without a frame', () => {
    expect(findGaps([...run(0, 10, 10_000), ...run(116_000, 10, 10_000)])).toEqual([[90_000, 116_000]]);
    expect(findGaps([...run(0, 10, 1000), ...run(30_000, 10, 1000)])).toEqual([[9000, 30_000]]);
  });

  it('allows one missing frame at the slow pace', () => {
    expect(findGaps([...run(0, 10, 10_000), ...run(110_000, 10, 10_000)])).toEqual([]);
  });

  it('names the gap that ends where the window begins', () => {
    expect(findGaps([0, 1000, 2000, 90_000, 91_000, 92_000], 3)).toEqual([[2000, 90_000]]);
  });

  it('has nothing to say about fewer than two frames', () => {
    expect(findGaps([])).toEqual([]);
    expect(findGaps([5])).toEqual([]);
  });
});
