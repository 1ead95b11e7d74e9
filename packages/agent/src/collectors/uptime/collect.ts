import { type Collector, type CollectorDeps, gauge } from '../collector.ts';
import { parseBootTime } from './parse.ts';

export function createUptimeCollector({ tree }: CollectorDeps): Collector {
  const boot = gauge('node_boot_time_seconds', [], 'When the host was started, in seconds since 1970');
  const time = gauge('node_time_seconds', [], 'Clock of the host, in seconds since 1970');
  return {
    name: 'uptime',
    series: [boot, time],
    collect(nowMs) {
      const seconds = parseBootTime(tree.sharedText('/proc/stat', nowMs) ?? '');
      return seconds === null
        ? null
        : [
            { series: boot.with(), value: seconds },
            { series: time.with(), value: nowMs / 1000 },
          ];
    },
  };
}
