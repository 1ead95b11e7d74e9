import { dashboardColumns } from './columns.ts';

/** A place on the grid: left, top, width and height in cells. */
export interface Cell {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const tallest = 24;

function overlaps(a: Cell, b: Cell): boolean {
  return a.id !== b.id && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** Moves everything up as far as it goes, in the order of reading; nothing lies over another. `fixed` keeps its place as long as it can. */
export function settle<T extends Cell>(cells: readonly T[], fixed: string | null = null): T[] {
  const inOrder = [...cells].sort((a, b) => Number(b.id === fixed) - Number(a.id === fixed) || a.y - b.y || a.x - b.x);
  const placed: T[] = [];
  for (const cell of inOrder) {
    let next = { ...cell };
    while (placed.some((other) => overlaps(next, other))) {
      next = { ...next, y: next.y + 1 };
    }
    placed.push(next);
  }
  const risen: T[] = [];
  for (const cell of placed.sort((a, b) => a.y - b.y || a.x - b.x)) {
    let next = cell;
    while (next.y > 0 && !risen.some((other) => overlaps({ ...next, y: next.y - 1 }, other))) {
      next = { ...next, y: next.y - 1 };
    }
    risen.push(next);
  }
  const order = new Map(cells.map(({ id }, index) => [id, index]));
  return risen.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
}

const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, Math.round(value)));

/** A widget moved to another place: it stays on the grid, and the others make room. */
export function moveTo<T extends Cell>(cells: readonly T[], id: string, x: number, y: number): T[] {
  return settle(
    cells.map((cell) => (cell.id === id ? { ...cell, x: within(x, 0, dashboardColumns - cell.w), y: within(y, 0, 1000) } : cell)),
    id,
  );
}

export function resizeTo<T extends Cell>(cells: readonly T[], id: string, w: number, h: number): T[] {
  return settle(
    cells.map((cell) => (cell.id === id ? { ...cell, w: within(w, 1, dashboardColumns - cell.x), h: within(h, 1, tallest) } : cell)),
    id,
  );
}

/** Below everything else. */
export function append<T extends Cell>(cells: readonly T[], cell: T): T[] {
  const bottom = cells.reduce((most, { y, h }) => Math.max(most, y + h), 0);
  return settle([...cells, { ...cell, x: 0, y: bottom }]);
}

/** The order in which a phone, which has one column, shows them. */
export function readingOrder<T extends Cell>(cells: readonly T[]): T[] {
  return [...cells].sort((a, b) => a.y - b.y || a.x - b.x);
}
