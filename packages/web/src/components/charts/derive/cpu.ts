import type { FrameReader, FrameSource } from './source.ts';

/** Which part of the chart each kernel mode belongs to. `guest` is not here: the kernel counts it in `user` already. */
const partOfMode: Readonly<Record<string, CpuPart | 'idle'>> = {
  user: 'user',
  nice: 'user',
  system: 'system',
  iowait: 'iowait',
  irq: 'irq',
  softirq: 'irq',
  steal: 'steal',
  idle: 'idle',
};

type CpuPart = 'user' | 'system' | 'iowait' | 'irq' | 'steal';

interface Mode {
  readonly part: CpuPart | 'idle';
  readonly values: Float64Array;
  /** These two may go back a little (proc(5): iowait is not reliable), which is no restart of the counter. */
  readonly mayFall: boolean;
}

type Shares = Record<CpuPart | 'idle', number>;

/** Adds what each part grew by; false when a counter is absent or began again. */
function addGrowth(modes: readonly Mode[], index: number, into: Shares): boolean {
  for (const { part, values, mayFall } of modes) {
    const grown = (values[index] ?? Number.NaN) - (values[index - 1] ?? Number.NaN);
    if (Number.isNaN(grown) || (grown < 0 && !mayFall)) {
      return false;
    }
    into[part] += Math.max(0, grown);
  }
  return modes.length > 0;
}

const noTime = (): Shares => ({ user: 0, system: 0, iowait: 0, irq: 0, steal: 0, idle: 0 });
const totalOf = (shares: Shares) => shares.user + shares.system + shares.iowait + shares.irq + shares.steal + shares.idle;

/** Percent of the time, by part; `busy` is everything but idle and waiting for disks. */
type CpuShares = Readonly<Record<CpuPart | 'busy', number>>;

function toPercent(time: Shares): CpuShares | null {
  const total = totalOf(time);
  if (total <= 0) {
    return null;
  }
  const percent = (seconds: number) => (seconds / total) * 100;
  return {
    user: percent(time.user),
    system: percent(time.system),
    iowait: percent(time.iowait),
    irq: percent(time.irq),
    steal: percent(time.steal),
    busy: percent(total - time.idle - time.iowait),
  };
}

function modesByCore(source: FrameSource): ReadonlyMap<string, readonly Mode[]> {
  const cores = new Map<string, Mode[]>();
  for (const { series, values } of source.columns('node_cpu_seconds_total')) {
    const mode = series.labels.mode ?? '';
    const part = partOfMode[mode];
    if (part) {
      const core = series.labels.cpu ?? '0';
      const modes = cores.get(core) ?? [];
      cores.set(core, modes);
      modes.push({ part, values, mayFall: mode === 'iowait' || mode === 'idle' });
    }
  }
  return cores;
}

export interface CoreShares {
  readonly core: string;
  /** Null when it is not known for this frame. */
  readonly shares: CpuShares | null;
}

/** What each core did in the frame at `index`, in the order of their numbers. */
export function coresAt(source: FrameSource, index: number): CoreShares[] {
  return [...modesByCore(source)]
    .map(([core, modes]) => {
      const time = noTime();
      return { core, shares: addGrowth(modes, index, time) ? toPercent(time) : null };
    })
    .sort((a, b) => Number(a.core) - Number(b.core));
}

/** Shares of the time of all cores, 100 is the whole machine: `cpu.<part>` and `cpu.busy`. */
export function cpuReader(source: FrameSource): FrameReader {
  const cores = [...modesByCore(source).values()];
  return (index, seconds, row) => {
    if (seconds === null) {
      return;
    }
    const whole = noTime();
    for (const modes of cores) {
      const time = noTime();
      // A core that was switched on or off has no growth: the others still tell.
      if (addGrowth(modes, index, time)) {
        for (const part of Object.keys(whole) as (keyof Shares)[]) {
          whole[part] += time[part];
        }
      }
    }
    for (const [part, share] of Object.entries(toPercent(whole) ?? {})) {
      row[`cpu.${part}`] = share;
    }
  };
}
