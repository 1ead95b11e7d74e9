import { AppError, type ProcessFacts } from '@vigie/contract/agent';
import { closeDescriptor, isDenied, KernelError, openProcessHandle, signalProcess } from '../../kernel/index.ts';
import { requireProcess, type SnapshotDeps } from '../deps.ts';
import { childrenOf } from '../detail/index.ts';
import { stateWord } from '../processes/index.ts';
import { readConnections } from './connections.ts';
import { evaluateRole } from './roles.ts';

export interface ProcessFactsDeps extends SnapshotDeps {
  readonly serverPids: readonly number[];
  readonly agentPid: number;
  /** Asked once for all the targets of a plan; the tables may be this old. */
  readonly maxAgeMs?: number;
}

const maxCommandLength = 300;

/** What a plan must know of one process. Throws `process_not_found` or `process_changed`. */
export function readProcessFacts(pid: number, startTicks: number | undefined, deps: ProcessFactsDeps, nowMs: number): ProcessFacts {
  const stat = requireProcess(deps.tree, pid, startTicks);
  deps.processes.scanIfOlder(nowMs, deps.maxAgeMs ?? 500);
  if (deps.processes.get(pid)?.startTicks !== stat.startTicks) {
    deps.processes.scanIfOlder(nowMs, 0);
  }
  deps.sockets.scanIfOlder(nowMs, deps.maxAgeMs ?? 500);
  const row = deps.processes.get(pid);
  if (row === undefined || row.startTicks !== stat.startTicks) {
    throw new AppError(row === undefined ? 'process_not_found' : 'process_changed');
  }
  const { clients, listening } = readConnections(deps, row);
  const command = row.cmdline.length === 0 ? `[${row.name}]` : row.cmdline.join(' ');
  return {
    pid,
    startTicks: row.startTicks,
    startedAtMs: row.startedAtMs,
    name: row.name,
    command: command.length > maxCommandLength ? `${command.slice(0, maxCommandLength - 1)}…` : command,
    user: row.user,
    uid: row.uid,
    kernel: row.kernel,
    zombie: row.state === 'Z',
    status: stateWord(row.state),
    nice: row.nice,
    unit: row.unit,
    container: row.container,
    children: childrenOf(deps.processes, pid).length,
    clients,
    listening,
    role: evaluateRole(
      { ...row, leadsTerminal: stat.session === pid && stat.ttyNumber !== 0, listens: listening.length > 0 },
      { agentPid: deps.agentPid, serverPids: deps.serverPids },
    ),
    permitted: isPermitted(pid),
  };
}

/** The kernel is asked: signal 0 is delivered to nobody, and refused like any other. */
function isPermitted(pid: number): boolean {
  let handle = -1;
  try {
    handle = openProcessHandle(pid);
    signalProcess(handle, 0);
    return true;
  } catch (error) {
    // A process that has just ended refuses too, but not for want of rights.
    return !(error instanceof KernelError && isDenied(error.errno));
  } finally {
    if (handle >= 0) {
      closeDescriptor(handle);
    }
  }
}
