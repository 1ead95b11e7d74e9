import type { Frame, MetricSeries } from '@vigie/contract/agent';
import type { Tier } from './tiers.ts';

/** A frame with what makes it unique for ever: the host, the stream (one life of the agent) and the number in it. */
export interface IncomingFrame {
  readonly hostId: string;
  readonly stream: string;
  readonly frame: Omit<Frame, 'stream'>;
}

export type Aggregate = 'last' | 'avg' | 'min' | 'max' | 'sum' | 'count' | 'rate' | 'increase' | 'quantile';

export interface LabelMatcher {
  readonly name: string;
  readonly op: '=' | '!=' | 'prefix';
  readonly value: string;
}

/** Many series made one: those that agree in the labels of `by` are joined. `host` stands for the host they are of. */
export interface Across {
  readonly how: 'sum' | 'avg' | 'min' | 'max' | 'quantile';
  readonly by: readonly string[];
  /** From 0 to 1, for `quantile`; the median when absent. */
  readonly quantile?: number;
}

export interface NewestQuery {
  /** Exact names of series. */
  readonly names: readonly string[];
  readonly matchers?: readonly LabelMatcher[];
  /** All that are known when absent. */
  readonly hosts?: readonly string[];
  /** What is older is left out. */
  readonly fromMs?: number;
}

export interface NewestValue extends MetricSeries {
  readonly hostId: string;
  readonly timeMs: number;
  readonly value: number;
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
  /** From 0 to 1, for the aggregate `quantile`; the median when absent. */
  readonly quantile?: number;
  /** What to make of many series, after each has been aggregated over time. */
  readonly across?: Across;
  /** Also the least and the greatest of each step. */
  readonly band?: boolean;
}

/** Samples as they were measured, of one host, by its own clock. */
export interface SamplesQuery {
  readonly hostId: string;
  /** Only series whose name begins with this. */
  readonly namePrefix?: string | undefined;
  /** Milliseconds since 1970; `fromMs` included, `toMs` not. */
  readonly fromMs: number;
  readonly toMs: number;
}

export interface ResultSeries extends MetricSeries {
  /** Empty when series of several hosts were joined. */
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

export interface DamagedBlock extends StoreProblem {
  readonly foundMs: number;
}

/**
 * Keeps every sample of every host. An implementation must keep what it acknowledged through a kill at any instant,
 * must never show a frame twice, must give counters the right rate at every tier, and must never stall `append`
 * for its own housekeeping.
 */
export interface MetricStore {
  /**
   * Resolves when the frame is durable. A frame that is already there is acknowledged again and changes nothing.
   * Frames of a stream come in the order of their numbers: one below the newest counts as already there. Rejects with
   * AppError `storage_full` when the disk refuses; then the frame is as if it had never come.
   */
  append(incoming: IncomingFrame): Promise<void>;
  /** Makes what is waiting durable, at once: whatever a query has shown is then on the disk. */
  flush(): void;
  /** Throws AppError `invalid_input` when the query would answer with too much. */
  query(query: MetricQuery): MetricResult;
  /** Every series that has a sample there and all their samples; when those are too many, the newest. */
  samples(query: SamplesQuery): MetricResult;
  /** The value that came last of every series asked for. */
  newest(query: NewestQuery): readonly NewestValue[];
  /** Names of the series of a host. */
  names(hostId: string): readonly string[];
  /** Changes how long tiers are kept, from the next step of `maintain` on. */
  retain(keepMs: Readonly<Partial<Record<Tier['name'], number>>>): void;
  /** One bounded step of sealing, roll-up and retention; true when there is more to do. */
  maintain(nowMs: number): boolean;
  /** Verifies every block, a few at a time; a damaged one is set aside and told. */
  check(): Promise<{ readonly blocks: number; readonly problems: readonly StoreProblem[] }>;
  /** What was ever set aside and is still kept, oldest first. */
  damaged(): readonly DamagedBlock[];
  /** Bytes on disk of all blocks, and the samples in them. */
  size(): { readonly bytes: number; readonly samples: number };
  close(): Promise<void>;
}
