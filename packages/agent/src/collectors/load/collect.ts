import { type Collector, type CollectorDeps, gauge } from '../collector.ts';
import { parseLoad } from './parse.ts';

export function createLoadCollector({ tree }: CollectorDeps): Collector {
  const one = gauge('node_load1', [], 'Load average over 1 minute');
  const five = gauge('node_load5', [], 'Load average over 5 minutes');
  const fifteen = gauge('node_load15', [], 'Load average over 15 minutes');
  return {
    name: 'load',
    series: [one, five, fifteen],
    collect() {
      const load = parseLoad(tree.text('/proc/loadavg') ?? '');
      return load === null
        ? null
        : [
            { series: one.with(), value: load[0] },
            { series: five.with(), value: load[1] },
            { series: fifteen.with(), value: load[2] },
          ];
    },
  };
}
