import type { HostChange, Hosts } from '../../latest/port.ts';
import type { HistoryStore } from '../../storage/history/index.ts';
import { HostRecorder } from './host-recorder.ts';

export interface RecorderDeps {
  readonly hosts: Hosts;
  readonly history: HistoryStore;
  readonly now: () => number;
}

/** Writes down what every host tells, from now on. Returns the end. */
export function recordHosts({ hosts, history, now }: RecorderDeps): () => void {
  const recorders = new Map<string, HostRecorder>();
  const recorderOf = (hostId: string): HostRecorder => {
    let recorder = recorders.get(hostId);
    if (!recorder) {
      const latest = {
        processes: () => hosts.processes(hostId),
        sockets: () => hosts.sockets(hostId),
        inventory: () => hosts.inventory(hostId),
      };
      recorder = new HostRecorder(latest, (record) => history.append(hostId, record), spreadOf(hostId));
      recorders.set(hostId, recorder);
    }
    return recorder;
  };
  return hosts.subscribe((change: HostChange) => {
    for (const hostId of history.takeLost()) {
      recorderOf(hostId).wantKey();
    }
    if (change.kind === 'removed') {
      recorders.get(change.hostId)?.lostSight(now());
      recorders.delete(change.hostId);
      return;
    }
    const recorder = recorderOf(change.hostId);
    switch (change.kind) {
      case 'processes': {
        const pids = [...change.changed.map(({ pid }) => pid), ...change.gone];
        recorder.processesCame(hosts.processes(change.hostId)?.timeMs ?? now(), now(), pids);
        return;
      }
      case 'sockets':
        recorder.socketsCame([...change.changed.map(({ id }) => id), ...change.gone]);
        return;
      case 'inventory':
        recorder.inventoryCame(change.changed, change.gone);
        return;
      case 'state':
        if (hosts.require(change.hostId).state === 'down') {
          recorder.lostSight(now());
        }
        return;
      case 'metrics':
        return;
      default:
        change satisfies never;
    }
  });
}

/** A number in [0, 1) that stays the same for a host. */
function spreadOf(hostId: string): number {
  return Bun.hash.crc32(hostId) / 4_294_967_296;
}
