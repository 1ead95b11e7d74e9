/*
 * What an agent tells about things that happened. A stream is one life of the agent; within it every event and every
 * gap has a number, one up each time, so that (host, stream, sequence) is unique for ever.
 */

export type EventSeverity = 'info' | 'warning' | 'critical';
export type EventFields = Readonly<Record<string, string | number | boolean | null>>;

export interface AgentEvent {
  readonly sequence: number;
  /** By the clock of the host. */
  readonly timeMs: number;
  /** `noun.verb`, as listed in `model/event.ts`; a server keeps kinds it does not know. */
  readonly kind: string;
  readonly severity: EventSeverity;
  /** Data of the host; a sentence is made of it where it is read. */
  readonly fields: EventFields;
}

/**
 * Why something is missing. `kernel_overflow`: the kernel dropped it; `queue_full`: this agent did; `agent_away`: it did not
 * run; `host_down`: nor did the host, at least part of this time; `spool_damaged`: what this agent had kept cannot be read any more; `block_damaged`, of the server only: the
 * stored block was damaged.
 */
export type GapReason = 'kernel_overflow' | 'queue_full' | 'agent_away' | 'host_down' | 'spool_damaged' | 'block_damaged';

export interface AgentGap {
  readonly sequence: number;
  /** The noun of the kinds that are missing; `metric` for frames, `all` when nothing at all is known of this time. */
  readonly class: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Null when nobody can know. */
  readonly count: number | null;
  readonly reason: GapReason;
}

/** Since protocol 1, only to a server whose welcome accepts `events`. Sent again until it is acknowledged. */
export interface EventBatch {
  readonly stream: string;
  /** The clock of the host when this was sent; the server learns from it how old each event is. */
  readonly sentAtMs: number;
  readonly events: readonly AgentEvent[];
  readonly gaps: readonly AgentGap[];
}

/** Everything of this stream up to and including `sequence` is durable. Only answers `events`. */
export interface EventsAck {
  readonly stream: string;
  readonly sequence: number;
}

/** More items than this in one message is refused. */
export const mostEventsPerBatch = 1000;
