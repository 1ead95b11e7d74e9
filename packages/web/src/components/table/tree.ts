/** One line of a tree. `guides` says for each step above whether its hairline goes on below this line. */
export interface TreeLine<R> {
  readonly row: R;
  readonly depth: number;
  readonly guides: readonly boolean[];
  /** The last child of its parent: its hairline ends here. */
  readonly last: boolean;
  readonly children: number;
  readonly open: boolean;
  /** Shown only because something below it matches. */
  readonly context: boolean;
}

export interface TreeInput<R> {
  /** Already in the order siblings should have. */
  readonly rows: readonly R[];
  readonly keyOf: (row: R) => number;
  readonly parentOf: (row: R) => number;
  /** True: this row is looked for; the parents of such rows are shown too. */
  readonly matches: (row: R) => boolean;
  readonly collapsed: ReadonlySet<number>;
}

/** Deeper steps are drawn no further right. */
const maxGuides = 24;

/** Rows in the order of a tree. A row whose parent is not there stands at the root; a circle of parents is cut. */
export function flattenTree<R>(input: TreeInput<R>): readonly TreeLine<R>[] {
  const { rows, keyOf, parentOf, collapsed } = input;
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const wanted = markWanted(input, byKey);
  const childrenOf = new Map<number, R[]>();
  const roots: R[] = [];
  for (const row of rows) {
    if (!wanted.has(keyOf(row))) {
      continue;
    }
    const parent = parentOf(row);
    if (parent === keyOf(row) || !byKey.has(parent) || !wanted.has(parent)) {
      roots.push(row);
      continue;
    }
    const siblings = childrenOf.get(parent);
    if (siblings) {
      siblings.push(row);
    } else {
      childrenOf.set(parent, [row]);
    }
  }
  const lines: TreeLine<R>[] = [];
  const seen = new Set<number>();
  // A stack of our own: a host may hold a chain of parents longer than the engine's.
  const stack: { readonly row: R; readonly depth: number; readonly guides: readonly boolean[]; readonly last: boolean }[] = [];
  const draw = (first: R, lastRoot: boolean): void => {
    stack.push({ row: first, depth: 0, guides: [], last: lastRoot });
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { row, depth, guides, last } = next;
      const key = keyOf(row);
      if (seen.has(key)) {
        continue;
      }
      seen.add(key);
      const children = childrenOf.get(key) ?? [];
      const open = children.length > 0 && !collapsed.has(key);
      lines.push({ row, depth, guides, last, children: children.length, open, context: wanted.get(key) === false });
      if (!open) {
        continue;
      }
      const below = depth === 0 ? [] : [...guides, !last].slice(-maxGuides);
      for (let index = children.length - 1; index >= 0; index -= 1) {
        stack.push({ row: children[index] as R, depth: depth + 1, guides: below, last: index === children.length - 1 });
      }
    }
  };
  for (const [index, root] of roots.entries()) {
    draw(root, index === roots.length - 1);
  }
  for (const row of lines.length === wanted.size ? [] : rows) {
    if (wanted.has(keyOf(row)) && !seen.has(keyOf(row)) && !hiddenBelow(row, byKey, parentOf, keyOf, seen)) {
      draw(row, true);
    }
  }
  return lines;
}

/** Key → true when it matches, false when it is only on the way to one that does. */
function markWanted<R>(input: TreeInput<R>, byKey: ReadonlyMap<number, R>): ReadonlyMap<number, boolean> {
  const wanted = new Map<number, boolean>();
  for (const row of input.rows) {
    if (!input.matches(row)) {
      continue;
    }
    wanted.set(input.keyOf(row), true);
    let parent = byKey.get(input.parentOf(row));
    while (parent !== undefined && !wanted.has(input.keyOf(parent))) {
      wanted.set(input.keyOf(parent), false);
      parent = byKey.get(input.parentOf(parent));
    }
  }
  return wanted;
}

/** Is it under something that was drawn, and so only folded away? */
function hiddenBelow<R>(
  row: R,
  byKey: ReadonlyMap<number, R>,
  parentOf: (row: R) => number,
  keyOf: (row: R) => number,
  drawn: ReadonlySet<number>,
): boolean {
  const steps = new Set<number>();
  let at: R | undefined = row;
  while (at !== undefined && !steps.has(keyOf(at))) {
    steps.add(keyOf(at));
    if (drawn.has(parentOf(at))) {
      return true;
    }
    at = byKey.get(parentOf(at));
  }
  return false;
}

/** A chain of parents longer than this, or a circle, is not added up further. */
const mostSteps = 200;

/** Adds to every row what stands below it, so that siblings can be sorted by the whole of their subtree. */
export function sumSubtrees<R>(
  rows: readonly R[],
  keyOf: (row: R) => number,
  parentOf: (row: R) => number,
  read: (row: R) => number,
): Map<number, number> {
  const parents = new Map(rows.map((row) => [keyOf(row), parentOf(row)]));
  const sums = new Map<number, number>();
  for (const row of rows) {
    const own = read(row);
    sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + own);
    if (own === 0) {
      continue;
    }
    let at = parentOf(row);
    for (let steps = 0; steps < mostSteps && at !== keyOf(row); steps += 1) {
      const above = parents.get(at);
      if (above === undefined) {
        break;
      }
      sums.set(at, (sums.get(at) ?? 0) + own);
      at = above;
    }
  }
  return sums;
}
