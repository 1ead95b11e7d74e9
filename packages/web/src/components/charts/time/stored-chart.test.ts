import { describe, expect, it } from 'bun:test';
import { TimeColumns } from '../columns.ts';
import { highKey, lowKey } from '../derive/stored.ts';
import { csvOf, fileNameOf } from './export.ts';
import { readPlotData } from './plot-data.ts';
import { panned, stretchOf } from './pointer.ts';
import { momentLabel } from './time-axis.ts';

const columns = new TimeColumns();
for (const [atMs, value] of [
  [0, 1],
  [1000, null],
  [2000, 3],
] as const) {
  columns.push(atMs, { a: value });
}
columns.compute(lowKey('a'), (row) => row);
columns.compute(highKey('a'), (row) => row + 5);

describe('a stretch on a chart', () => {
  const view = { fromMs: 0, toMs: 100_000, unknownFromMs: null };
  it('is what lies between two places, in either direction, within the plot', () => {
    expect(stretchOf(view, 80, 20, 100)).toEqual({ fromMs: 20_000, toMs: 80_000 });
    expect(stretchOf(view, 50, 900, 100)).toEqual({ fromMs: 50_000, toMs: 100_000 });
    expect(stretchOf(view, 50, 50.5, 100)).toBeNull();
  });
  it('moves the other way than the hand', () => {
    expect(panned(view, 25, 100)).toEqual({ fromMs: -25_000, toMs: 75_000, unknownFromMs: null });
  });
});

describe('bands of stored steps', () => {
  it('are those of the store, and widen when steps are joined', () => {
    const view = { fromMs: 0, toMs: 2000 };
    expect(readPlotData(columns, ['a'], view, 100).bands?.[0]).toEqual({ lows: [0, null, 2], highs: [5, null, 7] });
    const joined = readPlotData(columns, ['a'], view, 1);
    expect(joined.bands?.[0]?.highs.at(-1)).toBe(7);
  });
});

describe('what is saved', () => {
  const series = [{ key: 'a', name: '=cmd, "x"', slot: 1 as const }];
  it('has the moments in view, lowest and highest, and an empty cell for what is not known', () => {
    expect(csvOf({ columns, series }, { fromMs: 0, toMs: 1500 }).split('\r\n')).toEqual([
      `time,"'=cmd, ""x""","'=cmd, ""x"" min","'=cmd, ""x"" max"`,
      '1970-01-01T00:00:00.000Z,1,0,5',
      '1970-01-01T00:00:01.000Z,,1,6',
      '',
    ]);
  });
  it('has a name every system takes', () => {
    expect(fileNameOf(['db/02', '', 'CPU'], 0, 'csv')).toBe('db-02 CPU 1970-01-01T00.00.csv');
  });
});

it('a moment is said with its day where the window holds more than one', () => {
  const words = { time: (_: number, seconds: boolean) => (seconds ? '14:05:09' : '14:05'), day: () => '20 Nov' };
  expect([60_000, 7_200_000, 100_000_000].map((toMs) => momentLabel(words, 0, { fromMs: 0, toMs }))).toEqual([
    '14:05:09',
    '14:05',
    '20 Nov 14:05',
  ]);
});
