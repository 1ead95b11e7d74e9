import { type Collector, type CollectorDeps, counter, type Sample, type SeriesFamily } from '../collector.ts';
import { parsePressure } from './parse.ts';

interface Resource {
  readonly file: string;
  readonly some: SeriesFamily | null;
  readonly full: SeriesFamily | null;
}

export function createPressureCollector({ tree }: CollectorDeps): Collector {
  const waiting = (resource: string) =>
    counter(`node_pressure_${resource}_waiting_seconds_total`, [], `Time in which some program waited for ${resource}`);
  const stalled = (resource: string) =>
    counter(`node_pressure_${resource}_stalled_seconds_total`, [], `Time in which every program waited for ${resource}`);
  const resources: readonly Resource[] = [
    // `full` has no meaning for the processor of a whole host.
    { file: 'cpu', some: waiting('cpu'), full: null },
    { file: 'memory', some: waiting('memory'), full: stalled('memory') },
    { file: 'io', some: waiting('io'), full: stalled('io') },
    { file: 'irq', some: null, full: stalled('irq') },
  ];
  return {
    name: 'pressure',
    series: resources.flatMap(({ some, full }) => [some, full].filter((family) => family !== null)),
    /** No data before Linux 4.20, and where the kernel was started with psi=0. */
    collect() {
      const samples: Sample[] = [];
      for (const { file, some, full } of resources) {
        const values = parsePressure(tree.text(`/proc/pressure/${file}`) ?? '');
        if (some && values.some !== null) {
          samples.push({ series: some.with(), value: values.some });
        }
        if (full && values.full !== null) {
          samples.push({ series: full.with(), value: values.full });
        }
      }
      return samples.length === 0 ? null : samples;
    },
  };
}
