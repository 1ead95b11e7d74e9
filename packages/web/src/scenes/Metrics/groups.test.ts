import { describe, expect, test } from 'bun:test';
import { groupMetrics, groupOf, type MetricName, unitOf } from './groups.ts';

const metric = (name: string, kind: MetricName['kind'] = 'gauge'): MetricName => ({ name, kind, series: 1, labels: {} });

describe('metrics of a host', () => {
  test.each([
    ['node_cpu_seconds_total', 'cpu'],
    ['node_load15', 'load'],
    ['node_memory_MemFree_bytes', 'memory'],
    ['node_pressure_io_stalled_seconds_total', 'pressure'],
    ['node_filesystem_avail_bytes', 'filesystem'],
    ['node_network_receive_bytes_total', 'network'],
    ['node_hwmon_temp_celsius', 'temperature'],
    ['vigie_agent_collector_seconds_total', 'agent'],
    ['something_else', 'other'],
  ])('%s stands under %s', (name, group) => {
    expect(groupOf(name)).toBe(group as ReturnType<typeof groupOf>);
  });

  test.each([
    ['node_network_receive_bytes_total', 'counter', 'bytes_per_second'],
    ['node_cpu_seconds_total', 'counter', 'cores'],
    ['node_context_switches_total', 'counter', 'per_second'],
    ['node_memory_MemFree_bytes', 'gauge', 'bytes'],
    ['node_boot_time_seconds', 'gauge', 'seconds'],
    ['node_hwmon_temp_celsius', 'gauge', 'celsius'],
    ['node_load1', 'gauge', 'none'],
  ] as const)('%s, a %s, is in %s', (name, kind, unit) => {
    expect(unitOf({ name, kind })).toBe(unit);
  });

  test('are found by every word of the filter, and empty groups are left out', () => {
    const all = [
      metric('node_disk_read_bytes_total', 'counter'),
      metric('node_load1'),
      metric('node_disk_io_now'),
      metric('node_cpu_seconds_total'),
    ];
    const names = (words: string) => groupMetrics(all, words).map(({ id, items }) => [id, ...items.map(({ name }) => name)]);
    expect(names('')).toEqual([
      ['cpu', 'node_cpu_seconds_total'],
      ['load', 'node_load1'],
      ['disk', 'node_disk_io_now', 'node_disk_read_bytes_total'],
    ]);
    expect(names('disk BYTES')).toEqual([['disk', 'node_disk_read_bytes_total']]);
    expect(names('nothing')).toEqual([]);
  });
});
