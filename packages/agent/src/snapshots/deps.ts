import { AppError } from '@vigie/contract/agent';
import type { HostTree, ProcessStat } from '../kernel/index.ts';
import type { ProcessTable } from './processes/index.ts';
import type { SocketTable } from './sockets/index.ts';
import type { Users } from './users.ts';

/** What the readers of one process need. */
export interface SnapshotDeps {
  readonly tree: HostTree;
  readonly users: Users;
  readonly processes: ProcessTable;
  readonly sockets: SocketTable;
}

/**
 * The process that has this pid now, if it is the one that is meant. Throws `process_not_found`, or `process_changed`
 * when the pid has gone to another one. Without `startTicks`, whoever has the pid is meant.
 */
export function requireProcess(tree: HostTree, pid: number, startTicks: number | undefined): ProcessStat {
  const stat = tree.processes.stat(pid);
  if (stat === null) {
    throw new AppError('process_not_found');
  }
  if (startTicks !== undefined && stat.startTicks !== startTicks) {
    throw new AppError('process_changed');
  }
  return stat;
}
