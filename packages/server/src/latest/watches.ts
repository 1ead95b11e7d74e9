import { restWatch, type Watch } from '@vigie/contract/agent';
import type { Timers } from '../platform/timers.ts';

export type Watched = 'metrics' | 'processes' | 'sockets';

const members = { metrics: 'metricsMs', processes: 'processesMs', sockets: 'socketsMs' } as const;
/** How long an agent stays fast after the last one looked away: pages reload, people change tabs. */
const lingerMs = 5_000;
const fastestMs = 1_000;
const slowestMs = 60_000;

/** What the pages and programs wish of one host, made into what its agent is told. The fastest wish wins. */
export class Watches {
  private readonly wishes = new Map<symbol, { readonly what: Watched; readonly intervalMs: number }>();
  private told: Watch = restWatch;
  private callOff: (() => void) | null = null;

  constructor(
    private readonly timers: Timers,
    private readonly tell: (watch: Watch) => void,
  ) {}

  get current(): Watch {
    return this.told;
  }

  /** Returns the end of the wish, which may be called twice. */
  add(what: Watched, intervalMs: number): () => void {
    const wish = Symbol(what);
    const wished = Number.isFinite(intervalMs) ? Math.round(intervalMs) : slowestMs;
    this.wishes.set(wish, { what, intervalMs: Math.min(slowestMs, Math.max(fastestMs, wished)) });
    // Faster at once; slower only when those who looked away have had time to come back.
    this.become(fastestOf([this.told, this.wanted()]));
    return () => {
      if (this.wishes.delete(wish)) {
        this.linger();
      }
    };
  }

  stop(): void {
    this.callOff?.();
    this.callOff = null;
  }

  private linger(): void {
    this.callOff ??= this.timers.after(lingerMs, () => {
      this.callOff = null;
      this.become(this.wanted());
    });
  }

  private wanted(): Watch {
    const wishes = [...this.wishes.values()].map(({ what, intervalMs }) => ({ ...restWatch, [members[what]]: intervalMs }));
    return fastestOf([restWatch, ...wishes]);
  }

  private become(watch: Watch): void {
    const { told } = this;
    if (watch.metricsMs !== told.metricsMs || watch.processesMs !== told.processesMs || watch.socketsMs !== told.socketsMs) {
      this.told = watch;
      this.tell(watch);
    }
  }
}

function fastestOf(watches: readonly Watch[]): Watch {
  const least = (read: (watch: Watch) => number | null): number =>
    Math.min(...watches.map((watch) => read(watch) ?? Number.POSITIVE_INFINITY));
  const orNull = (ms: number): number | null => (Number.isFinite(ms) ? ms : null);
  return {
    metricsMs: least((watch) => watch.metricsMs),
    processesMs: orNull(least((watch) => watch.processesMs)),
    socketsMs: orNull(least((watch) => watch.socketsMs)),
  };
}
