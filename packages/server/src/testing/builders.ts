import type { Host } from '@vigie/contract';
import type { ProcessRow, SocketRow } from '@vigie/contract/agent';

/** A host that is up, with everything known. A test names what it is about. */
export function buildHost(values: Partial<Host> = {}): Host {
  return {
    id: 'host-1',
    local: true,
    name: 'db-02',
    state: 'up',
    stateSince: '2026-11-20T08:00:00.000Z',
    lastFrameAt: '2026-11-20T08:00:00.000Z',
    operatingSystem: 'Debian GNU/Linux 12',
    kernel: '6.18.0',
    architecture: 'x86_64',
    virtualisation: null,
    cpuModel: 'Test CPU',
    cpuCount: 4,
    memoryBytes: 8 * 1024 ** 3,
    addresses: ['192.0.2.10'],
    bootedAt: '2026-11-19T08:00:00.000Z',
    agentVersion: '0.1.0',
    agentUser: 'root',
    agentPrivileged: true,
    timeZone: 'Europe/Paris',
    linkLatencyMs: 1,
    clockSkewMs: 0,
    missing: [],
    ...values,
  };
}

export function buildProcessRow(values: Partial<ProcessRow> = {}): ProcessRow {
  return {
    pid: 4312,
    startTicks: 892734,
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
