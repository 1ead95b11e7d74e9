import type { Host } from '@vigie/contract';

export { buildProcessRow, buildSocketRow } from '@vigie/testkit';

/** A host that is up, with everything known. A test names what it is about. */
export function buildHost(values: Partial<Host> = {}): Host {
  return {
    id: 'host-1',
    local: true,
    name: 'db-02',
    reportedName: 'db-02',
    state: 'up',
    site: null,
    tags: [],
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
