import type { MetricSeries } from '@vigie/contract/agent';

/**
 * One object for the same series of all hosts: a fleet has the same hundreds of names and labels on every host. Two series
 * are the same when name, kind and labels are, in whatever order the labels came.
 */
export class SeriesPool {
  private readonly byKey = new Map<string, MetricSeries>();
  private readonly pooled = new Set<MetricSeries>();

  /** The object of this pool that stands for a series; given such an object, itself. */
  readonly intern = (series: MetricSeries): MetricSeries => {
    return this.pooled.has(series) ? series : this.take(series.name, series.kind, canonicalLabels(series.labels));
  };

  /** The same, from labels as `canonicalLabels` gives them. */
  take(name: string, kind: MetricSeries['kind'], labels: string): MetricSeries {
    const key = `${kind}\n${name}\n${labels}`;
    const known = this.byKey.get(key);
    if (known) {
      return known;
    }
    const made: MetricSeries = { name, kind, labels: JSON.parse(labels) as Record<string, string> };
    this.byKey.set(key, made);
    this.pooled.add(made);
    return made;
  }
}

/** Labels in one order, so that the same set is the same series. */
export function canonicalLabels(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))));
}
