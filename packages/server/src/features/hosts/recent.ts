import type { RecentMetrics } from '@vigie/contract';
import type { Hosts } from '../../latest/port.ts';
import type { MetricStore } from '../../storage/metrics/index.ts';

export interface RecentDeps {
  readonly hosts: Hosts;
  readonly metrics: MetricStore;
  readonly now: () => number;
}

/** How far back a page that is opened sees at once. */
const reachMs = 15 * 60_000;

interface Asked {
  /** Only series whose name begins with this. */
  readonly namePrefix?: string | undefined;
  /** Only frames after this moment of the host's clock. */
  readonly sinceMs?: number | undefined;
}

/** The newest frames of a host, from the store, up to the newest that is known in memory; all by the clock of the host. */
export function recentMetrics({ hosts, metrics, now }: RecentDeps, hostId: string, { namePrefix, sinceMs = 0 }: Asked): RecentMetrics {
  const toMs = (hosts.newestMetrics(hostId)?.timeMs ?? now()) + 1;
  const fromMs = Math.max(toMs - reachMs, sinceMs + 1);
  const { times, series } = metrics.samples({ hostId, namePrefix, fromMs, toMs });
  return {
    host: hostId,
    times: [...times],
    series: series.map(({ name, labels, kind }) => ({ name, labels, kind })),
    values: series.map(({ values }) => Array.from(values, (value) => (Number.isFinite(value) ? value : null))),
  };
}
