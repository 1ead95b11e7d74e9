export const cpuModes = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;

export interface CoreTimes {
  readonly cpu: string;
  /** Clock ticks in the order of `cpuModes`; fewer on kernels that know fewer modes. */
  readonly ticks: readonly number[];
}

/** The `cpuN` lines of `/proc/stat`; the line of the sum is left out. Time of guests is inside `user` and `nice`. */
export function parseCpu(text: string): CoreTimes[] {
  const cores: CoreTimes[] = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith('cpu')) {
      break;
    }
    const [name = '', ...ticks] = line.split(/\s+/);
    if (name.length > 3) {
      cores.push({ cpu: name.slice(3), ticks: ticks.slice(0, cpuModes.length).map(Number) });
    }
  }
  return cores;
}
