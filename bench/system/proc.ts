import { readdirSync, readFileSync } from 'node:fs';

/** Kernel ticks per second, as `getconf CLK_TCK` says on every Linux we know. */
const ticksPerSecond = 100;

/** Seconds of CPU a process has used, its children not counted. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

export function residentMb(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? Number.NaN) / 1024;
}

export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => {
      try {
        const stat = readFileSync(`/proc/${candidate}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid;
      } catch {
        // It has ended meanwhile.
        return false;
      }
    });
}

/** Starts idle processes until the machine has about this many; gives the end of them. */
export function crowd(total: number): () => void {
  const now = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length;
  const children = Array.from({ length: Math.max(0, total - now) }, () =>
    Bun.spawn(['/bin/sleep', '3600'], { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' }),
  );
  return () => {
    for (const child of children) {
      child.kill('SIGKILL');
    }
  };
}
