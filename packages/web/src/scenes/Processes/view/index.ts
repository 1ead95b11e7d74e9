/*
 * From the processes of one moment to the lines of the table: filter, order, tree, and the stillness of rows under a hand.
 * It remembers every process (`Entry`), so that an update costs what changed and not what there is. It draws nothing.
 */
import type { Process } from '@vigie/contract';
import type { ProcessFilter } from '@vigie/contract/filter';
import type { TableLine } from '../../../components/table/lines.ts';
import type { ColumnSpec, Sort } from '../../../components/table/spec.ts';
import { type Entry, flatLineOf } from './entry.ts';
import { holdOrder, sortOrder } from './flat.ts';
import { type Compare, compareBy, compareBySum } from './ranks.ts';
import { Roster, type RosterChange } from './roster.ts';
import { ProcessTree } from './tree.ts';

export interface ViewInput<C> {
  readonly rows: readonly Process[];
  readonly filter: ProcessFilter;
  readonly filterText: string;
  readonly nowMs: number;
  readonly kernel: boolean;
  readonly tree: boolean;
  readonly collapsed: ReadonlySet<number>;
  readonly sort: Sort;
  readonly columns: readonly ColumnSpec<Process, C>[];
  readonly context: C;
  /** A hand is on the table: rows keep their place. */
  readonly held: boolean;
}

export interface ProcessView {
  readonly lines: readonly TableLine<Process>[];
  /** How many processes match; a tree also shows their parents. */
  readonly matched: number;
  /** The order is not the sorted one, because a hand holds it. */
  readonly held: boolean;
}

/** In a tree siblings stand by the sum of what is below them, for the figures where a sum has a meaning. */
const summed: ReadonlySet<string> = new Set(['cpu', 'mem', 'resident', 'read', 'write', 'time', 'swap', 'unique']);

/** Each call takes the next moment; asked the same a second time, as React does, it gives the same answer. */
export function createProcessView<C>(): (input: ViewInput<C>) => ProcessView {
  const roster = new Roster();
  let tree = new ProcessTree();
  let order: Entry[] = [];
  let last: ViewInput<C> | null = null;
  let lastView: ProcessView | null = null;
  let wasHeld = false;
  let textual = false;
  let compare: Compare = () => 0;

  return (input) => {
    if (last !== null && lastView !== null && sameInput(last, input)) {
      return lastView;
    }
    const before = last;
    last = input;
    lastView = build(input, before);
    return lastView;
  };

  function build(input: ViewInput<C>, before: ViewInput<C> | null): ProcessView {
    const change = roster.update(input.rows);
    const otherShape = !before || before.tree !== input.tree;
    const otherMatch =
      !before || before.filter !== input.filter || before.filterText !== input.filterText || before.kernel !== input.kernel;
    const otherSort = !before || before.sort.column !== input.sort.column || before.sort.order !== input.sort.order;
    const otherKeys = otherSort || before.columns !== input.columns || before.context !== input.context;
    // An age changes without the row.
    const ages = /\bage\b/i.test(input.filterText);
    const moved = match(input, change, otherMatch || ages);
    readKeys(input, change, otherKeys);
    if (otherShape || otherMatch || otherSort) {
      for (const entry of order) {
        entry.placed = false;
      }
      order = [];
      for (const entry of roster.entries) {
        entry.placed = false;
      }
      tree = new ProcessTree();
    }
    const held = input.held && !otherShape && !otherMatch && !otherSort;
    const matched = countMatching(roster.entries);
    if (input.tree) {
      const structure = otherShape || otherMatch || otherSort || moved || change.added.length > 0 || change.gone.length > 0 || wasHeld;
      return { ...treeView(input, held, structure), matched };
    }
    const placed = held ? holdOrder(order, roster.entries, compare) : sortOrder(order, roster.entries, compare);
    order = placed.entries;
    return { lines: order.map(flatLineOf), matched, held: placed.held };
  }

  function treeView(input: ViewInput<C>, held: boolean, structure: boolean): Pick<ProcessView, 'lines' | 'held'> {
    if (structure) {
      tree.relink(roster, held);
    }
    wasHeld = held;
    const sums = summed.has(input.sort.column);
    if (sums) {
      tree.sum();
    }
    const out = tree.sort(sums ? compareBySum(input.sort.order) : compare, held);
    return { lines: tree.lines(input.collapsed), held: out };
  }

  /** Asks the filter of what changed, or of all; true when a match or a parent is another than before. */
  function match(input: ViewInput<C>, change: RosterChange, all: boolean): boolean {
    const { filter, kernel, nowMs } = input;
    let moved = false;
    for (const entries of all ? [roster.entries] : [change.changed, change.added]) {
      for (const entry of entries) {
        const matches = (kernel || !entry.row.kernel) && (filter.empty || filter.matches(entry.row, nowMs));
        if (matches !== entry.matches) {
          entry.matches = matches;
          entry.dirty = true;
          moved = true;
        }
      }
    }
    return moved || (input.tree && change.changed.some((entry) => entry.branch && entry.branch.ppid !== entry.row.ppid));
  }

  function readKeys(input: ViewInput<C>, change: RosterChange, all: boolean): void {
    const read = input.columns.find((column) => column.id === input.sort.column)?.value;
    let text = all ? false : textual;
    for (const entries of all ? [roster.entries] : [change.changed, change.added]) {
      for (const entry of entries) {
        const key = read?.(entry.row, input.context) ?? null;
        text ||= typeof key === 'string';
        if (key !== entry.key) {
          entry.key = key;
          entry.dirty = true;
        }
      }
    }
    if (all || text !== textual) {
      textual = text;
      compare = compareBy(input.sort.order, textual);
    }
  }
}

function sameInput<C>(left: ViewInput<C>, right: ViewInput<C>): boolean {
  return (Object.keys(right) as (keyof ViewInput<C>)[]).every((key) => Object.is(left[key], right[key]));
}

function countMatching(entries: readonly Entry[]): number {
  let count = 0;
  for (const entry of entries) {
    count += entry.matches ? 1 : 0;
  }
  return count;
}
