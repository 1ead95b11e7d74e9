import { describe, expect, it } from 'bun:test';
import { ProcessDetailSchema, ProcessSchema } from '@vigie/contract';
import { buildHost, buildProcessRow, buildSocketRow } from '../../testing/builders.ts';
import { fakeAgent } from '../../testing/fake-agent.ts';
import { createFakeHosts } from '../../testing/fake-hosts.ts';
import { formatLocalIso } from './local-time.ts';
import { presentDetail, presentProcess, summarizeProcesses } from './present.ts';

const host = buildHost();

function sockets(rows: ReturnType<typeof buildSocketRow>[]) {
  return { timeMs: 1, ownersHidden: false, rows: new Map(rows.map((row) => [row.id, row])) };
}

describe('a process as Roy ProcWatch shows it', () => {
  it('has exactly the documented members and values', () => {
    const shown = presentProcess(
      buildProcessRow({
        pid: 1234,
        name: 'python3',
        exe: '/usr/bin/python3',
        user: 'jegue',
        state: 'R',
        cmdline: ['python3', 'app.py'],
        openFiles: 2,
      }),
      {
        sockets: sockets([buildSocketRow({ pid: 1234 })]),
        host,
      },
    );
    expect(shown).toMatchObject({
      pid: 1234,
      ppid: 1,
      name: 'python3',
      exe: '/usr/bin/python3',
      username: 'jegue',
      status: 'running',
      create_time: 1795161599,
      create_time_iso: '2026-11-20T08:59:59',
      cpu_percent: 3.2,
      memory_rss: 12345678,
      nice: 0,
      cmdline: ['python3', 'app.py'],
      ports: [{ local: '127.0.0.1:8088', remote: null, status: 'LISTEN', family: 'AddressFamily.AF_INET' }],
      open_files_count: 2,
    });
    expect(ProcessSchema.safeParse(shown).success).toBe(true);
  });

  const words: [letter: string, word: string][] = [
    ['R', 'running'],
    ['S', 'sleeping'],
    ['D', 'disk-sleep'],
    ['T', 'stopped'],
    ['t', 'tracing-stop'],
    ['Z', 'zombie'],
    ['X', 'dead'],
    ['I', 'idle'],
    ['?', '?'],
  ];
  for (const [letter, word] of words) {
    it(`says ${word} for ${letter}`, () =>
      expect(presentProcess(buildProcessRow({ state: letter }), { sockets: null, host }).status).toBe(word));
  }

  it('names families, peers and states of sockets as psutil does', () => {
    const shown = presentProcess(buildProcessRow(), {
      sockets: sockets([
        buildSocketRow({ id: 'tcp:1', family: 'ipv6', localAddress: '::', localPort: 80 }),
        buildSocketRow({ id: 'tcp:2', state: 'ESTABLISHED', remoteAddress: '192.0.2.9', remotePort: 51644 }),
        buildSocketRow({ id: 'udp:3', protocol: 'udp', state: 'NONE', localAddress: '0.0.0.0', localPort: 53 }),
        buildSocketRow({ id: 'unix:4', protocol: 'unix', family: 'unix', localAddress: null, localPort: null, path: '/run/x.sock' }),
        buildSocketRow({ id: 'tcp:5', pid: 9 }),
        buildSocketRow({ id: 'tcp:6', pid: null }),
      ]),
      host,
    });
    expect(shown.ports).toEqual([
      { local: '[::]:80', remote: null, status: 'LISTEN', family: 'AddressFamily.AF_INET6', protocol: 'tcp' },
      { local: '127.0.0.1:8088', remote: '192.0.2.9:51644', status: 'ESTABLISHED', family: 'AddressFamily.AF_INET', protocol: 'tcp' },
      { local: '0.0.0.0:53', remote: null, status: 'NONE', family: 'AddressFamily.AF_INET', protocol: 'udp' },
    ]);
  });

  it('shows a newer table of sockets, not the one it knew', () => {
    const first = sockets([buildSocketRow()]);
    expect(presentProcess(buildProcessRow(), { sockets: first, host }).ports).toHaveLength(1);
    expect(presentProcess(buildProcessRow(), { sockets: sockets([]), host }).ports).toEqual([]);
  });

  it('leaves null what is not known, and names what privileges hide', () => {
    const shown = presentProcess(
      buildProcessRow({
        cpuCores: null,
        rssBytes: null,
        openFiles: null,
        exe: null,
        hidden: ['openFiles', 'exe', 'sockets', 'uniqueBytes'],
      }),
      { sockets: null, host: buildHost({ cpuCount: null, memoryBytes: null }) },
    );
    expect(shown).toMatchObject({
      cpu_percent: null,
      cpu_percent_host: null,
      memory_rss: null,
      memory_percent: null,
      open_files_count: null,
      exe: null,
    });
    expect(shown.hidden).toEqual(['open_files_count', 'exe', 'ports', 'memory_unique']);
  });
});

describe('the wall clock of a host', () => {
  it('follows the zone of the host through both changes of the hour', () => {
    expect(formatLocalIso(Date.UTC(2026, 2, 29, 0, 59, 59), 'Europe/Paris')).toBe('2026-03-29T01:59:59');
    expect(formatLocalIso(Date.UTC(2026, 2, 29, 1, 0, 0), 'Europe/Paris')).toBe('2026-03-29T03:00:00');
    expect(formatLocalIso(Date.UTC(2026, 9, 25, 1, 0, 0), 'Europe/Paris')).toBe('2026-10-25T02:00:00');
    expect(formatLocalIso(Date.UTC(2026, 0, 1), 'Asia/Kathmandu')).toBe('2026-01-01T05:45:00');
  });

  it('is UTC when the zone is not known', () => {
    expect(formatLocalIso(0, null)).toBe('1970-01-01T00:00:00');
    expect(formatLocalIso(0, 'Nowhere/Land')).toBe('1970-01-01T00:00:00');
  });
});

describe('the detail of a process', () => {
  it('takes the rates of the latest table when the process is the same', () => {
    const hosts = createFakeHosts({ processes: [buildProcessRow({ cpuCores: null })], sockets: [buildSocketRow()] });
    const detail = fakeAgent(hosts.state)['process.detail'].read({ pid: 4312 });
    const shown = presentDetail(detail, buildProcessRow({ cpuCores: 0.5 }), host);
    expect(shown.process.cpu_percent).toBe(50);
    expect(shown.process.ports).toHaveLength(1);
    expect(shown.sockets[0]?.username).toBe('ada');
    expect(ProcessDetailSchema.safeParse(shown).success).toBe(true);
    expect(presentDetail(detail, buildProcessRow({ cpuCores: 0.5, startTicks: 1 }), host).process.cpu_percent).toBeNull();
  });
});

describe('the summary', () => {
  it('counts by state', () => {
    const rows = ['R', 'S', 'D', 'T', 't', 'Z', 'I'].map((state, index) =>
      buildProcessRow({ pid: index + 1, state, threads: 2, kernel: state === 'I' }),
    );
    expect(summarizeProcesses(rows)).toEqual({ total: 7, running: 1, blocked: 1, stopped: 2, zombie: 1, threads: 14, kernel: 1 });
  });
});
