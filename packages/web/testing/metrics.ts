import type { MetricsPayload, RecentMetrics, Series } from '@vigie/contract';
import { randomFrom } from './random.ts';

const random = randomFrom(5);
const gibi = 1024 ** 3;
const modes = ['user', 'system', 'iowait', 'irq', 'softirq', 'steal', 'nice', 'idle'] as const;
const share: Readonly<Record<(typeof modes)[number], number>> = {
  user: 0.2,
  system: 0.07,
  iowait: 0.03,
  irq: 0.004,
  softirq: 0.006,
  steal: 0.002,
  nice: 0,
  idle: 0.69,
};

interface Source {
  readonly series: Series;
  /** One step of `seconds`: the new raw value. */
  step(before: number, seconds: number, wave: number): number;
  readonly start: number;
}

const gauge = (name: string, labels: Record<string, string>, base: number, swing = 0): Source => ({
  series: { name, labels, kind: 'gauge' },
  start: base,
  step: (_before, _seconds, wave) => base + swing * (wave - 0.5) + swing * 0.1 * (random() - 0.5),
});
const counter = (name: string, labels: Record<string, string>, perSecond: number, swing = 0.6): Source => ({
  series: { name, labels, kind: 'counter' },
  start: perSecond * 1000,
  step: (before, seconds, wave) =>
    before + Math.max(0, perSecond * seconds * (1 - swing / 2 + swing * wave + 0.3 * swing * (random() - 0.5))),
});

const sources: readonly Source[] = [
  ...Array.from({ length: 8 }, (_, cpu) =>
    modes.map((mode) => counter('node_cpu_seconds_total', { cpu: String(cpu), mode }, share[mode], mode === 'idle' ? 0.2 : 1.4)),
  ).flat(),
  gauge('node_load1', {}, 4.2, 4),
  gauge('node_load5', {}, 3.1, 1),
  gauge('node_load15', {}, 2.4, 0.4),
  gauge('node_memory_MemTotal_bytes', {}, 16 * gibi),
  gauge('node_memory_MemAvailable_bytes', {}, 6.1 * gibi, gibi),
  gauge('node_memory_MemFree_bytes', {}, 1.2 * gibi, 0.4 * gibi),
  gauge('node_memory_Cached_bytes', {}, 4.1 * gibi, 0.5 * gibi),
  gauge('node_memory_Buffers_bytes', {}, 0.3 * gibi),
  gauge('node_memory_SReclaimable_bytes', {}, 0.5 * gibi),
  gauge('node_memory_Shmem_bytes', {}, 2.1 * gibi),
  gauge('node_memory_SwapTotal_bytes', {}, 4 * gibi),
  gauge('node_memory_SwapFree_bytes', {}, 3.2 * gibi),
  ...(['cpu', 'io', 'memory'] as const).map((kind) =>
    counter(`node_pressure_${kind}_waiting_seconds_total`, {}, kind === 'io' ? 0.041 : 0.012),
  ),
  ...['sda', 'sdb'].flatMap((device) => [
    counter('node_disk_read_bytes_total', { device }, 31e6),
    counter('node_disk_written_bytes_total', { device }, 12e6),
    counter('node_disk_reads_completed_total', { device }, 420),
    counter('node_disk_writes_completed_total', { device }, 160),
    counter('node_disk_read_time_seconds_total', { device }, 0.3),
    counter('node_disk_write_time_seconds_total', { device }, 0.2),
    counter('node_disk_io_time_seconds_total', { device }, 0.35),
  ]),
  gauge('node_filesystem_size_bytes', { device: '/dev/sda1', mountpoint: '/', fstype: 'ext4' }, 80 * gibi),
  gauge('node_filesystem_avail_bytes', { device: '/dev/sda1', mountpoint: '/', fstype: 'ext4' }, 31 * gibi),
  gauge('node_filesystem_files', { device: '/dev/sda1', mountpoint: '/', fstype: 'ext4' }, 5e6),
  gauge('node_filesystem_files_free', { device: '/dev/sda1', mountpoint: '/', fstype: 'ext4' }, 4.1e6),
  gauge('node_filesystem_size_bytes', { device: '/dev/sdb1', mountpoint: '/srv', fstype: 'xfs' }, 500 * gibi),
  gauge('node_filesystem_avail_bytes', { device: '/dev/sdb1', mountpoint: '/srv', fstype: 'xfs' }, 44 * gibi),
  counter('node_network_receive_bytes_total', { device: 'ens18' }, 23e6),
  counter('node_network_transmit_bytes_total', { device: 'ens18' }, 38e6),
  counter('node_network_receive_packets_total', { device: 'ens18' }, 21_000),
  counter('node_network_transmit_packets_total', { device: 'ens18' }, 24_000),
  counter('node_network_receive_errs_total', { device: 'ens18' }, 0),
  counter('node_network_receive_drop_total', { device: 'ens18' }, 0.02),
  gauge('node_network_speed_bytes', { device: 'ens18' }, 1.25e8),
  gauge('node_hwmon_temp_celsius', { chip: 'coretemp', sensor: 'temp1', label: 'Package id 0' }, 54, 9),
  gauge('node_boot_time_seconds', {}, Date.now() / 1000 - 41 * 86_400),
];

export const metricSeries: readonly Series[] = sources.map((source) => source.series);
const current = sources.map((source) => source.start);

function wave(atMs: number): number {
  const x = atMs / 60_000;
  return 0.5 + 0.3 * Math.sin(x / 4) + 0.15 * Math.sin(x * 1.7) + 0.05 * Math.sin(x * 9);
}

export function nextMetrics(withSeries: boolean, seconds: number): MetricsPayload {
  const timeMs = Date.now();
  for (const [index, source] of sources.entries()) {
    current[index] = source.step(current[index] ?? 0, seconds, wave(timeMs));
  }
  return { timeMs, values: [...current], ...(withSeries ? { series: metricSeries } : {}) };
}

/** An hour every 10 s, with three minutes missing. */
export function recentMetrics(host: string, sinceMs: number): RecentMetrics {
  const times: number[] = [];
  const values: (number | null)[][] = sources.map(() => []);
  const state = sources.map((source) => source.start);
  const now = Date.now();
  for (let at = now - 3_600_000; at < now; at += 10_000) {
    for (const [index, source] of sources.entries()) {
      state[index] = source.step(state[index] ?? 0, 10, wave(at));
    }
    const missing = at > now - 2_400_000 && at < now - 2_220_000;
    if (at > sinceMs && !missing) {
      times.push(at);
      for (const [index, column] of values.entries()) {
        column.push(state[index] ?? null);
      }
    }
  }
  for (const [index, value] of state.entries()) {
    current[index] = value;
  }
  return { host, times, series: [...metricSeries], values };
}
