import type { ProcessRow } from '@vigie/contract/agent';
import type { ProcessTable } from '../processes/index.ts';

export interface Relative {
  readonly pid: number;
  readonly start_ticks: number;
  readonly name: string;
}

function relative(row: ProcessRow): Relative {
  return { pid: row.pid, start_ticks: row.startTicks, name: row.name };
}

export function childrenOf(processes: ProcessTable, pid: number): Relative[] {
  const children: Relative[] = [];
  for (const row of processes.rows()) {
    if (row.ppid === pid) {
      children.push(relative(row));
    }
  }
  return children;
}

/** From the parent up to process 1. */
export function parentsOf(processes: ProcessTable, row: ProcessRow): Relative[] {
  const parents: Relative[] = [];
  const seen = new Set([row.pid]);
  for (let parent = processes.get(row.ppid); parent && !seen.has(parent.pid); parent = processes.get(parent.ppid)) {
    seen.add(parent.pid);
    parents.push(relative(parent));
  }
  return parents;
}

/** The process and everything below it. */
export function familyOf(processes: ProcessTable, pid: number): Set<number> {
  const children = new Map<number, number[]>();
  for (const row of processes.rows()) {
    const known = children.get(row.ppid);
    if (known) {
      known.push(row.pid);
    } else {
      children.set(row.ppid, [row.pid]);
    }
  }
  const family = new Set([pid]);
  for (const member of family) {
    for (const child of children.get(member) ?? []) {
      family.add(child);
    }
  }
  return family;
}
