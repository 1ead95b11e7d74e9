import type { Retention } from '@vigie/contract';
import type { EventStore } from '../../storage/events/index.ts';
import type { HistoryStore } from '../../storage/history/index.ts';
import type { MetricStore } from '../../storage/metrics/index.ts';

const dayMs = 86_400_000;

/** Tells the stores how long to keep what they have. */
export function applyRetention(
  stores: { readonly metrics: MetricStore; readonly events: EventStore; readonly history: HistoryStore },
  retention: Retention,
): void {
  stores.metrics.retain({
    raw: retention.rawDays * dayMs,
    '1m': retention.minuteDays * dayMs,
    '5m': retention.fiveMinutesDays * dayMs,
    '1h': retention.hourDays * dayMs,
  });
  stores.events.retain({
    days: { process: retention.processEventDays, unit: retention.unitEventDays, login: retention.loginEventDays },
    otherDays: retention.eventDays,
  });
  stores.history.retain(retention.stateDays * dayMs);
}
