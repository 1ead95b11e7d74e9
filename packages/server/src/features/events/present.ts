import { describeEvent, describeGap, type EventGap, type HostEvent, type Language } from '@vigie/contract';
import type { StoredEvent, StoredGap } from '../../storage/events/index.ts';

export function presentEvent(event: StoredEvent, hostName: string, language: Language): HostEvent {
  return {
    id: String(event.id),
    time: new Date(event.timeMs).toISOString(),
    host: event.hostId,
    hostName,
    kind: event.kind,
    severity: event.severity,
    text: describeEvent(event.kind, event.fields, language),
    fields: { ...event.fields },
    hostTime: toIso(event.hostTimeMs),
    receivedAt: toIso(event.receivedMs),
    stream: event.stream,
    sequence: event.sequence,
  };
}

export function presentGap(gap: StoredGap, hostName: string, language: Language): EventGap {
  return {
    id: String(gap.id),
    host: gap.hostId,
    hostName,
    class: gap.class,
    from: toIso(gap.fromMs),
    to: toIso(gap.toMs),
    count: gap.count,
    reason: gap.reason,
    text: describeGap(gap, language),
  };
}

/** A clock that stands beyond what a date can hold is shown at its limit. */
function toIso(ms: number): string {
  return new Date(Math.min(253_402_300_799_999, Math.max(-62_135_596_800_000, ms))).toISOString();
}
