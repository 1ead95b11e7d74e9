import { describe, expect, it } from 'bun:test';
import { TimeColumns } from '../columns.ts';
import { readPlotData, stackUp } from './plot-data.ts';

function filled(times: readonly number[], value: (index: number) => number | null): TimeColumns {
  const columns = new TimeColumns();
  times.forEach((at, index) => {
    columns.push(at, { a: value(index) });
  });
  return columns;
}
const every = (count: number, step = 1000, from = 0) => Array.from({ length: count }, (_, index) => from + index * step);

describe('readPlotData', () => {
  it('takes the window and one frame before it', () => {
    const data = readPlotData(
      filled(every(10), (index) => index),
      ['a'],
      { fromMs: 4500, toMs: 8000 },
      100,
    );
    expect(data.times).toEqual([4000, 5000, 6000, 7000, 8000]);
    expect(data.values).toEqual([[4, 5, 6, 7, 8]]);
    expect(data.bands).toBeNull();
  });

  it('breaks the line at a gap', () => {
    const data = readPlotData(
      filled([...every(10), ...every(10, 1000, 60_000)], () => 1),
      ['a'],
      { fromMs: 0, toMs: 70_000 },
      100,
    );
    expect(data.gaps).toEqual([[9000, 60_000]]);
    expect(data.times[10]).toBe(9001);
    expect(data.values[0]?.[10]).toBeNull();
  });

  it('keeps the peaks when it joins samples', () => {
    const data = readPlotData(
      filled(every(1000), (index) => (index === 501 ? 99 : 1)),
      ['a'],
      { fromMs: 0, toMs: 999_000 },
      250,
    );
    expect(data.stepMs).toBe(5000);
    expect(Math.max(...(data.bands?.[0]?.highs.map((value) => value ?? 0) ?? []))).toBe(99);
    expect(data.times.length).toBeLessThanOrEqual(251);
  });

  it('gives a step the same value wherever the window stands', () => {
    const columns = filled(every(1000), (index) => index);
    const at = (shift: number) => readPlotData(columns, ['a'], { fromMs: shift, toMs: 900_000 + shift }, 250);
    const first = at(0);
    const later = at(3000);
    const shared = first.times[100] ?? 0;
    expect(later.values[0]?.[later.times.indexOf(shared)]).toBe(first.values[0]?.[100] as number);
  });

  it('has nothing for a key that never was', () => {
    const data = readPlotData(
      filled(every(3), () => 1),
      ['b'],
      { fromMs: 0, toMs: 3000 },
      100,
    );
    expect(data.values).toEqual([[null, null, null]]);
  });
});

describe('stackUp', () => {
  it('adds each part to those below', () => {
    expect(
      stackUp([
        [1, 2],
        [10, null],
      ]).tops,
    ).toEqual([
      [1, 2],
      [11, 2],
    ]);
  });

  it('has no stack where no part is known', () => {
    expect(
      stackUp([
        [1, null],
        [2, null],
      ]).tops[1],
    ).toEqual([3, null]);
  });
});
