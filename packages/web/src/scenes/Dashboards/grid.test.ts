import { describe, expect, it } from 'bun:test';
import { dashboardColumns as ofContract } from '@vigie/contract';
import { dashboardColumns } from './columns.ts';
import { append, type Cell, moveTo, readingOrder, resizeTo, settle } from './grid.ts';

const cell = (id: string, x: number, y: number, w = 4, h = 2): Cell => ({ id, x, y, w, h });
const places = (cells: readonly Cell[]) => Object.fromEntries(cells.map(({ id, x, y }) => [id, [x, y]]));

function isSound(cells: readonly Cell[]): boolean {
  return cells.every(
    (a) =>
      a.x >= 0 &&
      a.x + a.w <= dashboardColumns &&
      cells.every((b) => a.id === b.id || a.x >= b.x + b.w || b.x >= a.x + a.w || a.y >= b.y + b.h || b.y >= a.y + a.h),
  );
}

describe('the grid', () => {
  it('is as wide as the contract says', () => {
    expect(dashboardColumns).toBe(ofContract);
  });

  it('lets everything rise, and nothing lie over another', () => {
    expect(places(settle([cell('a', 0, 5), cell('b', 0, 5), cell('c', 8, 9)]))).toEqual({ a: [0, 0], b: [0, 2], c: [8, 0] });
  });

  it('makes room for a widget that is moved, and keeps it on the grid', () => {
    const cells = [cell('a', 0, 0), cell('b', 4, 0), cell('c', 0, 2)];
    expect(places(moveTo(cells, 'b', 0, 0))).toEqual({ b: [0, 0], a: [0, 2], c: [0, 4] });
    expect(places(moveTo(cells, 'b', 99, -5)).b).toEqual([8, 0]);
  });

  it('pushes what is below when a widget grows, and bounds it', () => {
    const grown = resizeTo([cell('a', 0, 0), cell('b', 0, 2)], 'a', 40, 5);
    expect(grown[0]).toMatchObject({ w: 12, h: 5 });
    expect(places(grown).b).toEqual([0, 5]);
    expect(resizeTo(grown, 'a', 0, 0)[0]).toMatchObject({ w: 1, h: 1 });
  });

  it('stays sound however it is moved and resized', () => {
    let cells: Cell[] = Array.from({ length: 12 }, (_, index) => cell(String(index), (index * 3) % 9, index));
    for (let step = 0; step < 400; step++) {
      const id = String((step * 7) % 12);
      cells = step % 2 === 0 ? moveTo(cells, id, (step * 5) % 13, (step * 3) % 20) : resizeTo(cells, id, (step % 7) + 1, (step % 5) + 1);
      expect(isSound(cells)).toBe(true);
    }
    expect(isSound(append(cells, cell('new', 0, 0, 12, 3)))).toBe(true);
    expect(readingOrder(cells)).toHaveLength(12);
  });
});
