import { ticksPerSecond } from '../../kernel/index.ts';
import { type Collector, type CollectorDeps, counter, type Sample } from '../collector.ts';
import { cpuModes, parseCpu } from './parse.ts';

export function createCpuCollector({ tree }: CollectorDeps): Collector {
  const seconds = counter('node_cpu_seconds_total', ['cpu', 'mode'], 'Seconds each core spent in each mode');
  // Idle and waiting time may go back a little when a core sleeps (kernel documentation of /proc/stat); a counter may not.
  const highest = new Map<string, number[]>();
  return {
    name: 'cpu',
    series: [seconds],
    collect(nowMs) {
      const text = tree.sharedText('/proc/stat', nowMs);
      if (text === null) {
        return null;
      }
      const samples: Sample[] = [];
      for (const { cpu, ticks } of parseCpu(text)) {
        const known = highest.get(cpu) ?? [];
        for (const [index, value] of ticks.entries()) {
          const before = known[index] ?? 0;
          // A large step back is a core that was switched off and on: it counts from zero again.
          known[index] = value < before && before - value < ticksPerSecond ? before : value;
          samples.push({ series: seconds.with(cpu, cpuModes[index] as string), value: (known[index] as number) / ticksPerSecond });
        }
        highest.set(cpu, known);
      }
      return samples;
    },
  };
}
