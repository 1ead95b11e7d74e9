import { type Collector, type CollectorDeps, counter, gauge, type Sample } from '../collector.ts';
import { parseCounts, parseFileHandles } from './parse.ts';

export function createKernelCountsCollector({ tree }: CollectorDeps): Collector {
  const families = new Map([
    ['procs_running', gauge('node_procs_running', [], 'Threads that run or are ready to')],
    ['procs_blocked', gauge('node_procs_blocked', [], 'Threads that wait for a disk')],
    ['ctxt', counter('node_context_switches_total', [], 'Context switches')],
    ['intr', counter('node_intr_total', [], 'Interrupts')],
    ['processes', counter('node_forks_total', [], 'Processes and threads started')],
  ]);
  const allocated = gauge('node_filefd_allocated', [], 'Open file handles');
  const maximum = gauge('node_filefd_maximum', [], 'Open file handles the kernel allows');
  const wanted = [...families.keys()];
  return {
    name: 'kernel-counts',
    series: [...families.values(), allocated, maximum],
    collect(nowMs) {
      const samples: Sample[] = [];
      for (const [name, value] of parseCounts(tree.sharedText('/proc/stat', nowMs) ?? '', wanted)) {
        const series = families.get(name)?.with();
        if (series && Number.isFinite(value)) {
          samples.push({ series, value });
        }
      }
      const handles = parseFileHandles(tree.text('/proc/sys/fs/file-nr') ?? '');
      if (handles) {
        samples.push({ series: allocated.with(), value: handles.allocated }, { series: maximum.with(), value: handles.maximum });
      }
      return samples.length === 0 ? null : samples;
    },
  };
}
