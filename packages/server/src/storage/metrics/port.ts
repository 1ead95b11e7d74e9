import type { Frame, MetricSeries } from '@vigie/contract/agent';
import type { Tier } from './tiers.ts';

/** A frame with what makes it unique for ever: the host, the stream (one life of the agent) and the number in it. */
export interface IncomingFrame {
  readonly hostId: string;
  readonly stream: string;
  readonly frame: Frame;
}

export type Aggregate = 'last' | 'avg' | 'min' | 'max' | 'sum' | 'count' | 'rate' | 'increase';

export interface LabelMatcher {
  readonly name: string;
  readonly op: '=' | '!=' | 'prefix';
  readonly value: string;
}

export interface MetricQuery {
  readonly hosts: readonly string[];
  /** Exact names of series. */
  readonly names: readonly string[];
  readonly matchers?: readonly LabelMatcher[];
  /** Milliseconds since 1970; `fromMs` included, `toMs` not. */
  readonly fromMs: number;
  readonly toMs: number;
  /** 0 gives the samples themselves, where the raw tier still has them. */
  readonly stepMs: number;
  /** Absent: `rate` for counters, `avg` for gauges. */
  readonly aggregate?: Aggregate;
  /** Also the least and the greatest of each step. */
  readonly band?: boolean;
}

export interface ResultSeries extends MetricSeries {
  readonly hostId: string;
  /** In the order of `times`; NaN is no data. */
  readonly values: Float64Array;
  readonly min: Float64Array | null;
  readonly max: Float64Array | null;
}

export interface MetricResult {
  readonly tier: Tier['name'];
  /** 0 for samples as they were measured. */
  readonly stepMs: number;
  readonly times: Float64Array;
  readonly series: readonly ResultSeries[];
}

export interface StoreProblem {
  readonly hostId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly tier: Tier['name'];
  readonly reason: string;
}

/**
 * Keeps every sample of every host. An implementation must keep what it acknowledged through a kill at any instant,
 * must never show a frame twice, must give counters the right rate at every tier, and must never stall `append`
 * for its own housekeeping.
 */
export interface MetricStore {
  /** Resolves when the frame is durable. A frame that is already there is acknowledged again and changes nothing. */
  append(incoming: IncomingFrame): Promise<void>;
  /** Throws AppError `invalid_input` when the query would answer with too much. */
  query(query: MetricQuery): MetricResult;
  /** One bounded step of sealing, roll-up and retention; true when there is more to do. */
  maintain(nowMs: number): boolean;
  /** Verifies every block; a damaged one is set aside and told. */
  check(): { readonly blocks: number; readonly problems: readonly StoreProblem[] };
  close(): Promise<void>;
}
