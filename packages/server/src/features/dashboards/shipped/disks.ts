import type { DashboardContent } from '@vigie/contract';
import type { Say } from './index.ts';

/** Storage and network of a host. */
export function disksContent(t: Say): DashboardContent {
  const chart = { stacked: false, logarithmic: false, min: 0 } as const;
  return {
    format: 1,
    name: t('Storage and network', 'Stockage et réseau'),
    description: t('Disks, file systems and interfaces of one host.', 'Disques, systèmes de fichiers et interfaces d’un hôte.'),
    range: 'now-6h',
    refreshSeconds: 30,
    variables: [{ kind: 'host', name: 'host', label: t('Host', 'Hôte'), multiple: false, value: 'local' }],
    widgets: [
      {
        type: 'timeseries',
        id: 'throughput',
        title: t('Disks, read and written', 'Disques, lectures et écritures'),
        ...{ x: 0, y: 0, w: 6, h: 4 },
        queries: [
          { names: 'node_disk_read_bytes_total', hosts: '$host', legend: t('{{device}} read', '{{device}} lu') },
          { names: 'node_disk_written_bytes_total', hosts: '$host', legend: t('{{device}} written', '{{device}} écrit') },
        ],
        unit: 'bytes_per_second',
        ...chart,
      },
      {
        type: 'timeseries',
        id: 'busy',
        title: t('Disks, share of time busy', 'Disques, part du temps occupée'),
        ...{ x: 6, y: 0, w: 6, h: 4 },
        queries: [{ names: 'node_disk_io_time_seconds_total', hosts: '$host', legend: '{{device}}' }],
        unit: 'ratio',
        thresholds: { warning: 0.8 },
        ...chart,
      },
      {
        type: 'bar',
        id: 'space',
        title: t('Space available', 'Place disponible'),
        ...{ x: 0, y: 4, w: 6, h: 4 },
        queries: [{ names: 'node_filesystem_avail_bytes', hosts: '$host', legend: '{{mountpoint}}' }],
        unit: 'bytes',
        limit: 12,
      },
      {
        type: 'top',
        id: 'who',
        title: t('Who uses the disks', 'Qui utilise les disques'),
        ...{ x: 6, y: 4, w: 6, h: 4 },
        host: '$host',
        resource: 'disk',
        by: 'process',
        limit: 8,
      },
      {
        type: 'timeseries',
        id: 'traffic',
        title: t('Network', 'Réseau'),
        ...{ x: 0, y: 8, w: 6, h: 4 },
        queries: [
          {
            names: 'node_network_receive_bytes_total',
            labels: 'device!=lo',
            hosts: '$host',
            legend: t('{{device}} in', '{{device}} entrant'),
          },
          {
            names: 'node_network_transmit_bytes_total',
            labels: 'device!=lo',
            hosts: '$host',
            legend: t('{{device}} out', '{{device}} sortant'),
          },
        ],
        unit: 'bytes_per_second',
        ...chart,
      },
      {
        type: 'timeseries',
        id: 'errors',
        title: t('Network, errors and drops', 'Réseau, erreurs et pertes'),
        ...{ x: 6, y: 8, w: 6, h: 4 },
        queries: [
          {
            names: 'node_network_receive_errs_total,node_network_transmit_errs_total,node_network_receive_drop_total',
            hosts: '$host',
            legend: '{{device}}',
          },
        ],
        unit: 'per_second',
        ...chart,
      },
      {
        type: 'moment',
        id: 'ports',
        title: t('Listening ports', 'Ports en écoute'),
        ...{ x: 0, y: 12, w: 12, h: 4 },
        host: '$host',
        show: 'ports',
        limit: 15,
      },
    ],
  };
}
