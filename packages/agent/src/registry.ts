import { systemClock } from './clock.ts';
import { createCollectors } from './collectors/index.ts';
import { createInventory } from './inventory/index.ts';
import { effectiveUserId, openHostTree } from './kernel/index.ts';
import { logToStderr } from './log.ts';
import type { RuntimeDeps } from './runtime.ts';
import { createUsers, ProcessTable, readHostFacts, readProcessDetail, readProcessFacts, SocketTable } from './snapshots/index.ts';
import { createSources } from './sources/index.ts';
import type { Marks } from './state/index.ts';
import { UnitWatch } from './systemd/index.ts';

/** The parts of the agent that read this host: the one place that names them all. */
export function createParts(
  serverPids: readonly number[],
  marks: Marks,
): Pick<RuntimeDeps, 'collectors' | 'sources' | 'inventory' | 'processes' | 'sockets' | 'readFacts' | 'actions'> {
  const tree = openHostTree();
  const users = createUsers(tree);
  const processes = new ProcessTable({ tree, users });
  const sockets = new SocketTable({ tree, users, processes });
  const units = new UnitWatch({ clock: systemClock, tree });
  const snapshots = { tree, users, processes, sockets };
  return {
    collectors: createCollectors({ tree }),
    sources: createSources({
      clock: systemClock,
      log: logToStderr,
      tree,
      users,
      marks,
      units,
      privileged: effectiveUserId() === 0,
      known: (pid) => processes.get(pid) ?? null,
    }),
    inventory: createInventory({ tree, units }),
    processes,
    sockets,
    readFacts: (missing) => readHostFacts({ tree, users, missing }),
    actions: {
      host: tree,
      serverPids,
      privileged: effectiveUserId() === 0,
      readProcesses: () => {
        processes.scanIfOlder(Date.now(), 0);
        return { timeMs: processes.lastScanMs, intervalMs: 0, full: true, rows: [...processes.rows()], gone: [] };
      },
      readDetail: (ref) => readProcessDetail(ref, snapshots, Date.now()),
      readFacts: ({ pid, startTicks }, servers) =>
        readProcessFacts(pid, startTicks, { ...snapshots, serverPids: servers, agentPid: process.pid }, Date.now()),
    },
  };
}
