import type { OperationInput, OperationOutput } from '@vigie/contract';
import type { InventoryItem, ProcessRow, SocketRow } from '@vigie/contract/agent';
import { buildFacts, buildFrame, fakeClock } from '@vigie/testkit';
import { createHistoryHandlers, recordHosts } from '../features/history/index.ts';
import type { AgentLink } from '../gateway/index.ts';
import { Latest } from '../latest/index.ts';
import { SqliteHistoryStore, type SqliteHistoryStoreOptions } from '../storage/history/index.ts';
import { SqliteMetricStore } from '../storage/metrics/index.ts';
import { buildActor } from './test-runner.ts';

type HistoryOperation = 'host.at' | 'host.diff' | 'host.usage';

export interface Told {
  readonly processes: readonly ProcessRow[];
  readonly sockets?: readonly SocketRow[];
  readonly items?: readonly InventoryItem[];
}

/** Hosts that tell what a test says, through the real latest state, recorder, store and operations; time stands until it is moved. */
export function createToldHosts(options: Partial<SqliteHistoryStoreOptions> = {}) {
  const clock = fakeClock(Date.UTC(2026, 10, 20, 8));
  const history = new SqliteHistoryStore({ path: ':memory:', now: clock.now, ...options });
  const metrics = new SqliteMetricStore({ path: ':memory:', now: clock.now });
  const hosts = new Latest(
    { now: clock.now, timers: clock, report: () => undefined, remember: () => undefined },
    ['one', 'two'].map((id) => ({ id, local: id === 'one', name: id, facts: null, agentVersion: null })),
  );
  const endRecording = recordHosts({ hosts, history, now: clock.now });
  const handlers = createHistoryHandlers({ hosts, history, metrics, now: clock.now });
  const links = new Map<string, AgentLink>();

  function linkOf(hostId: string): AgentLink {
    const link = { hostId, setWatch: () => undefined, command: () => Promise.reject(new Error('not asked')), close: () => undefined };
    links.set(hostId, link);
    return link;
  }

  return {
    clock,
    history,
    connect: (hostId = 'one'): void => {
      const hello = {
        protocol: 1,
        agentVersion: '0',
        hostId,
        certificate: '',
        signature: '',
        agentTimeMs: 0,
        facts: buildFacts({ name: hostId }),
      };
      hosts.opened(linkOf(hostId), hello);
    },
    disconnect: (hostId = 'one'): void => {
      const link = links.get(hostId);
      if (link) {
        hosts.closed(link, 'cut', false);
      }
    },
    /** Everything there is, as after `aheadMs` by the clock of the host. */
    tell: ({ processes, sockets, items }: Told, { hostId = 'one', aheadMs = 0 } = {}): void => {
      const timeMs = clock.now() + aheadMs;
      if (sockets) {
        hosts.takeSockets(hostId, { timeMs, full: true, rows: sockets, gone: [], ownersHidden: false });
      }
      if (items) {
        hosts.takeInventory(hostId, { timeMs, full: true, kinds: ['package', 'unit', 'parameter'], items, gone: [] });
      }
      void hosts.frame(hostId, buildFrame({ a: 1 }, { timeMs }));
      hosts.takeProcesses(hostId, { timeMs, intervalMs: 10_000, full: true, rows: processes, gone: [] });
    },
    ask: async <K extends HistoryOperation>(id: K, input: OperationInput<K>, language: 'en' | 'fr' = 'en'): Promise<OperationOutput<K>> => {
      const filled = {
        host: 'local',
        time: 'now',
        include: 'processes,sockets,inventory',
        from: 'now-1h',
        to: 'now',
        limit: 500,
        resource: 'cpu',
        by: 'process',
        ...input,
      };
      const run = handlers[id].run as unknown as (input: unknown, context: unknown) => Promise<OperationOutput<K>>;
      return await run(filled, { actor: buildActor({ language }), requestId: 'r', signal: new AbortController().signal });
    },
    close: async (): Promise<void> => {
      endRecording();
      hosts.stop();
      await history.close();
      await metrics.close();
    },
  };
}
