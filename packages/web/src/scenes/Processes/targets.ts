import type { Process } from '@vigie/contract';

export interface TargetRef {
  readonly pid: number;
  readonly start_ticks: number;
}

function targetOf(row: Pick<Process, 'pid' | 'start_ticks'>): TargetRef {
  return { pid: row.pid, start_ticks: row.start_ticks };
}

/** The input of an action on one or several: one goes by its own path, several in one body. At most 500, as the contract says. */
export function targeting(host: string, rows: readonly Pick<Process, 'pid' | 'start_ticks'>[]) {
  const [only] = rows;
  if (rows.length === 1 && only) {
    return { host, ...targetOf(only) };
  }
  return { host, targets: rows.slice(0, 500).map(targetOf) };
}

/** The one nice value of all of them, or null when they differ. */
export function commonNice(rows: readonly Pick<Process, 'nice'>[]): number | null {
  const [first, ...rest] = rows;
  return first && rest.every((row) => row.nice === first.nice) ? first.nice : null;
}

/** A process and all that descends from it, as far as it is in the list. */
export function withDescendants(rows: readonly Process[], pid: number): readonly Process[] {
  const childrenOf = new Map<number, Process[]>();
  for (const row of rows) {
    childrenOf.set(row.ppid, [...(childrenOf.get(row.ppid) ?? []), row]);
  }
  const found = new Map<number, Process>();
  const queue = rows.filter((row) => row.pid === pid);
  for (let row = queue.pop(); row !== undefined; row = queue.pop()) {
    if (!found.has(row.pid)) {
      found.set(row.pid, row);
      queue.push(...(childrenOf.get(row.pid) ?? []));
    }
  }
  return [...found.values()];
}
