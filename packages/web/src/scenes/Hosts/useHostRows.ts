import { useMemo } from 'react';
import { useOperation } from '../../api/index.ts';
import { useHosts } from '../../components/shell/index.ts';
import { figuresOf, type HostRow, noFigures } from './rows.ts';

const refetchInterval = 10_000;
const newestNames = [
  'node_memory_MemTotal_bytes',
  'node_memory_MemAvailable_bytes',
  'node_load1',
  'node_filesystem_size_bytes',
  'node_filesystem_free_bytes',
  'node_filesystem_avail_bytes',
].join(',');

/** Every host with its newest figures; null until it is known which there are. What a host that is down last said is not shown as now. */
export function useHostRows(): readonly HostRow[] | null {
  const hosts = useHosts();
  const { data: idle } = useOperation(
    'metric.across',
    {
      names: 'node_cpu_seconds_total',
      labels: 'mode=idle',
      aggregate: 'rate',
      across: 'avg',
      by: 'host',
      from: 'now-2m',
      to: 'now',
      step: '30s',
    },
    { refetchInterval },
  );
  const { data: newest } = useOperation('metric.newest', { names: newestNames }, { refetchInterval });
  const figures = useMemo(() => figuresOf(idle, newest), [idle, newest]);
  return useMemo(
    () =>
      hosts?.map((host, place) => ({
        ...((host.state === 'up' || host.state === 'late' ? figures.get(host.id) : undefined) ?? noFigures),
        host,
        place,
      })) ?? null,
    [hosts, figures],
  );
}
