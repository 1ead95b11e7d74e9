import type { Process, ProcessesPayload, ProcessSummary } from '@vigie/contract';
import { randomFrom } from './random.ts';

const random = randomFrom(11);
const mebi = 1024 ** 2;

interface Kind {
  readonly name: string;
  readonly user: string;
  readonly args: string;
  readonly unit: string | null;
  readonly cpu: number;
  readonly rssMib: number;
  readonly count?: number;
  readonly parent?: string;
  readonly kernel?: boolean;
}

const kinds: readonly Kind[] = [
  { name: 'systemd', user: 'root', args: '/sbin/init splash', unit: 'init.scope', cpu: 0, rssMib: 12 },
  { name: 'kthreadd', user: 'root', args: '', unit: null, cpu: 0, rssMib: 0, kernel: true },
  { name: 'kworker/u16:2-events', user: 'root', args: '', unit: null, cpu: 0.2, rssMib: 0, count: 60, kernel: true, parent: 'kthreadd' },
  { name: 'kswapd0', user: 'root', args: '', unit: null, cpu: 4.1, rssMib: 0, kernel: true, parent: 'kthreadd' },
  { name: 'systemd-journald', user: 'root', args: '/lib/systemd/systemd-journald', unit: 'systemd-journald.service', cpu: 0.8, rssMib: 41 },
  { name: 'sshd', user: 'root', args: 'sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups', unit: 'ssh.service', cpu: 0, rssMib: 9 },
  { name: 'sshd-session', user: 'karim', args: 'sshd: karim@pts/0', unit: 'session-41.scope', cpu: 0.4, rssMib: 11, parent: 'sshd' },
  { name: 'bash', user: 'karim', args: '-bash', unit: 'session-41.scope', cpu: 0, rssMib: 6, parent: 'sshd-session' },
  { name: 'sleep', user: 'karim', args: 'sleep 3600', unit: 'session-41.scope', cpu: 0, rssMib: 2, count: 2, parent: 'bash' },
  {
    name: 'postgres',
    user: 'postgres',
    args: '/usr/lib/postgresql/15/bin/postgres -D /var/lib/postgresql/15/main',
    unit: 'postgresql@15-main.service',
    cpu: 0.4,
    rssMib: 214,
  },
  {
    name: 'postgres',
    user: 'postgres',
    args: 'postgres: shop checkout 10.20.3.21(51644) SELECT',
    unit: 'postgresql@15-main.service',
    cpu: 62,
    rssMib: 1180,
    count: 14,
    parent: 'postgres',
  },
  { name: 'pg_dump', user: 'backup', args: 'pg_dump -Fc -d shop -f /srv/backup/shop.dump', unit: 'backup.service', cpu: 96, rssMib: 214 },
  { name: 'pgbouncer', user: 'pgbouncer', args: 'pgbouncer /etc/pgbouncer/pgbouncer.ini', unit: 'pgbouncer.service', cpu: 9.8, rssMib: 24 },
  { name: 'nginx', user: 'root', args: 'nginx: master process /usr/sbin/nginx -g daemon on;', unit: 'nginx.service', cpu: 0, rssMib: 11 },
  {
    name: 'nginx',
    user: 'www-data',
    args: 'nginx: worker process',
    unit: 'nginx.service',
    cpu: 2.2,
    rssMib: 18,
    count: 8,
    parent: 'nginx',
  },
  {
    name: 'python3',
    user: 'deploy',
    args: 'python3 -m http.server 8000 --title "<img src=x onerror=alert(1)>"',
    unit: null,
    cpu: 0.3,
    rssMib: 26,
  },
  { name: 'vigie', user: 'root', args: 'vigie agent', unit: 'vigie-agent.service', cpu: 1.2, rssMib: 34 },
  {
    name: 'node',
    user: 'deploy',
    args: 'node /srv/shop/worker.js --queue=mail',
    unit: 'shop-worker.service',
    cpu: 3.4,
    rssMib: 160,
    count: 12,
  },
  {
    name: 'containerd-shim',
    user: 'root',
    args: '/usr/bin/containerd-shim-runc-v2 -namespace moby',
    unit: 'docker.service',
    cpu: 0.1,
    rssMib: 13,
    count: 20,
  },
  { name: 'php-fpm8.2', user: 'www-data', args: 'php-fpm: pool www', unit: 'php8.2-fpm.service', cpu: 1.1, rssMib: 52, count: 24 },
];

function build(): Process[] {
  const rows: Process[] = [];
  const firstOf = new Map<string, number>();
  let pid = 0;
  for (const kind of kinds) {
    for (let copy = 0; copy < (kind.count ?? 1); copy += 1) {
      pid += rows.length < 2 ? 1 : 1 + Math.floor(random() * 137);
      const started = Date.now() / 1000 - 86_400 * (1 + 40 * random());
      const parent = kind.parent ? (firstOf.get(kind.parent) ?? 1) : pid === 1 ? 0 : kind.kernel ? 0 : 1;
      if (!firstOf.has(kind.name)) {
        firstOf.set(kind.name, pid);
      }
      rows.push({
        pid,
        ppid: parent,
        name: kind.name,
        exe: kind.kernel ? null : (kind.args.split(' ')[0] ?? null),
        username: kind.user,
        status: 'sleeping',
        create_time: started,
        create_time_iso: new Date(started * 1000).toISOString(),
        cpu_percent: kind.cpu,
        memory_rss: Math.round(kind.rssMib * mebi * (0.8 + 0.4 * random())),
        nice: kind.user === 'backup' ? 10 : 0,
        cmdline: kind.args === '' ? [] : kind.args.split(' '),
        ports:
          kind.name === 'nginx' && kind.user === 'root'
            ? [{ local: '0.0.0.0:443', remote: null, status: 'LISTEN', family: 'AddressFamily.AF_INET', protocol: 'tcp' }]
            : [],
        open_files_count: kind.kernel ? 0 : Math.round(10 + 60 * random()),
        start_ticks: Math.round(random() * 1e8),
        uid: kind.user === 'root' ? 0 : 1000,
        cpu_percent_host: kind.cpu / 8,
        cpu_seconds: Math.round(kind.cpu * 900),
        memory_percent: (kind.rssMib / 16_384) * 100,
        memory_shared: Math.round(kind.rssMib * mebi * 0.2),
        memory_swap: 0,
        memory_unique: random() > 0.7 ? null : Math.round(kind.rssMib * mebi * 0.7),
        memory_virtual: Math.round(kind.rssMib * mebi * 4),
        num_threads: kind.kernel ? 1 : Math.ceil(random() * 8),
        priority: 20,
        read_bytes_per_second: kind.name === 'pg_dump' ? 92 * mebi : 0,
        received_bytes_per_second: null,
        sent_bytes_per_second: null,
        write_bytes_per_second: kind.name === 'pg_dump' ? 31 * mebi : 0,
        unit: kind.unit,
        container: kind.name === 'containerd-shim' ? `c${pid}` : null,
        kernel: kind.kernel ?? false,
        deleted: kind.name === 'php-fpm8.2' && copy === 0,
        hidden: [],
      });
    }
  }
  return rows;
}

export const processRows: Process[] = build();

export function processSummary(): ProcessSummary {
  return {
    total: processRows.length,
    running: processRows.filter((row) => row.status === 'running').length,
    blocked: 0,
    stopped: 0,
    zombie: 0,
    threads: processRows.reduce((sum, row) => sum + row.num_threads, 0),
    kernel: processRows.filter((row) => row.kernel).length,
  };
}

/** Moves the busy ones a little and answers what changed. */
export function nextProcesses(full: boolean, intervalMs: number): ProcessesPayload {
  const changed: Process[] = [];
  for (const [index, row] of processRows.entries()) {
    if ((row.cpu_percent ?? 0) > 0 && random() > 0.3) {
      const cpu = Math.max(0, Math.round((row.cpu_percent ?? 0) * (0.85 + 0.3 * random()) * 10) / 10);
      const next = { ...row, cpu_percent: cpu, cpu_percent_host: cpu / 8, status: cpu > 20 ? 'running' : 'sleeping' };
      processRows[index] = next;
      changed.push(next);
    }
  }
  return { timeMs: Date.now(), intervalMs, full, rows: full ? processRows : changed, gone: [], summary: processSummary() };
}

export function removeProcesses(pids: readonly number[]): void {
  for (const pid of pids) {
    const at = processRows.findIndex((row) => row.pid === pid);
    if (at >= 0) {
      processRows.splice(at, 1);
    }
  }
}
