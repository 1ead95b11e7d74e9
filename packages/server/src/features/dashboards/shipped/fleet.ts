import type { DashboardContent } from '@vigie/contract';
import type { Say } from './index.ts';

/** Every host at once. */
export function fleetContent(t: Say): DashboardContent {
  return {
    format: 1,
    name: t('The fleet', 'Le parc'),
    description: t('Load of every host, and the worst of each resource.', 'Charge de chaque hôte, et le pire de chaque ressource.'),
    range: 'now-6h',
    refreshSeconds: 30,
    variables: [],
    widgets: [
      {
        type: 'heatmap',
        id: 'load',
        title: t('Time spent waiting for a processor', 'Temps passé à attendre un processeur'),
        ...{ x: 0, y: 0, w: 12, h: 3 },
        queries: [{ names: 'node_pressure_cpu_waiting_seconds_total', hosts: '*' }],
        unit: 'ratio',
        min: 0,
        max: 1,
        thresholds: { warning: 0.5, critical: 0.9 },
      },
      {
        type: 'bar',
        id: 'cpu',
        title: t('Cores in use', 'Cœurs occupés'),
        ...{ x: 0, y: 3, w: 6, h: 4 },
        queries: [{ names: 'node_cpu_seconds_total', labels: 'mode!=idle', hosts: '*', across: 'sum', by: ['host'] }],
        unit: 'cores',
        limit: 10,
      },
      {
        type: 'bar',
        id: 'memory',
        title: t('Least memory available', 'Mémoire disponible, la moindre'),
        ...{ x: 6, y: 3, w: 6, h: 4 },
        queries: [{ names: 'node_memory_MemAvailable_bytes', hosts: '*', across: 'min', by: ['host'] }],
        unit: 'bytes',
        limit: 10,
      },
      {
        type: 'timeseries',
        id: 'load1',
        title: t('Load, 1 min', 'Charge, 1 min'),
        ...{ x: 0, y: 7, w: 6, h: 4 },
        queries: [{ names: 'node_load1', hosts: '*', across: 'sum', by: ['host'], legend: '{{host}}' }],
        unit: 'none',
        stacked: false,
        logarithmic: false,
        min: 0,
      },
      {
        type: 'timeseries',
        id: 'traffic',
        title: t('Traffic of all hosts', 'Trafic de tous les hôtes'),
        ...{ x: 6, y: 7, w: 6, h: 4 },
        queries: [
          {
            names: 'node_network_receive_bytes_total',
            labels: 'device!=lo',
            hosts: '*',
            across: 'sum',
            by: [],
            legend: t('in', 'entrant'),
          },
          {
            names: 'node_network_transmit_bytes_total',
            labels: 'device!=lo',
            hosts: '*',
            across: 'sum',
            by: [],
            legend: t('out', 'sortant'),
          },
        ],
        unit: 'bytes_per_second',
        stacked: false,
        logarithmic: false,
        min: 0,
      },
      {
        type: 'table',
        id: 'disks',
        title: t('Space left on file systems', 'Place libre des systèmes de fichiers'),
        ...{ x: 0, y: 11, w: 12, h: 4 },
        queries: [{ names: 'node_filesystem_avail_bytes', hosts: '*', legend: '{{mountpoint}}' }],
        unit: 'bytes',
        limit: 50,
      },
    ],
  };
}
