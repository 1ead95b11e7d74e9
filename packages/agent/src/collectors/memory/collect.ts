import { type Collector, type CollectorDeps, gauge, type Sample } from '../collector.ts';
import { parseMemory } from './parse.ts';

const told: Readonly<Record<string, string>> = {
  MemTotal: 'Memory the kernel manages',
  MemFree: 'Memory nobody uses',
  MemAvailable: 'Memory new programs can have without swapping (Linux 3.14)',
  Buffers: 'Cache of block devices',
  Cached: 'Cache of files',
  SwapCached: 'In swap and still in memory',
  Active: 'Used recently',
  Inactive: 'Not used for a while',
  SwapTotal: 'Swap space',
  SwapFree: 'Swap space nobody uses',
  Dirty: 'Waiting to be written',
  Writeback: 'Being written',
  AnonPages: 'Memory of programs, not of files',
  Mapped: 'Files mapped by programs',
  Shmem: 'Shared memory and tmpfs',
  Slab: 'Structures of the kernel',
  SReclaimable: 'Structures of the kernel that can be dropped',
  SUnreclaim: 'Structures of the kernel that cannot be dropped',
  KernelStack: 'Stacks of the kernel',
  PageTables: 'Page tables',
  CommitLimit: 'What may be promised to programs',
  Committed_AS: 'What is promised to programs',
  HardwareCorrupted: 'Memory with errors, taken out of use',
};

export function createMemoryCollector({ tree }: CollectorDeps): Collector {
  const families = Object.entries(told).map(([name, help]) => ({ name, family: gauge(`node_memory_${name}_bytes`, [], help) }));
  return {
    name: 'memory',
    series: families.map(({ family }) => family),
    collect() {
      const text = tree.text('/proc/meminfo');
      if (text === null) {
        return null;
      }
      const values = parseMemory(text);
      const samples: Sample[] = [];
      for (const { name, family } of families) {
        const value = values.get(name);
        if (value !== undefined) {
          samples.push({ series: family.with(), value });
        }
      }
      return samples.length === 0 ? null : samples;
    },
  };
}
