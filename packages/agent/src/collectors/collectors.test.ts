import { afterAll, describe, expect, it } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHostTree } from '../kernel/index.ts';
import type { Collector, Sample } from './collector.ts';
import { createFilesystemsCollector } from './filesystems/index.ts';
import { createCollectorReport, createCollectors } from './index.ts';

const debian = openHostTree(`${import.meta.dir}/fixtures/debian-12-6.18`);
const centos = openHostTree(`${import.meta.dir}/fixtures/centos-7-3.10`);
const empty = mkdtempSync(join(tmpdir(), 'vigie-empty-'));
afterAll(() => rmSync(empty, { recursive: true }));

const now = 1_795_205_000_000;
function collector(tree: typeof debian, name: string): Collector {
  const found = createCollectors({ tree }).find((known) => known.name === name);
  if (!found) {
    throw new Error(`no collector ${name}`);
  }
  return found;
}
function value(samples: readonly Sample[] | null, name: string, labels: Record<string, string> = {}): number | undefined {
  return samples?.find(
    ({ series }) => series.name === name && Object.entries(labels).every(([label, wanted]) => series.labels[label] === wanted),
  )?.value;
}

describe('every collector', () => {
  it('tells only of series it describes, with their kind and labels, on the live host', () => {
    for (const { name, series, collect } of createCollectors({ tree: openHostTree() })) {
      for (const sample of collect(now) ?? []) {
        const described = series.find((known) => known.name === sample.series.name);
        expect(described, `${name}: ${sample.series.name}`).toBeDefined();
        expect(sample.series.kind).toBe(described?.kind ?? 'gauge');
        expect(Object.keys(sample.series.labels)).toEqual([...(described?.labels ?? [])]);
        expect(Number.isFinite(sample.value)).toBe(true);
      }
    }
  });

  it('hands out the same series object each time', () => {
    for (const known of createCollectors({ tree: debian })) {
      const first = known.collect(now)?.map(({ series }) => series);
      const second = known.collect(now + 1000)?.map(({ series }) => series);
      expect(second?.every((series, index) => series === first?.[index]) ?? true).toBe(true);
    }
  });

  it('has no data where its files are missing', () => {
    const collectors = createCollectors({ tree: openHostTree(empty) }).filter(({ name }) => name !== 'own');
    expect(collectors.map(({ collect }) => collect(now))).toEqual(collectors.map(() => null));
  });
});

describe('a usual host', () => {
  it('tells processor time per core and mode in seconds', () => {
    const samples = collector(debian, 'cpu').collect(now);
    expect(samples?.length).toBe(16);
    expect(value(samples, 'node_cpu_seconds_total', { cpu: '1', mode: 'idle' })).toBeGreaterThan(100);
    expect(value(collector(centos, 'cpu').collect(now), 'node_cpu_seconds_total', { cpu: '0', mode: 'user' })).toBe(13_932.8);
  });

  it('tells memory in bytes, and leaves out what an old kernel does not have', () => {
    expect(value(collector(debian, 'memory').collect(now), 'node_memory_MemTotal_bytes')).toBe(25_276_502_016);
    const old = collector(centos, 'memory').collect(now);
    expect(value(old, 'node_memory_MemTotal_bytes')).toBe(3_742_148 * 1024);
    expect(value(old, 'node_memory_MemAvailable_bytes')).toBeUndefined();
  });

  it('tells swapping of the first and of later lines', () => {
    expect(value(collector(centos, 'swap').collect(now), 'node_vmstat_pswpin')).toBe(1476);
    expect(value(collector(centos, 'swap').collect(now), 'node_vmstat_oom_kill')).toBeUndefined();
  });

  it('tells pressure, of interrupts too, and nothing on a kernel without it', () => {
    expect(value(collector(debian, 'pressure').collect(now), 'node_pressure_irq_stalled_seconds_total')).toBe(2.5);
    expect(value(collector(debian, 'pressure').collect(now), 'node_pressure_cpu_waiting_seconds_total')).toBeGreaterThan(0);
    expect(collector(centos, 'pressure').collect(now)).toBeNull();
  });

  it('tells disks, not their partitions nor memory', () => {
    const samples = collector(centos, 'disks').collect(now) ?? [];
    expect([...new Set(samples.map(({ series }) => series.labels.device))]).toEqual(['sda', 'mmcblk0']);
    expect(value(samples, 'node_disk_read_bytes_total', { device: 'sda' })).toBe(1_003_346_126 * 512);
    expect(value(samples, 'node_disk_io_time_seconds_total', { device: 'sda' })).toBeCloseTo(9653.88);
  });

  it('tells the network, with names that hold a colon, without the ends of containers', () => {
    const samples = collector(centos, 'network').collect(now) ?? [];
    expect([...new Set(samples.map(({ series }) => series.labels.device))]).toEqual(['lo', 'eth0:1']);
    expect(value(samples, 'node_network_transmit_drop_total', { device: 'eth0:1' })).toBe(4);
    const speed = collector(debian, 'network').collect(now);
    expect(value(speed, 'node_network_speed_bytes', { device: 'eth0' })).toBe(125_000_000);
    expect(value(speed, 'node_network_up', { device: 'eth0' })).toBe(1);
  });

  it('tells sensors, and leaves out one that is not connected', () => {
    const samples = collector(debian, 'temperatures').collect(now);
    expect(samples?.map(({ value: degrees }) => degrees)).toEqual([41, 27.8]);
    expect(value(samples, 'node_hwmon_temp_celsius', { label: 'Package id 0' })).toBe(41);
  });

  it('tells load, start, counts and file handles', () => {
    expect(value(collector(centos, 'load').collect(now), 'node_load15')).toBe(0.39);
    expect(value(collector(centos, 'uptime').collect(now), 'node_boot_time_seconds')).toBe(1_418_183_276);
    const counts = collector(centos, 'kernel-counts').collect(now);
    expect(value(counts, 'node_intr_total')).toBe(8_885_917);
    expect(value(counts, 'node_procs_blocked')).toBe(1);
    expect(value(counts, 'node_filefd_maximum')).toBe(6_815_744);
  });
});

describe('file systems', () => {
  const asked: string[] = [];
  const filesystems = createFilesystemsCollector({
    tree: debian,
    localSpace: (mountpoint) => {
      asked.push(mountpoint);
      return { sizeBytes: 100, freeBytes: 50, availableBytes: 40, inodes: 10, freeInodes: 5, readOnly: false };
    },
  });

  it('are told once each, by the mount nearest to the root, pseudo ones left out', () => {
    const samples = filesystems.collect(now) ?? [];
    const places = new Set(
      samples.filter(({ series }) => series.name === 'node_filesystem_size_bytes').map(({ series }) => series.labels.mountpoint),
    );
    expect([...places]).toEqual(['/', '/run', '/srv/my data', '/boot/efi']);
    expect(value(samples, 'node_filesystem_readonly', { mountpoint: '/srv/my data' })).toBe(1);
  });

  it('of another machine are never asked in a way that could wait', () => {
    filesystems.collect(now);
    expect(asked).not.toContain('/mnt/nas');
    expect(value(filesystems.collect(now), 'node_filesystem_device_error', { mountpoint: '/mnt/nas' })).toBe(1);
  });
});

it('the report of the runtime tells the time and the success of each collector', () => {
  const report = createCollectorReport();
  const samples = report.samples([{ name: 'cpu', totalMs: 1500.4, success: false }]);
  expect(value(samples, 'vigie_agent_collector_seconds_total', { collector: 'cpu' })).toBe(1.5);
  expect(value(samples, 'vigie_agent_collector_success', { collector: 'cpu' })).toBe(0);
});
