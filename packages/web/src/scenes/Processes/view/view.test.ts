import { expect, test } from 'bun:test';
import type { Process } from '@vigie/contract';
import { parseProcessFilter } from '@vigie/contract/filter';
import { sortRows } from '../../../components/table/order.ts';
import { flattenTree } from '../../../components/table/tree.ts';
import { buildProcess } from '../testing/build-process.ts';
import { createProcessView, type ViewInput } from './index.ts';

const columns = (['cpu', 'pid', 'unit'] as const).map((id) => ({
  id,
  head: '',
  title: '',
  align: 'end' as const,
  width: 1,
  minWidth: 1,
  priority: 0,
  value: (row: Process) => ({ cpu: row.cpu_percent, pid: row.pid, unit: row.unit })[id],
  cell: () => null,
}));

function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

/** The rows of the next moment: some change, some end, some come, some get another parent. */
function nextRows(rows: readonly Process[], random: (below: number) => number, newPid: () => number): readonly Process[] {
  const kept = rows.filter(() => random(20) > 0);
  const changed = kept.map((row) => {
    const dice = random(10);
    if (dice === 0) {
      return { ...row, ppid: kept[random(kept.length)]?.pid ?? 1 };
    }
    return dice < 4 ? { ...row, cpu_percent: random(5) === 0 ? null : random(50), unit: random(4) === 0 ? null : `u${random(6)}` } : row;
  });
  const born = Array.from({ length: random(4) }, () =>
    buildProcess(newPid(), { ppid: changed[random(changed.length)]?.pid ?? 1, kernel: random(9) === 0, cpu_percent: random(50) }),
  );
  return [...changed, ...born];
}

function sumBelow(rows: readonly Process[], row: Process, seen = new Set<number>()): number {
  if (seen.has(row.pid)) {
    return 0;
  }
  seen.add(row.pid);
  return rows.filter((other) => other.ppid === row.pid).reduce((sum, child) => sum + sumBelow(rows, child, seen), row.cpu_percent ?? 0);
}

/** No circle of parents: where such a one is cut depends on what was there before. */
function withoutCircles(rows: readonly Process[]): readonly Process[] {
  const byPid = new Map(rows.map((row) => [row.pid, row]));
  return rows.map((row) => ((byPid.get(row.ppid)?.pid ?? 0) >= row.pid ? { ...row, ppid: 0 } : row));
}

test('after any updates the view is what sorting everything anew would give', () => {
  const filters = ['', 'cpu>20', 'p1'].map((text) => {
    const parsed = parseProcessFilter(text);
    if (!parsed.ok) {
      throw new Error(text);
    }
    return { filter: parsed.filter, filterText: text };
  });
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = randomFrom(seed * 7919);
    let pid = 40;
    const newPid = () => {
      pid += 1;
      return pid;
    };
    let rows: readonly Process[] = Array.from({ length: 30 }, (_, index) => buildProcess(index + 1, { ppid: random(index + 1) }));
    const view = createProcessView<null>();
    let input: ViewInput<null> = {
      rows,
      ...(filters[0] as (typeof filters)[number]),
      nowMs: 0,
      kernel: true,
      tree: seed % 2 === 0,
      collapsed: new Set<number>(),
      sort: { column: 'cpu', order: 'desc' },
      columns,
      context: null,
      held: false,
    };
    for (let step = 0; step < 40; step += 1) {
      rows = withoutCircles(nextRows(rows, random, newPid));
      input = { ...input, rows, held: random(3) === 0 };
      if (random(8) === 0) {
        input = { ...input, ...(filters[random(filters.length)] as (typeof filters)[number]) };
      }
      if (random(8) === 0) {
        input = { ...input, sort: { column: columns[random(3)]?.id ?? 'cpu', order: random(2) === 0 ? 'asc' : 'desc' } };
      }
      if (random(10) === 0) {
        input = { ...input, kernel: !input.kernel, tree: random(2) === 0, collapsed: new Set([random(pid)]) };
      }
      const shown = view(input);
      const matches = (row: Process) => (input.kernel || !row.kernel) && input.filter.matches(row, 0);
      expect(shown.matched).toBe(rows.filter(matches).length);
      if (input.held) {
        const alive = shown.lines.filter((line) => !line.ended).map((line) => line.row);
        expect(alive.every((row) => rows.includes(row))).toBe(true);
        continue;
      }
      expect(shown.held).toBe(false);
      const visible = new Set(shown.lines.map((line) => line.row));
      const wanted = input.tree ? wantedOf(rows, matches) : rows.filter(matches);
      const summing = input.tree && input.sort.column === 'cpu';
      const sorted = sortRows(
        wanted,
        input.sort,
        summing ? [{ ...(columns[0] as (typeof columns)[number]), value: (row: Process) => sumBelow(wanted, row) }] : columns,
        null,
        (row) => row.pid,
      );
      if (!input.tree) {
        expect(shown.lines.map((line) => line.row)).toEqual([...sorted]);
        continue;
      }
      const expected = flattenTree({
        rows: sorted,
        keyOf: (row) => row.pid,
        parentOf: (row) => row.ppid,
        matches,
        collapsed: input.collapsed,
      });
      expect(shown.lines.map((line) => line.tree)).toEqual([...expected]);
      expect(visible.size).toBe(expected.length);
    }
  }
});

function wantedOf(rows: readonly Process[], matches: (row: Process) => boolean): readonly Process[] {
  const byPid = new Map(rows.map((row) => [row.pid, row]));
  const wanted = new Set<Process>();
  for (const row of rows.filter(matches)) {
    for (let at: Process | undefined = row; at && !wanted.has(at); at = byPid.get(at.ppid)) {
      wanted.add(at);
    }
  }
  return rows.filter((row) => wanted.has(row));
}

test('a circle of parents is cut, and everyone in it is shown once', () => {
  const view = createProcessView<null>();
  const rows = [buildProcess(2, { ppid: 3 }), buildProcess(3, { ppid: 2 }), buildProcess(4, { ppid: 3 }), buildProcess(5, { ppid: 5 })];
  const parsed = parseProcessFilter('');
  const lines = parsed.ok
    ? view({
        rows,
        filter: parsed.filter,
        filterText: '',
        nowMs: 0,
        kernel: true,
        tree: true,
        collapsed: new Set(),
        sort: { column: 'pid', order: 'asc' },
        columns,
        context: null,
        held: false,
      }).lines
    : [];
  expect(lines.map((line) => line.row.pid).toSorted()).toEqual([2, 3, 4, 5]);
});
