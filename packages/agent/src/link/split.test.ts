import { describe, expect, it } from 'bun:test';
import { splitSnapshot } from './split.ts';

describe('a large snapshot', () => {
  it('goes out in parts: the first is full and says what is gone, all but the last say that more comes', () => {
    const rows = Array.from({ length: 2500 }, (_, pid) => ({ pid, cmdline: ['x'] }));
    const parts = splitSnapshot({ timeMs: 1, full: true, rows, gone: [7] });
    expect(
      parts.map(
        ({ full, gone, more, rows: some }: { full: boolean; gone: readonly number[]; more?: boolean; rows: readonly unknown[] }) => [
          full,
          gone,
          more,
          some.length,
        ],
      ),
    ).toEqual([
      [true, [7], true, 1000],
      [false, [], true, 1000],
      [false, [], undefined, 500],
    ]);
  });

  it('is one message when it is small, and the same as before', () => {
    const small = { timeMs: 1, full: false, rows: [], gone: [] };
    expect(splitSnapshot(small)).toEqual([small]);
  });
});
