import type { QueryHandler } from '../../operations/types.ts';
import type { MetricStore } from '../../storage/metrics/index.ts';

export interface StoreHandlers {
  readonly 'store.check': QueryHandler<'store.check'>;
}

export function createStoreHandlers({ metrics }: { readonly metrics: MetricStore }): StoreHandlers {
  /** Two that ask at once share one reading of everything. */
  let running: ReturnType<MetricStore['check']> | null = null;
  return {
    'store.check': {
      async run() {
        running ??= metrics.check().finally(() => {
          running = null;
        });
        const { blocks } = await running;
        const damaged = metrics.damaged().map(({ hostId, tier, fromMs, toMs, reason, foundMs }) => ({
          host: hostId,
          tier,
          from: new Date(fromMs).toISOString(),
          to: new Date(toMs).toISOString(),
          reason,
          foundAt: new Date(foundMs).toISOString(),
        }));
        return { ok: damaged.length === 0, blocks, ...metrics.size(), damaged };
      },
    },
  };
}
