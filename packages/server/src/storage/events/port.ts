import type { AgentGap, EventBatch, EventFields, EventSeverity } from '@vigie/contract/agent';
import type { Retention } from './retention.ts';

/** A batch with the host it comes from and the moment it came. */
export interface IncomingEvents extends EventBatch {
  readonly hostId: string;
  readonly receivedMs: number;
}

export interface StoredEvent {
  /** Ascending with time; unique in the store. */
  readonly id: number;
  readonly hostId: string;
  readonly stream: string;
  readonly sequence: number;
  readonly kind: string;
  readonly severity: EventSeverity;
  /** By the clock of the server. */
  readonly timeMs: number;
  readonly hostTimeMs: number;
  readonly receivedMs: number;
  readonly fields: EventFields;
}

export interface StoredGap extends Omit<AgentGap, 'reason'> {
  readonly id: number;
  readonly hostId: string;
  readonly reason: string;
}

export interface FieldMatch {
  readonly name: string;
  readonly value: string;
}

/** The beginning of a word, or with `exact` a run of whole words. */
export interface WordMatch {
  readonly text: string;
  readonly exact: boolean;
}

/** Absent members and empty lists ask for nothing. */
export interface EventQuery {
  readonly hostId?: string | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly severities?: readonly EventSeverity[] | undefined;
  /** `fromMs` included, `toMs` not. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly fields?: readonly FieldMatch[] | undefined;
  readonly words?: readonly WordMatch[] | undefined;
  /** Ids; neither is included. */
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly limit: number;
}

export interface GapQuery {
  readonly hostId?: string | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly limit: number;
}

/** A query counted in steps of equal length. */
export interface EventCountQuery extends Omit<EventQuery, 'before' | 'after' | 'limit' | 'fromMs' | 'toMs'> {
  readonly fromMs: number;
  readonly toMs: number;
  readonly steps: number;
}

/** What a batch added; what was there already is not in it. */
export interface Kept {
  readonly events: readonly StoredEvent[];
  readonly gaps: readonly StoredGap[];
}

/**
 * Keeps what happened. An implementation must keep what it acknowledged through a kill at any instant, must never show
 * one (host, stream, sequence) twice however often it comes, and must bound the work of one page.
 */
export interface EventStore {
  /** Resolves when all of it is durable. Throws AppError `storage_full` when the disk refuses; then none of it is kept. */
  append(incoming: IncomingEvents): Promise<Kept>;
  /** Newest first. `next` is the `before` of the following page; a page may be short and not the last. Null is the end. */
  page(query: EventQuery): { readonly items: readonly StoredEvent[]; readonly next: number | null };
  /** How many of each severity happened in each step. Bounded: beyond a million events it throws AppError `invalid_input`. */
  count(query: EventCountQuery): Readonly<Record<EventSeverity, Uint32Array>>;
  /** Newest first; those that touch the range. */
  gaps(query: GapQuery): readonly StoredGap[];
  /** Changes how long events are kept, from the next step of `maintain` on. */
  retain(retention: Retention): void;
  /** One bounded step of retention; true when there is more to do. */
  maintain(nowMs: number): boolean;
  /** Bytes on disk. */
  size(): { readonly bytes: number };
  close(): Promise<void>;
}
