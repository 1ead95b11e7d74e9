import type { ProcessRow } from '@vigie/contract/agent';

const most = 10;

const figures: readonly ((row: ProcessRow) => number)[] = [
  (row) => row.cpuCores ?? 0,
  (row) => row.rssBytes ?? 0,
  (row) => (row.readBytesPerSecond ?? 0) + (row.writeBytesPerSecond ?? 0),
  (row) => (row.receivedBytesPerSecond ?? 0) + (row.sentBytesPerSecond ?? 0),
];

/** Pids of the ten that use most of each resource. */
export function topPids(rows: Iterable<ProcessRow>): Set<number> {
  const tops = figures.map(() => [] as { readonly pid: number; readonly value: number }[]);
  for (const row of rows) {
    for (const [index, figure] of figures.entries()) {
      insert(tops[index] as { readonly pid: number; readonly value: number }[], { pid: row.pid, value: figure(row) });
    }
  }
  return new Set(tops.flat().map(({ pid }) => pid));
}

/** Keeps the list sorted, greatest first, and short. */
function insert(list: { readonly pid: number; readonly value: number }[], entry: { readonly pid: number; readonly value: number }): void {
  if (entry.value <= 0 || (list.length === most && entry.value <= (list[most - 1]?.value ?? 0))) {
    return;
  }
  let at = list.length;
  while (at > 0 && (list[at - 1]?.value ?? 0) < entry.value) {
    at--;
  }
  list.splice(at, 0, entry);
  list.length = Math.min(list.length, most);
}
