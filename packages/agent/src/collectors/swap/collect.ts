import { type Collector, type CollectorDeps, counter, type Sample } from '../collector.ts';
import { parseVmstat } from './parse.ts';

const told: Readonly<Record<string, string>> = {
  pswpin: 'Pages read back from swap',
  pswpout: 'Pages written to swap',
  pgfault: 'Page faults',
  pgmajfault: 'Page faults that had to read a disk',
  oom_kill: 'Processes ended because memory ran out (Linux 4.13)',
};

export function createSwapCollector({ tree }: CollectorDeps): Collector {
  const families = new Map(Object.entries(told).map(([name, help]) => [name, counter(`node_vmstat_${name}`, [], help)]));
  const wanted = [...families.keys()];
  return {
    name: 'swap',
    series: [...families.values()],
    collect() {
      const text = tree.text('/proc/vmstat');
      if (text === null) {
        return null;
      }
      const samples: Sample[] = [];
      for (const [name, value] of parseVmstat(text, wanted)) {
        const series = families.get(name)?.with();
        if (series && Number.isFinite(value)) {
          samples.push({ series, value });
        }
      }
      return samples.length === 0 ? null : samples;
    },
  };
}
