import type { Ack, AgentEvent, AgentGap, AgentMessage, EventsAck } from '@vigie/contract/agent';
import type { Clock } from '../clock.ts';
import type { Lane, Spool, SpooledEvent, SpooledFrame, Taken } from '../spool/index.ts';

/** Sent and not yet acknowledged; a server that stores slowly is not pushed further. */
const mostFramesInFlight = 64;
const mostEventsInFlight = 2000;
const mostPerBatch = 500;
/** A server that could not keep something says nothing; it is sent again after this. */
const resendAfterMs = 30_000;

/** What of the spool goes next: what is never dropped before what is many, events before frames, now before what waited. */
export class Outbox {
  private acceptsEvents = false;
  private readonly movedMs = new Map<Lane<SpooledEvent> | Lane<SpooledFrame>, number>();

  constructor(
    private readonly spool: Spool,
    private readonly clock: Clock,
  ) {}

  /** A new session: what was not acknowledged is sent again. */
  begin(acceptsEvents: boolean): void {
    this.acceptsEvents = acceptsEvents;
    for (const lane of [this.spool.kept, this.spool.bulk, this.spool.frames]) {
      lane.stepOver();
      lane.restart();
    }
  }

  /** The next message, now counted as sent; null when there is none, or enough is on its way. */
  next(): AgentMessage | null {
    const { spool } = this;
    return (this.acceptsEvents ? (this.nextEvents(spool.kept) ?? this.nextEvents(spool.bulk)) : null) ?? this.nextFrame();
  }

  frameAcknowledged({ stream, sequence }: Ack): void {
    this.spool.frames.acknowledge(stream, sequence, false);
    this.movedMs.set(this.spool.frames, this.clock.monotonicMs());
  }

  eventsAcknowledged({ stream, sequence }: EventsAck): void {
    for (const lane of [this.spool.kept, this.spool.bulk]) {
      lane.acknowledge(stream, sequence, false);
      lane.acknowledge(stream, sequence, true);
      this.movedMs.set(lane, this.clock.monotonicMs());
    }
    this.spool.frames.acknowledge(stream, sequence, true);
  }

  private nextEvents(lane: Lane<SpooledEvent>): AgentMessage | null {
    this.resend(lane);
    const taken = lane.inFlight < mostEventsInFlight ? lane.take(mostPerBatch) : null;
    return taken === null ? null : { type: 'events', body: batchOf(taken, this.clock.wallMs()) };
  }

  private nextFrame(): AgentMessage | null {
    const { frames } = this.spool;
    this.resend(frames);
    for (;;) {
      const taken = frames.inFlight < mostFramesInFlight ? frames.take(1) : null;
      const entry = taken?.entries[0];
      if (!taken || !entry) {
        return null;
      }
      if (entry.lost === null) {
        return { type: 'frame', body: { ...entry.item, stream: taken.stream, sequence: entry.sequence } };
      }
      if (this.acceptsEvents) {
        const gap = { ...entry.lost, sequence: entry.sequence };
        return { type: 'events', body: { stream: taken.stream, sentAtMs: this.clock.wallMs(), events: [], gaps: [gap] } };
      }
      frames.acknowledge(taken.stream, entry.sequence, true);
    }
  }

  private resend(lane: Lane<SpooledEvent> | Lane<SpooledFrame>): void {
    const nowMs = this.clock.monotonicMs();
    const movedMs = this.movedMs.get(lane);
    if (lane.inFlight === 0 || movedMs === undefined) {
      this.movedMs.set(lane, nowMs);
    } else if (nowMs - movedMs >= resendAfterMs) {
      lane.restart();
      this.movedMs.set(lane, nowMs);
    }
  }
}

function batchOf({ stream, entries }: Taken<SpooledEvent>, sentAtMs: number) {
  const events: AgentEvent[] = [];
  const gaps: AgentGap[] = [];
  for (const { sequence, item, lost } of entries) {
    if (lost === null) {
      events.push({ ...item, sequence });
    } else {
      gaps.push({ ...lost, sequence });
    }
  }
  return { stream, sentAtMs, events, gaps };
}
