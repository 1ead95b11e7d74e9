import type { Frame, HostFacts, MetricSeries, ProcessRow, SocketRow } from '@vigie/contract/agent';

/* What crosses the agent link, with everything filled in: a test names only what it is about. */

export function buildFacts(values: Partial<HostFacts> = {}): HostFacts {
  return {
    name: 'web-01',
    operatingSystem: 'Debian GNU/Linux 12',
    kernel: '6.1.0',
    architecture: 'x86_64',
    virtualisation: null,
    cpuModel: 'Test CPU',
    cpuCount: 2,
    memoryBytes: 8_000_000_000,
    addresses: ['192.0.2.7'],
    bootedAtMs: 1_795_000_000_000,
    bootId: 'boot',
    timeZone: 'Europe/Paris',
    agentUser: 'root',
    privileged: true,
    pid: 42,
    missing: [],
    ...values,
  };
}

export function buildProcessRow(values: Partial<ProcessRow> = {}): ProcessRow {
  return {
    pid: 4312,
    startTicks: 892_734,
    startedAtMs: Date.UTC(2026, 10, 20, 7, 59, 59),
    ppid: 1,
    name: 'sleep',
    exe: '/usr/bin/sleep',
    uid: 1000,
    user: 'ada',
    state: 'S',
    cpuCores: 0.0321,
    cpuSeconds: 1.5,
    rssBytes: 12_345_678,
    sharedBytes: 1_000_000,
    virtualBytes: 50_000_000,
    swapBytes: 0,
    uniqueBytes: null,
    nice: 0,
    priority: 20,
    threads: 1,
    cmdline: ['sleep', '600'],
    openFiles: 3,
    readBytesPerSecond: 0,
    writeBytesPerSecond: 0,
    unit: null,
    container: null,
    kernel: false,
    deleted: false,
    hidden: [],
    ...values,
  };
}

export function buildSocketRow(values: Partial<SocketRow> = {}): SocketRow {
  return {
    id: 'tcp:1001',
    protocol: 'tcp',
    family: 'ipv4',
    state: 'LISTEN',
    localAddress: '127.0.0.1',
    localPort: 8088,
    remoteAddress: null,
    remotePort: null,
    path: null,
    uid: 1000,
    user: 'ada',
    pid: 4312,
    processName: 'sleep',
    receiveQueueBytes: 0,
    sendQueueBytes: 128,
    ...values,
  };
}

const gauges = new Map<string, MetricSeries>();

/** A gauge without labels; the same object for the same name, as a collector makes each series once. */
export function buildSeries(name: string): MetricSeries {
  const known = gauges.get(name) ?? { name, labels: {}, kind: 'gauge' };
  gauges.set(name, known);
  return known;
}

/** A frame of gauges: name → value. */
export function buildFrame(samples: Readonly<Record<string, number>>, values: Partial<Omit<Frame, 'samples'>> = {}): Frame {
  return {
    stream: 'stream-1',
    sequence: 1,
    timeMs: Date.UTC(2026, 10, 20, 8),
    intervalMs: 1000,
    samples: Object.entries(samples).map(([name, value]) => ({ series: buildSeries(name), value })),
    ...values,
  };
}
