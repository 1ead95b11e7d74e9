import type { MetricQuery, MetricStore } from '../../storage/metrics/index.ts';
import type { Resource } from './usage.ts';

type Part = Pick<MetricQuery, 'names' | 'matchers'>;

/** What the whole host used, as the difference of two sums of its own figures. */
const parts: Readonly<Record<Resource, { readonly plus: Part; readonly minus?: Part }>> = {
  cpu: {
    plus: {
      names: ['node_cpu_seconds_total'],
      matchers: [
        { name: 'mode', op: '!=', value: 'idle' },
        { name: 'mode', op: '!=', value: 'iowait' },
      ],
    },
  },
  memory: { plus: { names: ['node_memory_MemTotal_bytes'] }, minus: { names: ['node_memory_MemAvailable_bytes'] } },
  disk: { plus: { names: ['node_disk_read_bytes_total', 'node_disk_written_bytes_total'] } },
  network: {
    plus: {
      names: ['node_network_receive_bytes_total', 'node_network_transmit_bytes_total'],
      matchers: [{ name: 'device', op: '!=', value: 'lo' }],
    },
  },
};

/** The average of a host over a window; null when its figures are not kept. */
export function totalOf(metrics: MetricStore, hostId: string, resource: Resource, fromMs: number, toMs: number): number | null {
  const average = (part: Part): number | null => {
    const { series } = metrics.query({
      ...part,
      hosts: [hostId],
      fromMs,
      toMs,
      stepMs: Math.max(10_000, Math.ceil((toMs - fromMs) / 500 / 10_000) * 10_000),
      across: { how: 'sum', by: [] },
    });
    const values = series.flatMap((one) => [...one.values].filter(Number.isFinite));
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const { plus, minus } = parts[resource];
  const [more, less] = [average(plus), minus ? average(minus) : 0];
  return more === null || less === null ? null : more - less;
}
