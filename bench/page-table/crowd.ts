import type { Process, ProcessesPayload } from '@vigie/contract';

const names = ['postgres', 'nginx', 'php-fpm8.2', 'node', 'java', 'python3', 'sshd', 'containerd-shim', 'redis-server', 'bash'] as const;
const users = ['root', 'www-data', 'postgres', 'deploy', 'redis'] as const;

/** A host with many processes, of which a share changes at each update; the same every time it is made. */
export interface Crowd {
  full(): ProcessesPayload;
  /** Moves the figures of the next `share` of the rows. */
  update(share: number): ProcessesPayload;
}

export function createCrowd(count: number): Crowd {
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 4294967296;
  };
  const started = Date.now() / 1000 - 86_400;
  const rows: Process[] = Array.from({ length: count }, (_, index) => {
    const pid = index + 1;
    const name = names[index % names.length] ?? 'sh';
    return {
      pid,
      // Families of about a hundred below the first process, some of them two steps deep.
      ppid: pid === 1 ? 0 : index % 100 === 0 ? 1 : index % 10 === 0 ? Math.floor(index / 100) * 100 + 1 : Math.floor(index / 10) * 10 + 1,
      name,
      exe: `/usr/bin/${name}`,
      username: users[index % users.length] ?? 'root',
      status: 'sleeping',
      create_time: started + index,
      create_time_iso: new Date((started + index) * 1000).toISOString(),
      cpu_percent: 0,
      memory_rss: Math.round(random() * 4e8),
      nice: 0,
      cmdline: [`/usr/bin/${name}`, '--config', `/etc/${name}/${index}.conf`],
      ports: [],
      open_files_count: Math.round(random() * 60),
      start_ticks: index * 100,
      uid: index % users.length,
      cpu_percent_host: 0,
      cpu_seconds: random() * 1000,
      memory_percent: random() * 3,
      memory_shared: 4e6,
      memory_swap: 0,
      memory_unique: null,
      memory_virtual: 8e8,
      num_threads: 1 + (index % 8),
      priority: 20,
      read_bytes_per_second: 0,
      received_bytes_per_second: null,
      sent_bytes_per_second: null,
      write_bytes_per_second: 0,
      unit: `${name}.service`,
      container: null,
      kernel: false,
      deleted: false,
      hidden: [],
    };
  });
  let next = 0;
  const payload = (changed: readonly Process[], full: boolean): ProcessesPayload => ({
    timeMs: Date.now(),
    intervalMs: 1000,
    full,
    rows: [...changed],
    gone: [],
    summary: { total: count, running: 3, blocked: 0, stopped: 0, zombie: 0, threads: count * 4, kernel: 0 },
  });
  return {
    full: () => payload(rows, true),
    update(share) {
      const changed: Process[] = [];
      for (let index = 0; index < Math.round(count * share); index += 1) {
        const at = next % count;
        next += 1;
        const before = rows[at] as Process;
        const cpu = Math.round(random() * 1000) / 10;
        const row = { ...before, cpu_percent: cpu, cpu_percent_host: cpu / 8, cpu_seconds: before.cpu_seconds + cpu / 100 };
        rows[at] = row;
        changed.push(row);
      }
      return payload(changed, false);
    },
  };
}
