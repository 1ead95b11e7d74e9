import type { Database } from 'bun:sqlite';
import type { MetricSeries } from '@vigie/contract/agent';

export interface KnownSeries extends MetricSeries {
  readonly id: number;
  readonly hostId: string;
}

/** Every series ever seen, in memory, and its number. A name with other labels, or of another kind, is another series. */
export class SeriesRegistry {
  private readonly byKey = new Map<string, KnownSeries>();
  private readonly byHost = new Map<string, Map<string, KnownSeries[]>>();
  private readonly byId = new Map<number, KnownSeries>();
  private fresh: KnownSeries[] = [];
  private next = 1;

  constructor(private readonly db: Database) {
    const rows = db
      .query<{ id: number; host: string; name: string; labels: string; kind: 'gauge' | 'counter' }, []>(
        'SELECT id, host, name, labels, kind FROM series',
      )
      .all();
    for (const row of rows) {
      this.remember(
        { id: row.id, hostId: row.host, name: row.name, kind: row.kind, labels: JSON.parse(row.labels) as Record<string, string> },
        row.labels,
      );
    }
  }

  /** The number of a series; a new one is written with the next `save`. */
  idOf(hostId: string, series: MetricSeries): number {
    const labels = canonicalLabels(series.labels);
    const known = this.byKey.get(keyOf(hostId, series.name, labels, series.kind));
    if (known) {
      return known.id;
    }
    const made: KnownSeries = {
      id: this.next,
      hostId,
      name: series.name,
      kind: series.kind,
      labels: JSON.parse(labels) as Record<string, string>,
    };
    this.remember(made, labels);
    this.fresh.push(made);
    return made.id;
  }

  find(id: number): KnownSeries | undefined {
    return this.byId.get(id);
  }

  named(hostId: string, name: string): readonly KnownSeries[] {
    return this.byHost.get(hostId)?.get(name) ?? [];
  }

  hosts(): readonly string[] {
    return [...this.byHost.keys()];
  }

  names(hostId: string): readonly string[] {
    return [...(this.byHost.get(hostId)?.keys() ?? [])];
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

  private remember(series: KnownSeries, labels: string): void {
    this.byKey.set(keyOf(series.hostId, series.name, labels, series.kind), series);
    this.byId.set(series.id, series);
    let names = this.byHost.get(series.hostId);
    if (!names) {
      names = new Map();
      this.byHost.set(series.hostId, names);
    }
    const same = names.get(series.name);
    if (same) {
      same.push(series);
    } else {
      names.set(series.name, [series]);
    }
    this.next = Math.max(this.next, series.id + 1);
  }
}

function keyOf(hostId: string, name: string, labels: string, kind: string): string {
  return `${hostId}\n${name}\n${kind}\n${labels}`;
}

/** Labels in one order, so that the same set is the same series. */
function canonicalLabels(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))));
}
