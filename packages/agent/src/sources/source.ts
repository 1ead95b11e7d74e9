import type { EventFields, EventSeverity, GapReason } from '@vigie/contract/agent';

/** One thing that happened, before it has a number. Times are milliseconds since 1970 by the clock of this host. */
export interface FoundEvent {
  readonly timeMs: number;
  readonly kind: string;
  readonly severity?: EventSeverity;
  readonly fields: EventFields;
}

export interface FoundGap {
  readonly class: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number | null;
  readonly reason: GapReason;
}

/** Where a source puts what it finds. It never waits and never throws; what does not fit is counted there. */
export interface SourceOutput {
  event(event: FoundEvent): void;
  gap(gap: FoundGap): void;
}

/**
 * Something that tells what happens. A source must tell each thing once, in order, and must never invent what it could not
 * read. It knows neither the link nor another source.
 */
export interface Source {
  /** As it stands in the facts of the host when there is nothing to be had. */
  readonly name: string;
  /** False when this host, or our rights, have nothing for it; it then tells nothing. Called once. */
  start(output: SourceOutput): boolean;
  /** The last of what it has goes out before this returns. */
  stop(reason: string): void;
}
