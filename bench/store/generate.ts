import type { MetricSeries } from '@vigie/contract/agent';
import { randomFrom } from '@vigie/testkit';

/*
 * Series of a host as agents send them, made up: shapes and shares are those of the recorded ones. Counters that mostly
 * stand still, counters that grow unevenly, memory in pages, loads with two decimals, sizes that never change.
 */

type Shape = (previous: number, random: () => number) => number;

const centi = (value: number): number => Math.round(value * 100) / 100;
const page = 4096;

const kinds: readonly { readonly name: string; readonly kind: MetricSeries['kind']; readonly share: number; readonly next: Shape }[] = [
  { name: 'node_filesystem_size_bytes', kind: 'gauge', share: 60, next: (value) => value || 1e9 },
  { name: 'node_vmstat_oom_kill_total', kind: 'counter', share: 40, next: (value, random) => value + (random() < 0.01 ? 1 : 0) },
  { name: 'node_cpu_seconds_total', kind: 'counter', share: 30, next: (value, random) => centi(value + random() * 0.4) },
  { name: 'node_disk_written_bytes_total', kind: 'counter', share: 20, next: (value, random) => value + Math.floor(random() * 40) * page },
  { name: 'node_network_receive_bytes_total', kind: 'counter', share: 20, next: (value, random) => value + Math.floor(random() * 20_000) },
  {
    name: 'node_memory_MemAvailable_bytes',
    kind: 'gauge',
    share: 20,
    next: (value, random) => (value || 4e9) + Math.floor((random() - 0.5) * 200) * page,
  },
  { name: 'node_load1', kind: 'gauge', share: 10, next: (value, random) => Math.max(0, centi(value * 0.85 + random() * 0.3)) },
];
const total = kinds.reduce((sum, { share }) => sum + share, 0);

/** The same objects for every host, as an encoder knows a series by its identity. */
export function generatedSeries(count: number): readonly MetricSeries[] {
  return shapesOf(count).map(({ name, kind }, at) => ({ name, labels: { device: String(at) }, kind }));
}

export interface GeneratedHost {
  /** The values of the next frame, in the order of the series; the same array again and again. */
  next(): Float64Array;
}

export function generateHost(seed: number, count: number): GeneratedHost {
  const random = randomFrom(seed);
  const shapes = shapesOf(count);
  const values = Float64Array.from(shapes, ({ kind }) => (kind === 'counter' ? Math.floor(random() * 1e6) : 0));
  return {
    next: () => {
      shapes.forEach(({ next }, at) => {
        values[at] = next(values[at] as number, random);
      });
      return values;
    },
  };
}

function shapesOf(count: number) {
  return Array.from({ length: count }, (_, at) => {
    const place = (at * total) / count;
    const next = kinds.findIndex((_kind, index) => place < kinds.slice(0, index + 1).reduce((sum, { share }) => sum + share, 0));
    return kinds[next] as (typeof kinds)[number];
  });
}
