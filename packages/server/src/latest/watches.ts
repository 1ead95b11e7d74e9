import { restWatch, type Watch } from '@vigie/contract/agent';

export type Watched = 'metrics' | 'processes' | 'sockets';

const members = { metrics: 'metricsMs', processes: 'processesMs', sockets: 'socketsMs' } as const;
/** How long an agent stays fast after the last one looked away: pages reload, people change tabs. */
const lingerMs = 5_000;

/** What the pages and programs wish of one host, made into what its agent is told. The fastest wish wins. */
export class Watches {
  private readonly wishes = new Map<symbol, { readonly what: Watched; readonly intervalMs: number }>();
  private told: Watch = restWatch;
  private lingering: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly tell: (watch: Watch) => void) {}

  get current(): Watch {
    return this.told;
  }

  add(what: Watched, intervalMs: number): () => void {
    const wish = Symbol(what);
    this.wishes.set(wish, { what, intervalMs: Math.min(60_000, Math.max(1000, Math.round(intervalMs))) });
    this.update();
    return () => {
      if (this.wishes.delete(wish)) {
        this.linger();
      }
    };
  }

  /** No more timers. */
  stop(): void {
    if (this.lingering) {
      clearTimeout(this.lingering);
    }
  }

  private linger(): void {
    this.lingering ??= setTimeout(() => {
      this.lingering = null;
      this.update();
    }, lingerMs);
    this.lingering.unref?.();
  }

  private update(): void {
    const wanted: { -readonly [M in keyof Watch]: Watch[M] } = { ...restWatch };
    for (const { what, intervalMs } of this.wishes.values()) {
      const member = members[what];
      wanted[member] = Math.min(wanted[member] ?? Number.POSITIVE_INFINITY, intervalMs);
    }
    if (
      wanted.metricsMs !== this.told.metricsMs ||
      wanted.processesMs !== this.told.processesMs ||
      wanted.socketsMs !== this.told.socketsMs
    ) {
      this.told = wanted;
      this.tell(wanted);
    }
  }
}
