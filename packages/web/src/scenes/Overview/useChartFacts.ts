import type { Host } from '@vigie/contract';
import { useMemo } from 'react';
import { useMetrics } from '../../live/index.ts';

export interface ChartFacts {
  readonly cores: number | null;
  readonly memoryBytes: number | null;
  readonly disks: readonly string[];
  readonly interfaces: readonly string[];
  readonly hasPressure: boolean;
}

/** What the charts must know of a host that seldom changes: the same object until it does. */
export function useChartFacts(host: string, info: Host | null): ChartFacts {
  const { history } = useMetrics(host);
  const devices = (name: string) => history.columns(name).map(({ series }) => series.labels.device ?? '');
  const cores =
    info?.cpuCount ??
    (new Set(history.columns('node_cpu_seconds_total', { mode: 'idle' }).map(({ series }) => series.labels.cpu)).size || null);
  const facts: ChartFacts = {
    cores,
    memoryBytes: info?.memoryBytes ?? history.last('node_memory_MemTotal_bytes'),
    disks: devices('node_disk_read_bytes_total'),
    interfaces: devices('node_network_receive_bytes_total'),
    hasPressure: history.columns('node_pressure_io_waiting_seconds_total').length > 0,
  };
  const signature = JSON.stringify(facts);
  return useMemo(() => JSON.parse(signature) as ChartFacts, [signature]);
}
