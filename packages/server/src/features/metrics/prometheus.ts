import { readdirSync } from 'node:fs';
import type { Series } from '@vigie/contract';
import type { Hosts } from '../../latest/index.ts';
import type { EventLoop } from '../../platform/event-loop.ts';
import type { MetricStore } from '../../storage/metrics/index.ts';
import { type ExposedHost, formatExposition, formatOwn } from './exposition.ts';

interface PrometheusDeps {
  readonly hosts: Hosts;
  readonly metrics: MetricStore;
  readonly now: () => number;
  readonly loop: Pick<EventLoop, 'worstMs' | 'stalls'>;
}

/** Asked for as a host, Vigie answers with its own figures only: no host has this id. */
const ownHost = 'vigie';
/** A figure older than this is not shown as the newest. */
const freshMs = 60_000;

/** What Prometheus scrapes, from the newest state in memory: the store is not read for it. */
export function createPrometheusSource(deps: PrometheusDeps) {
  const newestOf = (host: ExposedHost['host']): ExposedHost => {
    const newest = deps.hosts.newestMetrics(host.id);
    const isFresh = newest !== null && newest.timeMs > deps.now() - freshMs;
    return { host, newest: isFresh ? { timeMs: newest.timeMs, series: newest.series ?? [], values: newest.values } : null };
  };
  return {
    exposition(host: string | undefined): string {
      if (host === ownHost) {
        return formatOwn(ownFigures(deps));
      }
      return host === undefined
        ? formatExposition(deps.hosts.list().map(newestOf)) + formatOwn(ownFigures(deps))
        : formatExposition([newestOf(deps.hosts.require(host))]);
    },
    targets(address: string) {
      return deps.hosts.list().map(({ id, name }) => ({
        targets: [address],
        labels: { __metrics_path__: '/metrics', __param_host: id, instance: name, host_id: id },
      }));
    },
  };
}

/** Vigie itself, by the names that Prometheus' own clients use where they have one. */
function ownFigures({ hosts, metrics, now, loop }: PrometheusDeps): readonly { readonly series: Series; readonly value: number }[] {
  const gauge = (name: string, value: number) => ({ series: { name, labels: {}, kind: 'gauge' } as const, value });
  const { user, system } = process.cpuUsage();
  return [
    gauge('process_resident_memory_bytes', process.memoryUsage.rss()),
    gauge('process_start_time_seconds', Math.round(now() / 1000 - process.uptime())),
    { series: { name: 'process_cpu_seconds_total', labels: {}, kind: 'counter' }, value: (user + system) / 1e6 },
    gauge('process_open_fds', readdirSync('/proc/self/fd').length),
    gauge('vigie_event_loop_lag_seconds', loop.worstMs() / 1000),
    { series: { name: 'vigie_event_loop_stalls_total', labels: {}, kind: 'counter' }, value: loop.stalls() },
    gauge('vigie_hosts', hosts.list().length),
    gauge('vigie_store_damaged_blocks', metrics.damaged().length),
  ];
}
