import type { Process } from '@vigie/contract';
import type { TableLine } from '../../../components/table/lines.ts';
import type { Branch, Entry } from './entry.ts';
import { type Compare, isSorted } from './ranks.ts';
import type { Roster } from './roster.ts';

/** Deeper steps are drawn no further right. */
const maxGuides = 24;
const noGuides: readonly boolean[] = [];

/**
 * The processes as families. The links are made anew only when a process came, went or got another parent, or when another
 * set is looked for; an update of figures only adds up, sorts the families that are out of order, and walks.
 */
export class ProcessTree {
  #roots: Entry[] = [];
  /** Every entry of the tree, parents before their children. */
  #all: Entry[] = [];

  /** What is shown: those that match and their parents; ended ones keep their place as long as `held`. */
  relink(roster: Roster, held: boolean): void {
    const old = held ? this.#all : this.#all.filter((entry) => entry.alive);
    const candidates = [...old, ...roster.entries.filter((entry) => !entry.placed)];
    for (const entry of this.#all) {
      entry.placed = false;
    }
    const members: Entry[] = [];
    for (const entry of markWanted(candidates, roster)) {
      entry.placed = true;
      members.push(entry);
    }
    for (const entry of members) {
      const branch = entry.branch as Branch;
      branch.children.length = 0;
      branch.reached = false;
      const parent = entry.alive ? roster.get(entry.row.ppid) : branch.parent;
      branch.ppid = entry.row.ppid;
      branch.parent = parent?.placed && parent !== entry ? parent : null;
    }
    this.#roots = [];
    for (const entry of members) {
      const parent = (entry.branch as Branch).parent;
      (parent?.branch ? parent.branch.children : this.#roots).push(entry);
    }
    this.#all = [];
    for (const root of this.#roots) {
      this.#reach(root);
    }
    // A circle of parents hangs from no root: it is cut where it is met first.
    for (const entry of this.#all.length === members.length ? [] : members) {
      const branch = entry.branch as Branch;
      if (!branch.reached) {
        const siblings = branch.parent?.branch?.children;
        siblings?.splice(siblings.indexOf(entry), 1);
        branch.parent = null;
        this.#roots.push(entry);
        this.#reach(entry);
      }
    }
  }

  #reach(root: Entry): void {
    const stack = [root];
    for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
      const branch = entry.branch as Branch;
      branch.reached = true;
      this.#all.push(entry);
      for (let index = branch.children.length - 1; index >= 0; index -= 1) {
        stack.push(branch.children[index] as Entry);
      }
    }
  }

  /** Adds to every entry what stands below it. */
  sum(): void {
    for (const entry of this.#all) {
      (entry.branch as Branch).sum = typeof entry.key === 'number' ? entry.key : 0;
    }
    for (let index = this.#all.length - 1; index >= 0; index -= 1) {
      const branch = (this.#all[index] as Entry).branch as Branch;
      if (branch.parent?.branch) {
        branch.parent.branch.sum += branch.sum;
      }
    }
  }

  /** Sorts every family, or with a hand on the table only says whether one is out of order. */
  sort(compare: Compare, held: boolean): boolean {
    let out = false;
    const visit = (family: Entry[]) => {
      if (family.length < 2 || isSorted(family, compare)) {
        return;
      }
      out = true;
      if (!held) {
        family.sort(compare);
      }
    };
    visit(this.#roots);
    for (const entry of this.#all) {
      visit((entry.branch as Branch).children);
      out ||= !entry.alive;
    }
    return held && out;
  }

  lines(collapsed: ReadonlySet<number>): readonly TableLine<Process>[] {
    const lines: TableLine<Process>[] = [];
    const stack: Entry[] = [];
    const depths: number[] = [];
    const pushAll = (family: readonly Entry[], depth: number) => {
      for (let index = family.length - 1; index >= 0; index -= 1) {
        stack.push(family[index] as Entry);
        depths.push(depth);
      }
    };
    pushAll(this.#roots, 0);
    const lastRoot = this.#roots.at(-1);
    for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
      const depth = depths.pop() ?? 0;
      const branch = entry.branch as Branch;
      const { parent, children } = branch;
      const last = entry === (parent?.branch ? parent.branch.children.at(-1) : lastRoot);
      const open = children.length > 0 && !collapsed.has(entry.row.pid);
      lines.push(lineOf(entry, branch, { depth, guides: parent?.branch?.below ?? noGuides, last, open }));
      if (open) {
        pushAll(children, depth + 1);
      }
    }
    return lines;
  }
}

/** The same object as long as nothing of it changes, so that it is not drawn again. */
function lineOf(
  entry: Entry,
  branch: Branch,
  shape: { readonly depth: number; readonly guides: readonly boolean[]; readonly last: boolean; readonly open: boolean },
): TableLine<Process> {
  const { depth, guides, last, open } = shape;
  const { line, context } = branch;
  const tree = line?.tree;
  if (tree?.guides !== guides || tree.last !== last || tree.depth !== depth) {
    branch.below = depth === 0 ? noGuides : [...guides, !last].slice(-maxGuides);
  } else if (
    line?.row === entry.row &&
    tree.open === open &&
    tree.children === branch.children.length &&
    tree.context === context &&
    line.ended === !entry.alive
  ) {
    return line;
  }
  const made = {
    id: entry.id,
    row: entry.row,
    tree: { row: entry.row, depth, guides, last, children: branch.children.length, open, context },
    ended: !entry.alive,
  };
  branch.line = made;
  return made;
}

/** Those that match, and their parents, in the order of `candidates`. */
function markWanted(candidates: readonly Entry[], roster: Roster): readonly Entry[] {
  const wanted = new Set<Entry>();
  for (const entry of candidates) {
    if (!entry.matches) {
      continue;
    }
    let at: Entry | null = entry;
    while (at !== null && !wanted.has(at)) {
      wanted.add(at);
      at = at.alive ? roster.get(at.row.ppid) : (at.branch?.parent ?? null);
    }
  }
  const members = candidates.filter((entry) => wanted.has(entry));
  for (const entry of members) {
    entry.branch ??= {
      parent: null,
      ppid: 0,
      children: [],
      sum: 0,
      context: false,
      reached: false,
      guides: noGuides,
      below: noGuides,
      line: null,
    };
    entry.branch.context = !entry.matches;
  }
  return members;
}
