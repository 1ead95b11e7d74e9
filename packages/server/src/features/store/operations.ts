import type { QueryHandler } from '../../operations/types.ts';
import type { HistoryStore } from '../../storage/history/index.ts';
import type { MetricStore } from '../../storage/metrics/index.ts';

export interface StoreHandlers {
  readonly 'store.check': QueryHandler<'store.check'>;
}

interface Found {
  readonly figures: Awaited<ReturnType<MetricStore['check']>>;
  readonly states: Awaited<ReturnType<HistoryStore['check']>>;
}

export interface StoreDeps {
  readonly metrics: MetricStore;
  readonly history: HistoryStore;
}

export function createStoreHandlers({ metrics, history }: StoreDeps): StoreHandlers {
  /** Two that ask at once share one reading of everything. */
  let running: Promise<Found> | null = null;
  const check = async (): Promise<Found> => ({ figures: await metrics.check(), states: await history.check() });
  return {
    'store.check': {
      async run() {
        running ??= check().finally(() => {
          running = null;
        });
        const { figures, states } = await running;
        const damaged = [...metrics.damaged(), ...states.problems.map((problem) => ({ ...problem, tier: 'states' }))];
        const { bytes, samples } = metrics.size();
        return {
          ok: damaged.length === 0,
          blocks: figures.blocks + states.blocks,
          bytes: bytes + states.bytes,
          samples,
          damaged: damaged.map(({ hostId, tier, fromMs, toMs, reason, foundMs }) => ({
            host: hostId,
            tier,
            from: new Date(fromMs).toISOString(),
            to: new Date(toMs).toISOString(),
            reason,
            foundAt: new Date(foundMs).toISOString(),
          })),
        };
      },
    },
  };
}
