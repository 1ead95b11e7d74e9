import type { HealthCondition } from '@vigie/contract';
import type { Hosts } from '../../latest/index.ts';
import type { EventLoop } from '../../platform/event-loop.ts';
import type { EventStore } from '../../storage/events/index.ts';
import type { MetricStore } from '../../storage/metrics/index.ts';
import { type Condition, judgeHealth } from './conditions.ts';
import type { WriteWatch } from './writes.ts';

export interface HealthDeps {
  readonly now: () => number;
  readonly hosts: Pick<Hosts, 'list'>;
  readonly metrics: Pick<MetricStore, 'damaged'>;
  readonly events: Pick<EventStore, 'gaps'>;
  readonly writes: Pick<WriteWatch, 'all'>;
  readonly loop: Pick<EventLoop, 'worstMs' | 'sinceStallMs'>;
}

/** A damaged block is news for a week; `store.check` lists it for as long as its bytes are kept. */
const damagedNewsMs = 7 * 86_400_000;
const skewedMs = 60_000;
const lostWithinMs = 600_000;
const mostGaps = 1000;
/** What an agent or this server dropped; that an agent did not run is no fault of Vigie. */
const lossReasons = new Set(['kernel_overflow', 'queue_full', 'spool_damaged']);

export interface Health {
  /** Looks at everything, and remembers since when each condition holds. May be called as often as one likes. */
  look(): readonly Condition[];
  present(language: 'en' | 'fr'): HealthCondition[];
}

export function createHealth(deps: HealthDeps): Health {
  const since = new Map<string, number>();
  const keyOf = ({ id, text }: Condition): string => (id === 'store_cannot_write' ? `${id} ${text.en}` : id);
  function look(): readonly Condition[] {
    const nowMs = deps.now();
    const found = judgeHealth({
      troubles: deps.writes.all(),
      damagedFoundMs: deps.metrics
        .damaged()
        .map(({ foundMs }) => foundMs)
        .filter((foundMs) => foundMs > nowMs - damagedNewsMs),
      loop: { worstMs: deps.loop.worstMs(), sinceStallMs: deps.loop.sinceStallMs() },
      skewed: deps.hosts
        .list()
        .flatMap(({ name, clockSkewMs }) =>
          clockSkewMs !== null && Math.abs(clockSkewMs) > skewedMs ? [{ name, skewMs: clockSkewMs }] : [],
        ),
      lost: deps.events
        .gaps({ fromMs: nowMs - lostWithinMs, limit: mostGaps })
        .filter(({ reason }) => lossReasons.has(reason))
        .map(({ count }) => count),
    });
    const held = new Set(found.map(keyOf));
    for (const key of since.keys()) {
      if (!held.has(key)) {
        since.delete(key);
      }
    }
    return found.map((condition) => {
      const key = keyOf(condition);
      since.set(key, condition.sinceMs ?? since.get(key) ?? nowMs);
      return { ...condition, sinceMs: since.get(key) ?? nowMs };
    });
  }
  return {
    look,
    present: (language) =>
      look().map(({ id, severity, text, sinceMs }) => ({
        id,
        severity,
        text: text[language],
        since: new Date(sinceMs ?? deps.now()).toISOString(),
      })),
  };
}
