import type { OperationParsed, Process } from '@vigie/contract';

type SortKey = OperationParsed<'process.list'>['sort'];

const keys: Readonly<Record<SortKey, (row: Process) => number | string | null>> = {
  cpu: (row) => row.cpu_percent,
  mem: (row) => row.memory_rss,
  pid: (row) => row.pid,
  name: (row) => row.name.toLowerCase(),
  user: (row) => row.username.toLowerCase(),
  nice: (row) => row.nice,
  threads: (row) => row.num_threads,
  start: (row) => row.create_time,
  read: (row) => row.read_bytes_per_second,
  write: (row) => row.write_bytes_per_second,
  swap: (row) => row.memory_swap,
  files: (row) => row.open_files_count,
  status: (row) => row.status,
};

/** A sorted copy. What is not known comes last in both orders; equals stand by pid. */
export function sortProcesses(rows: readonly Process[], sort: SortKey, order: 'asc' | 'desc'): Process[] {
  const key = keys[sort];
  const direction = order === 'asc' ? 1 : -1;
  return [...rows].sort((left, right) => compare(key(left), key(right), direction) || left.pid - right.pid);
}

function compare(left: number | string | null, right: number | string | null, direction: number): number {
  if (left === null || right === null) {
    return Number(left === null) - Number(right === null);
  }
  if (left === right) {
    return 0;
  }
  return left < right ? -direction : direction;
}
