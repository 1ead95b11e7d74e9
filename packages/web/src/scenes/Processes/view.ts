import type { Process } from '@vigie/contract';
import type { ProcessFilter } from '@vigie/contract/filter';
import type { TableLine } from '../../components/table/lines.ts';
import { holdOrder, sortRows } from '../../components/table/order.ts';
import type { ColumnSpec, Sort } from '../../components/table/spec.ts';
import { flattenTree, sumSubtrees } from '../../components/table/tree.ts';
import { processId } from './command.ts';

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

const pidOf = (row: Process) => row.pid;
const parentOf = (row: Process) => row.ppid;

/**
 * Turns the processes of one moment into the lines of the table. It remembers the lines of before, to hold them still,
 * and which rows matched: a row that did not change is not asked again.
 */
export function createProcessView<C>(): (input: ViewInput<C>) => ProcessView {
  let shown: readonly Process[] = [];
  let shownKey = '';
  let known = new WeakMap<Process, boolean>();
  let knownFilter: ProcessFilter | null = null;
  const plainLines = new WeakMap<Process, TableLine<Process>>();

  const matchesNow = (input: ViewInput<C>): ((row: Process) => boolean) => {
    // An age changes without the row.
    if (input.filter !== knownFilter || /\bage\b/i.test(input.filterText)) {
      known = new WeakMap();
      knownFilter = input.filter;
    }
    return (row) => {
      if (!input.kernel && row.kernel) {
        return false;
      }
      const before = known.get(row);
      if (before !== undefined) {
        return before;
      }
      const matches = input.filter.empty || input.filter.matches(row, input.nowMs);
      known.set(row, matches);
      return matches;
    };
  };

  let lastInput: ViewInput<C> | null = null;
  let lastView: ProcessView | null = null;
  return (input) => {
    // A render that is begun again, because a scroll came between, asks the same a second time.
    if (lastView !== null && lastInput !== null && sameInput(lastInput, input)) {
      return lastView;
    }
    lastInput = input;
    lastView = build(input);
    return lastView;
  };

  function build(input: ViewInput<C>): ProcessView {
    const { sort, tree, context, columns } = input;
    const matches = matchesNow(input);
    const matchedRows = input.rows.filter(matches);
    const sorted = sortFor(tree ? input.rows : matchedRows, input);
    const key = `${sort.column} ${sort.order} ${tree} ${input.kernel} ${input.filterText} ${[...input.collapsed].join(',')} ${columns.length} ${String(context === null)}`;
    const hold = input.held && key === shownKey && shown.length > 0;
    const ordered = hold ? holdOrder(shown, sorted, processId) : { rows: sorted, ended: none };
    shownKey = key;

    const lines = tree
      ? treeLines(ordered.rows, ordered.ended, matches, input.collapsed)
      : ordered.rows.map((row) => lineOf(row, ordered.ended.size > 0 && ordered.ended.has(processId(row))));
    shown = tree ? ordered.rows : lines.map((line) => line.row);
    return { lines, matched: matchedRows.length, held: hold && !sameOrder(ordered.rows, sorted) };
  }

  function lineOf(row: Process, ended: boolean): TableLine<Process> {
    if (ended) {
      return { id: processId(row), row, ended };
    }
    const known = plainLines.get(row);
    if (known) {
      return known;
    }
    const made = { id: processId(row), row };
    plainLines.set(row, made);
    return made;
  }

  function treeLines(
    rows: readonly Process[],
    ended: ReadonlySet<string>,
    matches: (row: Process) => boolean,
    collapsed: ReadonlySet<number>,
  ): readonly TableLine<Process>[] {
    return flattenTree({ rows, keyOf: pidOf, parentOf, matches, collapsed }).map((line) => {
      const id = processId(line.row);
      return { id, row: line.row, tree: line, ended: ended.size > 0 && ended.has(id) };
    });
  }
}

function sameInput<C>(left: ViewInput<C>, right: ViewInput<C>): boolean {
  return (Object.keys(right) as (keyof ViewInput<C>)[]).every((key) => Object.is(left[key], right[key]));
}

const none: ReadonlySet<string> = new Set();

function sameOrder(left: readonly Process[], right: readonly Process[]): boolean {
  return left.length === right.length && left.every((row, index) => row.pid === right[index]?.pid);
}

function sortFor<C>(rows: readonly Process[], input: ViewInput<C>): readonly Process[] {
  const { sort, columns, context, tree } = input;
  const read = columns.find((column) => column.id === sort.column)?.value;
  if (!tree || !read || !summed.has(sort.column)) {
    return sortRows(rows, sort, columns, context, pidOf);
  }
  const sums = sumSubtrees(rows, pidOf, parentOf, (row) => Number(read(row, context) ?? 0));
  const bySum: ColumnSpec<Process, C> = {
    ...(columns[0] as ColumnSpec<Process, C>),
    id: sort.column,
    value: (row) => sums.get(row.pid) ?? 0,
  };
  return sortRows(rows, sort, [bySum], context, pidOf);
}
