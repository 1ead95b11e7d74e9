import type { EventGap, HostEvent } from '@vigie/contract';
import type { State } from '../../components/ui/index.ts';

export type JournalRow =
  | { readonly key: string; readonly atMs: number; readonly event: HostEvent }
  | { readonly key: string; readonly atMs: number; readonly gap: EventGap };

export const severityMarks: Readonly<Record<HostEvent['severity'], State>> = { info: 'info', warning: 'warn', critical: 'bad' };

/** Events and gaps in one order, newest first; a gap stands at its end. Gaps older than what is loaded wait for it. */
export function mergeRows(events: readonly HostEvent[], gaps: readonly EventGap[], isAll: boolean): readonly JournalRow[] {
  const oldest = events.at(-1);
  const fromMs = isAll || !oldest ? Number.NEGATIVE_INFINITY : Date.parse(oldest.time);
  const rows: JournalRow[] = events.map((event) => ({ key: event.id, atMs: Date.parse(event.time), event }));
  for (const gap of gaps) {
    const atMs = Date.parse(gap.to);
    if (atMs >= fromMs) {
      rows.push({ key: `gap ${gap.id}`, atMs, gap });
    }
  }
  // Ids grow with time, and within a millisecond with the order on the host.
  return rows.sort((a, b) => b.atMs - a.atMs || ('event' in a && 'event' in b ? Number(b.key) - Number(a.key) : 0));
}

/** Puts what has just come where it belongs, once. Newest first; the same list when all of it was there. */
export function addEvents(known: readonly HostEvent[], news: readonly HostEvent[]): readonly HostEvent[] {
  const ids = new Set(known.map((event) => event.id));
  const fresh = news.filter((event) => !ids.has(event.id));
  return fresh.length === 0 ? known : [...known, ...fresh].sort((a, b) => Number(b.id) - Number(a.id));
}
