import { describe, expect, it } from 'bun:test';
import { arrange, Head, places } from './head.ts';

const ids = (...numbers: number[]) => Float64Array.from(numbers);

describe('the newest samples of a host', () => {
  it('are found by series whatever the frames they came in have in common', () => {
    const head = new Head();
    const usual = ids(7, 3, 5);
    head.add(1000, usual, ids(70, 30, 50));
    head.add(2000, ids(3), ids(31));
    head.add(3000, usual, ids(72, Number.NaN, 52));
    expect(head.seriesIds()).toEqual([3, 5, 7]);
    for (const placeOf of [undefined, places()]) {
      expect(head.column(5, placeOf)).toEqual({ values: ids(50, 0, 52), present: Uint8Array.of(1, 0, 1) });
      expect([...(head.column(3, placeOf)?.values ?? [])]).toEqual([30, 31, Number.NaN]);
      expect(head.column(3, placeOf)?.present).toEqual(Uint8Array.of(1, 1, 1));
      expect(head.column(4, placeOf)).toBeNull();
    }
    expect([head.newest(7), head.newest(3), head.newest(4)]).toEqual([
      { timeMs: 3000, value: 72 },
      { timeMs: 3000, value: Number.NaN },
      null,
    ]);
  });

  it('take the later of two samples of one series, in one frame and of one time', () => {
    const head = new Head();
    head.add(2000, ids(1, 2, 1), ids(10, 20, 11));
    head.add(1000, ids(1), ids(5));
    head.add(2000, ids(2), ids(21));
    for (const placeOf of [undefined, places()]) {
      expect(head.column(1, placeOf)?.values).toEqual(ids(11, 5, 0));
    }
    const inOrder = [1, 2].map((id) => arrange(head.column(id) as NonNullable<ReturnType<Head['column']>>, head.sorted()));
    expect(inOrder.map((column) => column?.values)).toEqual([ids(5, 11), ids(0, 21)]);
    expect(inOrder[1]?.present).toEqual(Uint8Array.of(0, 1));
  });

  it('that are taken back were never there, in what they take either', () => {
    const head = new Head();
    head.add(1000, ids(1), ids(10));
    const before = head.sizeBytes;
    expect(head.sorted().times).toEqual(ids(1000));
    const row = head.add(2000, ids(1, 2), ids(11, 20));
    expect(head.sizeBytes).toBeGreaterThan(before);
    head.truncate(row);
    expect([head.count, head.sizeBytes, head.seriesIds(), head.column(2)]).toEqual([1, before, [1], null]);
    expect(head.sorted().times).toEqual(ids(1000));
  });
});
