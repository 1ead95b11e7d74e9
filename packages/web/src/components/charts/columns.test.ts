import { describe, expect, it } from 'bun:test';
import { indexAtOrAfter, nearestIndex, TimeColumns } from './columns.ts';

describe('TimeColumns', () => {
  it('keeps absent values as no data', () => {
    const columns = new TimeColumns(10);
    columns.push(1000, { a: 1, b: null });
    columns.push(2000, { b: 0 });
    expect([...(columns.column('a') ?? [])]).toEqual([1, Number.NaN]);
    expect(columns.last('a')).toBeNull();
    expect(columns.last('b')).toBe(0);
    expect(columns.column('c')).toBeNull();
  });

  it('leaves out rows that are not newer', () => {
    const columns = new TimeColumns(10);
    columns.push(2000, { a: 1 });
    columns.push(2000, { a: 2 });
    columns.push(1000, { a: 3 });
    expect([...columns.times]).toEqual([2000]);
    expect(columns.last('a')).toBe(1);
  });

  it('lets the oldest rows and dead keys leave', () => {
    const columns = new TimeColumns(4);
    columns.push(0, { old: 1 });
    for (let row = 1; row <= 8; row += 1) {
      columns.push(row, { a: row });
    }
    expect([...columns.times]).toEqual([4, 5, 6, 7, 8]);
    expect([...(columns.column('a') ?? [])]).toEqual([4, 5, 6, 7, 8]);
    expect(columns.column('old')).toBeNull();
  });
});

describe('looking up a moment', () => {
  const times = [10, 20, 30];
  it.each([
    [5, 0, 0],
    [10, 0, 0],
    [14, 1, 0],
    [16, 1, 1],
    [30, 2, 2],
    [99, 3, 2],
  ])('finds %p', (at, after, nearest) => {
    expect(indexAtOrAfter(times, at)).toBe(after);
    expect(nearestIndex(times, at)).toBe(nearest);
  });

  it('finds nothing among nothing', () => {
    expect(nearestIndex([], 5)).toBe(-1);
  });
});
