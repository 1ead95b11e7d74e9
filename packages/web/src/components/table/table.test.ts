import { describe, expect, test } from 'bun:test';
import { hostText, hostTextParts } from './host-text.ts';
import { holdOrder, sortRows } from './order.ts';
import { addIds, emptySelection, extendTo, keepKnown, moveCursor, toggleId } from './selection.ts';
import { type ColumnSpec, fitColumns, formatColumnChoice, moveColumn, parseColumnChoice } from './spec.ts';
import { flattenTree, sumSubtrees } from './tree.ts';

interface Row {
  readonly id: string;
  readonly n: number;
  readonly parent: number;
  readonly cpu: number | null;
}

function buildColumn(id: string, overrides: Partial<ColumnSpec<Row, null>> = {}): ColumnSpec<Row, null> {
  return { id, head: id, title: id, align: 'start', width: 100, minWidth: 40, priority: 0, cell: () => null, ...overrides };
}

const rows: readonly Row[] = [
  { id: 'a', n: 1, parent: 0, cpu: 0 },
  { id: 'b', n: 2, parent: 1, cpu: 5 },
  { id: 'c', n: 3, parent: 1, cpu: null },
  { id: 'd', n: 4, parent: 2, cpu: 5 },
  { id: 'e', n: 5, parent: 99, cpu: 7 },
];
const cpu = buildColumn('cpu', { value: (row) => row.cpu });

describe('sorting', () => {
  test('unknown values are last in either order', () => {
    const asc = sortRows(rows, { column: 'cpu', order: 'asc' }, [cpu], null, (row) => row.n);
    const desc = sortRows(rows, { column: 'cpu', order: 'desc' }, [cpu], null, (row) => row.n);
    expect(asc.map((row) => row.id).join('')).toBe('abdec');
    expect(desc.map((row) => row.id).join('')).toBe('ebdac');
  });

  test('equal values stand by the tie, whatever order they came in', () => {
    const shuffled = [rows[3], rows[0], rows[1]].filter((row) => row !== undefined);
    expect(
      sortRows(shuffled, { column: 'cpu', order: 'desc' }, [cpu], null, (row) => row.n)
        .map((row) => row.id)
        .join(''),
    ).toBe('bda');
  });

  test('text is compared as people read it: case and figures', () => {
    const name = buildColumn('name', { value: (row) => row.id });
    const named = [
      { id: 'worker10', n: 1, parent: 0, cpu: 0 },
      { id: 'Worker9', n: 2, parent: 0, cpu: 0 },
    ];
    const sorted = sortRows(named, { column: 'name', order: 'asc' }, [name], null, (row) => row.n);
    expect(sorted.map((row) => row.id)).toEqual(['Worker9', 'worker10']);
  });

  test('a column that cannot be sorted leaves the rows as they are', () => {
    expect(sortRows(rows, { column: 'none', order: 'asc' }, [cpu], null, (row) => row.n)).toBe(rows);
  });
});

describe('rows under the hand', () => {
  const idOf = (row: Row) => row.id;
  test('keep their place with their new values; the new come last; the ended stay, marked', () => {
    const before = [rows[4], rows[1], rows[0]].filter((row) => row !== undefined);
    const fresh = { id: 'z', n: 9, parent: 1, cpu: 99 };
    const grown = { id: 'a', n: 1, parent: 0, cpu: 80 };
    const held = holdOrder<Row>(before, [fresh, grown, before[0] as Row], idOf);
    expect(held.rows.map((row) => row.id).join('')).toBe('ebaz');
    expect(held.rows[2]).toBe(grown);
    expect([...held.ended]).toEqual(['b']);
  });
});

describe('the tree', () => {
  const build = (matches: (row: Row) => boolean, collapsed: readonly number[] = [], all: readonly Row[] = rows) =>
    flattenTree({ rows: all, keyOf: (row) => row.n, parentOf: (row) => row.parent, matches, collapsed: new Set(collapsed) });

  test('children follow their parent, with the hairlines that go on', () => {
    const lines = build(() => true);
    expect(lines.map((line) => `${line.row.id}${line.depth}`).join(' ')).toBe('a0 b1 d2 c1 e0');
    expect(lines[2]).toMatchObject({ guides: [true], last: true });
    expect(lines[3]).toMatchObject({ guides: [], last: true });
  });

  test('a match brings its parents along as context, and nothing else', () => {
    const lines = build((row) => row.id === 'd');
    expect(lines.map((line) => line.row.id).join('')).toBe('abd');
    expect(lines.map((line) => line.context)).toEqual([true, true, false]);
  });

  test('a collapsed row hides what is below and says how many children it has', () => {
    const lines = build(() => true, [1]);
    expect(lines.map((line) => line.row.id).join('')).toBe('ae');
    expect(lines[0]).toMatchObject({ open: false, children: 2 });
  });

  test('parents in a circle are shown once each', () => {
    const circle = [
      { id: 'x', n: 1, parent: 2, cpu: 0 },
      { id: 'y', n: 2, parent: 1, cpu: 0 },
    ];
    expect(
      build(() => true, [], circle)
        .map((line) => line.row.id)
        .sort(),
    ).toEqual(['x', 'y']);
  });

  test('a subtree weighs what all of it weighs', () => {
    const sums = sumSubtrees(
      rows,
      (row) => row.n,
      (row) => row.parent,
      (row) => row.cpu ?? 0,
    );
    expect(sums.get(1)).toBe(10);
    expect(sums.get(2)).toBe(10);
    expect(sums.get(5)).toBe(7);
  });
});

describe('selection', () => {
  test('a second toggle takes the tag away', () => {
    expect(toggleId(toggleId(emptySelection, 'a'), 'a').size).toBe(0);
  });

  test('a range goes both ways and adds to what was tagged', () => {
    expect([...extendTo(new Set(['z']), ['a', 'b', 'c', 'd'], 'd', 'b')]).toEqual(['z', 'b', 'c', 'd']);
    expect([...extendTo(emptySelection, ['a', 'b'], 'gone', 'b')]).toEqual(['b']);
  });

  test('what ended is forgotten; the same object when nothing ended', () => {
    const tagged = new Set(['a', 'b']);
    expect(keepKnown(tagged, () => true)).toBe(tagged);
    expect([...keepKnown(tagged, (id) => id === 'b')]).toEqual(['b']);
    expect(addIds(tagged, ['a'])).toBe(tagged);
  });

  test('the cursor stops at the ends and begins at the end it comes from', () => {
    expect(moveCursor(['a', 'b'], 'b', 1)).toBe('b');
    expect(moveCursor(['a', 'b'], null, 1)).toBe('a');
    expect(moveCursor(['a', 'b'], null, -1)).toBe('b');
    expect(moveCursor([], 'a', 1)).toBeNull();
  });
});

describe('columns', () => {
  test('leave by priority when width lacks, the first one never', () => {
    const columns = [
      buildColumn('name'),
      buildColumn('user', { priority: 2 }),
      buildColumn('unit', { priority: 3 }),
      buildColumn('cpu', { priority: 1 }),
    ];
    expect(fitColumns(columns, {}, 300)).toEqual({ shown: ['name', 'user', 'cpu'], folded: ['unit'] });
    expect(fitColumns(columns, {}, 10)).toEqual({ shown: ['name'], folded: ['user', 'unit', 'cpu'] });
    expect(fitColumns(columns, { unit: 10, name: 10 }, 250).folded).toEqual([]);
  });

  test('are kept with their widths, and what is not known falls away', () => {
    const choice = parseColumnChoice(['cpu:96', 'nope', 'pid', 'pid:50', '<script>'], new Set(['pid', 'cpu']));
    expect(choice).toEqual({ ids: ['cpu', 'pid'], widths: { cpu: 96 } });
    expect(choice && formatColumnChoice(choice)).toEqual(['cpu:96', 'pid']);
    expect(parseColumnChoice(['nope'], new Set(['pid']))).toBeNull();
  });

  test('move to the place of another', () => {
    expect(moveColumn(['a', 'b', 'c'], 'a', 'c')).toEqual(['b', 'c', 'a']);
    expect(moveColumn(['a', 'b', 'c'], 'c', 'a')).toEqual(['c', 'a', 'b']);
  });
});

describe('text of a host', () => {
  test('markup stays text, letter by letter', () => {
    expect(hostText('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
  });

  test('control, direction and invisible characters become visible', () => {
    expect(hostText('a\u001b[31mred\u0007')).toBe('a\\e[31mred\\x07');
    expect(hostText('evil\u202egpj.exe')).toBe('evil\\u{202e}gpj.exe');
    expect(hostText('a\nb\u200bc\ud800')).toBe('a\\nb\\u{200b}c\\u{d800}');
    expect(hostText('été 漢字 🙂')).toBe('été 漢字 🙂');
  });

  test('the pieces say which of them are escapes', () => {
    expect(hostTextParts('a\u001bb')).toEqual([
      { text: 'a', escape: false },
      { text: '\\e', escape: true },
      { text: 'b', escape: false },
    ]);
    expect(hostTextParts('')).toEqual([{ text: '', escape: false }]);
  });
});
