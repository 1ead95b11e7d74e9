import type { Database } from 'bun:sqlite';
import type { MetricSeries } from '@vigie/contract/agent';
import { canonicalLabels, type SeriesPool } from './series-pool.ts';

/** A series of one host. There are hundreds for each host: what hosts have in common is held once, in `shared`. */
export class KnownSeries implements MetricSeries {
  constructor(
    readonly id: number,
    readonly hostId: string,
    readonly shared: MetricSeries,
  ) {}

  get name(): string {
    return this.shared.name;
  }

  get kind(): MetricSeries['kind'] {
    return this.shared.kind;
  }

  get labels(): MetricSeries['labels'] {
    return this.shared.labels;
  }
}

interface HostSeries {
  readonly hostId: string;
  /** By the object of the pool. */
  readonly known: Map<MetricSeries, KnownSeries>;
  /** By name, then by number; null when a series came since it was made. */
  sorted: readonly KnownSeries[] | null;
}

/** Every series ever seen, in memory, and its number. A name with other labels, or of another kind, is another series. */
export class SeriesRegistry {
  private readonly byHost = new Map<string, HostSeries>();
  /** Numbers are given one after the other. */
  private readonly byId: KnownSeries[] = [];
  private fresh: KnownSeries[] = [];
  private next = 1;

  constructor(
    private readonly db: Database,
    private readonly pool: SeriesPool,
  ) {
    const rows = db.query<{ id: number; host: string; name: string; labels: string; kind: 'gauge' | 'counter' }, []>(
      'SELECT id, host, name, labels, kind FROM series',
    );
    for (const row of rows.iterate()) {
      this.remember(row.id, this.hostOf(row.host), pool.take(row.name, row.kind, row.labels));
    }
  }

  /** The number of a series; a new one is written with the next `save`. */
  idOf(hostId: string, series: MetricSeries): number {
    const shared = this.pool.intern(series);
    const host = this.hostOf(hostId);
    const known = host.known.get(shared);
    if (known) {
      return known.id;
    }
    const made = this.remember(this.next, host, shared);
    this.fresh.push(made);
    return made.id;
  }

  find(id: number): KnownSeries | undefined {
    return this.byId[id];
  }

  named(hostId: string, name: string): readonly KnownSeries[] {
    const host = this.byHost.get(hostId);
    if (!host) {
      return [];
    }
    host.sorted ??= [...host.known.values()].sort((a, b) => (a.name === b.name ? a.id - b.id : a.name < b.name ? -1 : 1));
    const { sorted } = host;
    let [from, to] = [0, sorted.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((sorted[middle] as KnownSeries).name < name) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    while (sorted[to]?.name === name) {
      to++;
    }
    return sorted.slice(from, to);
  }

  hosts(): readonly string[] {
    return [...this.byHost.keys()];
  }

  names(hostId: string): readonly string[] {
    return [...new Set([...(this.byHost.get(hostId)?.known.keys() ?? [])].map(({ name }) => name))];
  }

  /** Writes what is new; called inside the transaction that writes the first samples of it. */
  save(): void {
    const insert = this.db.query('INSERT INTO series (id, host, name, labels, kind) VALUES (?, ?, ?, ?, ?)');
    for (const series of this.fresh) {
      insert.run(series.id, series.hostId, series.name, canonicalLabels(series.labels), series.kind);
    }
  }

  /** The transaction has been committed. */
  saved(): void {
    this.fresh = [];
  }

  private hostOf(hostId: string): HostSeries {
    let host = this.byHost.get(hostId);
    if (!host) {
      host = { hostId, known: new Map(), sorted: null };
      this.byHost.set(hostId, host);
    }
    return host;
  }

  private remember(id: number, host: HostSeries, shared: MetricSeries): KnownSeries {
    const series = new KnownSeries(id, host.hostId, shared);
    host.known.set(shared, series);
    host.sorted = null;
    this.byId[id] = series;
    this.next = Math.max(this.next, id + 1);
    return series;
  }
}
