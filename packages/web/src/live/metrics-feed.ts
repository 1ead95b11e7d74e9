import type { MetricsPayload, RecentMetrics } from '@vigie/contract';
import { createStore, type Store } from '../lib/store.ts';
import type { Tap, TopicError } from './channels.ts';
import { MetricsHistory } from './metrics-store.ts';

export interface MetricsState {
  /** The same object all along; `version` says that it changed. */
  readonly history: MetricsHistory;
  readonly version: number;
  /** True when what the server still had has been added, or could not be. */
  readonly seeded: boolean;
  readonly error: TopicError | null;
}

/**
 * Fills a history: at each opening it first asks for the frames missed since the newest it has, and holds live frames
 * back until they are there, so that the columns stay in order.
 */
export function createMetricsFeed(deps: { readonly recent: (sinceMs: number | null) => Promise<RecentMetrics> }): {
  readonly store: Store<MetricsState>;
  readonly tap: Tap<'metrics'>;
} {
  const history = new MetricsHistory();
  const store = createStore<MetricsState>({ history, version: 0, seeded: false, error: null });
  let held: MetricsPayload[] | null = null;
  let opening = 0;
  const publish = (changes: Partial<MetricsState> = {}) => store.set({ ...store.get(), version: history.version, ...changes });

  const open = async () => {
    opening += 1;
    const mine = opening;
    held = [];
    let recent: RecentMetrics | null = null;
    try {
      recent = await deps.recent(history.lastTimeMs);
    } catch {
      // Without the past the page still has what comes from now on.
    }
    if (mine !== opening) {
      return;
    }
    if (recent) {
      history.seed(recent);
    }
    for (const payload of held ?? []) {
      history.append(payload);
    }
    held = null;
    publish({ seeded: true });
  };

  return {
    store,
    tap: {
      onOpen: () => void open(),
      onData: (payload) => {
        if (held) {
          held.push(payload);
          return;
        }
        history.append(payload);
        publish({ error: null });
      },
      onError: (error) => publish({ error }),
    },
  };
}
