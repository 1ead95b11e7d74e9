import type { MetricSeries } from '@vigie/contract/agent';
import type { Sample } from './collectors/index.ts';

const dropped: MetricSeries = { name: 'vigie_agent_dropped_frames_total', labels: {}, kind: 'counter' };
const droppedEvent: MetricSeries = { name: 'vigie_agent_dropped_events_total', labels: {}, kind: 'counter' };
const spool: MetricSeries = { name: 'vigie_agent_spool_bytes', labels: {}, kind: 'gauge' };
const waiting: MetricSeries = { name: 'vigie_agent_waiting_frames', labels: {}, kind: 'gauge' };
const waitingEvent: MetricSeries = { name: 'vigie_agent_waiting_events', labels: {}, kind: 'gauge' };
const skipped: MetricSeries = { name: 'vigie_agent_skipped_rounds_total', labels: {}, kind: 'counter' };

export interface LinkCounts {
  /** Frames thinned out because the server was away for too long. */
  readonly droppedFrames: number;
  /** The same of events that are many; each is told as a gap. */
  readonly droppedEvents: number;
  /** On disk, waiting for the server. */
  readonly spoolBytes: number;
  /** Frames the server has not acknowledged. */
  readonly waitingFrames: number;
  /** Events and gaps the server has not acknowledged. */
  readonly waitingEvents: number;
  /** Rounds left out because the network did not take what was sent before. */
  readonly skippedRounds: number;
}

export const linkSeries: readonly MetricSeries[] = [dropped, droppedEvent, spool, waiting, waitingEvent, skipped];

/** What was lost or waits on the way to the server, as series of the host. */
export function linkSamples(counts: LinkCounts): Sample[] {
  return [
    { series: dropped, value: counts.droppedFrames },
    { series: droppedEvent, value: counts.droppedEvents },
    { series: spool, value: counts.spoolBytes },
    { series: waiting, value: counts.waitingFrames },
    { series: waitingEvent, value: counts.waitingEvents },
    { series: skipped, value: counts.skippedRounds },
  ];
}
