import type { Across, ResultSeries } from './port.ts';

/** Joins series that agree in the labels of `by` into one, step by step. What is no data in all of them stays no data. */
export function joinAcross(series: readonly ResultSeries[], across: Across): ResultSeries[] {
  const groups = new Map<string, ResultSeries[]>();
  for (const one of series) {
    const key = JSON.stringify([one.name, ...across.by.map((name) => labelOf(one, name))]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((members) => joined(members, across));
}

function joined(members: readonly ResultSeries[], across: Across): ResultSeries {
  const [first] = members as readonly [ResultSeries, ...ResultSeries[]];
  const values = Float64Array.from(first.values, (_, step) => {
    const there = members.map((member) => member.values[step] as number).filter((value) => !Number.isNaN(value));
    return there.length === 0 ? Number.NaN : joinValues(there, across);
  });
  const labels = Object.fromEntries(across.by.filter((name) => name !== 'host').map((name) => [name, labelOf(first, name)]));
  return { hostId: across.by.includes('host') ? first.hostId : '', name: first.name, labels, kind: 'gauge', values, min: null, max: null };
}

function labelOf(series: ResultSeries, name: string): string {
  return name === 'host' ? series.hostId : (series.labels[name] ?? '');
}

function joinValues(values: readonly number[], across: Across): number {
  switch (across.how) {
    case 'sum':
      return values.reduce((sum, value) => sum + value, 0);
    case 'avg':
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    case 'min':
      return values.reduce((least, value) => Math.min(least, value));
    case 'max':
      return values.reduce((greatest, value) => Math.max(greatest, value));
    case 'quantile':
      return quantileOf(values, across.quantile ?? 0.5);
    default:
      return across.how satisfies never;
  }
}

/** Between the two nearest ranks, as Prometheus does. `values` must not be empty. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = share * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] as number;
  const above = sorted[Math.ceil(rank)] as number;
  // Two equal infinities have no difference.
  return below === above ? below : below + (above - below) * (rank - Math.floor(rank));
}
