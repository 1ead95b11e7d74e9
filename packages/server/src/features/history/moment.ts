import { type HostMoment, type Language, type Text, text } from '@vigie/contract';
import type { InventoryItem, ProcessRow, SocketRow } from '@vigie/contract/agent';
import type { Hosts } from '../../latest/port.ts';
import type { HistoryStore } from '../../storage/history/index.ts';
import { presentProcess, summarizeProcesses } from '../processes/index.ts';
import { presentSocket } from '../sockets/index.ts';
import { Replay, silentAfterMs } from './replay.ts';

export type Part = 'processes' | 'sockets' | 'inventory';

/** What a person may be shown of a moment. */
export type State = Pick<Replay, 'hasSockets' | 'cut' | 'inventoryKinds' | 'measuredMs' | 'toldMs' | 'unknownSinceMs'> & {
  readonly processes: ReadonlyMap<number, { readonly row: ProcessRow }>;
  readonly sockets: ReadonlyMap<string, SocketRow>;
  readonly inventory: ReadonlyMap<string, InventoryItem>;
};

export interface MomentDeps {
  readonly hosts: Hosts;
  readonly history: HistoryStore;
}

/** The state of a host as it was: its records, played up to the moment; or the newest, when nothing newer has been told. */
export function stateAt({ hosts, history }: MomentDeps, hostId: string, timeMs: number): State {
  const newest = hosts.require(hostId).state === 'up' ? hosts.processes(hostId) : null;
  if (newest && newest.timeMs <= timeMs && timeMs - newest.timeMs <= silentAfterMs) {
    const sockets = hosts.sockets(hostId);
    const inventory = hosts.inventory(hostId);
    return {
      processes: new Map([...newest.rows].map(([pid, row]) => [pid, { row, atMs: newest.timeMs }])),
      sockets: sockets?.rows ?? new Map(),
      hasSockets: sockets !== null,
      cut: false,
      inventory: inventory?.items ?? new Map(),
      inventoryKinds: inventory?.kinds ?? null,
      measuredMs: newest.timeMs,
      toldMs: newest.timeMs,
      unknownSinceMs: null,
    };
  }
  const replay = new Replay();
  for (const record of history.read(hostId, timeMs, timeMs)) {
    replay.apply(record);
  }
  return replay;
}

/** Why the state is not known at a moment; null when it is. */
export function missingAt(history: HistoryStore, hostId: string, state: State, timeMs: number): Text | null {
  const sinceMs = state.toldMs === null ? null : (state.unknownSinceMs ?? (timeMs - state.toldMs > silentAfterMs ? state.toldMs : null));
  if (state.measuredMs !== null && sinceMs === null) {
    return null;
  }
  if (history.isDamaged(hostId, timeMs)) {
    return text('what was kept of this moment is damaged', 'ce qui était gardé de ce moment est abîmé');
  }
  if (sinceMs === null) {
    return text('nothing is kept of this moment', 'rien n’est gardé de ce moment');
  }
  const since = new Date(sinceMs).toISOString();
  return text(
    `the host had not been heard of since ${since}; what is shown is from before`,
    `l’hôte était muet depuis ${since} ; ce qui est montré date d’avant`,
  );
}

export function presentMoment(deps: MomentDeps, hostId: string, timeMs: number, parts: ReadonlySet<Part>, language: Language): HostMoment {
  const { hosts, history } = deps;
  const host = hosts.require(hostId);
  const replay = stateAt(deps, hostId, timeMs);
  const asOf = replay.measuredMs === null ? null : new Date(replay.measuredMs).toISOString();
  const missing = missingAt(history, hostId, replay, timeMs)?.[language] ?? null;
  const keptFromMs = history.keptFrom(hostId);
  const rows: ProcessRow[] = [...replay.processes.values()].map(({ row }) => row);
  const sockets = replay.hasSockets ? { timeMs, ownersHidden: false, rows: replay.sockets } : null;
  const cut = text(
    'too many connections came and went to keep them; listening sockets are complete',
    'trop de connexions se succédaient pour être gardées ; les sockets en écoute sont complètes',
  );
  const noSockets = text('the host had not told its sockets yet', 'l’hôte n’avait pas encore donné ses sockets');
  const noInventory = text('the host had told no inventory', 'l’hôte n’avait pas donné d’inventaire');
  return {
    host: host.id,
    time: new Date(timeMs).toISOString(),
    ...(parts.has('processes')
      ? {
          processes: {
            asOf,
            missing,
            summary: summarizeProcesses(rows),
            items: rows.map((row) => presentProcess(row, { sockets, host })),
          },
        }
      : {}),
    ...(parts.has('sockets')
      ? {
          sockets: {
            asOf: replay.hasSockets ? asOf : null,
            missing: missing ?? (replay.hasSockets ? (replay.cut ? cut[language] : null) : noSockets[language]),
            items: [...replay.sockets.values()].map(presentSocket),
          },
        }
      : {}),
    ...(parts.has('inventory')
      ? {
          inventory: {
            asOf: replay.inventoryKinds === null ? null : asOf,
            missing: missing ?? (replay.inventoryKinds === null ? noInventory[language] : null),
            items: [...replay.inventory.values()].map((item) => ({ ...item, fields: { ...item.fields } })),
          },
        }
      : {}),
    keptFrom: keptFromMs === null ? null : new Date(keptFromMs).toISOString(),
  };
}
