import type { Frame, MetricSeries } from '@vigie/contract/agent';

/** A frame without its number: each session counts its own. */
export type UnsentFrame = Omit<Frame, 'sequence'>;

/** A host's series seldom change, so the list of them is kept once for many frames. */
interface Kept {
  readonly timeMs: number;
  readonly intervalMs: number;
  readonly series: readonly MetricSeries[];
  readonly values: Float64Array;
}

const mostFrames = 360;

/**
 * Frames the server has not acknowledged, oldest first, in memory. When it is full the older half is thinned to every
 * second frame, so that a long absence keeps its shape; what is left out is counted.
 */
export class FrameQueue {
  private frames: Kept[] = [];
  /** How many, from the oldest, have been sent in this session. */
  private sentCount = 0;
  /** Number of the oldest kept frame in this session. */
  private oldestSequence = 1;
  private lost = 0;

  get size(): number {
    return this.frames.length;
  }

  get inFlight(): number {
    return this.sentCount;
  }

  /** Frames left out since the agent started. */
  get dropped(): number {
    return this.lost;
  }

  push(frame: UnsentFrame): void {
    const previous = this.frames.at(-1)?.series;
    const same = previous?.length === frame.samples.length && frame.samples.every((sample, index) => sample.series === previous[index]);
    this.frames.push({
      timeMs: frame.timeMs,
      intervalMs: frame.intervalMs,
      series: previous && same ? previous : frame.samples.map((sample) => sample.series),
      values: Float64Array.from(frame.samples, (sample) => sample.value),
    });
    if (this.frames.length > mostFrames) {
      this.thin();
    }
  }

  /** The next frame to send, now counted as sent; null when all are. */
  take(): Frame | null {
    const frame = this.frames[this.sentCount];
    if (!frame) {
      return null;
    }
    const sequence = this.oldestSequence + this.sentCount;
    this.sentCount++;
    return {
      sequence,
      timeMs: frame.timeMs,
      intervalMs: frame.intervalMs,
      samples: frame.series.map((series, index) => ({ series, value: frame.values[index] ?? Number.NaN })),
    };
  }

  /** The server has stored everything up to this number. Numbers never sent are ignored. */
  acknowledge(sequence: number): void {
    const count = sequence - this.oldestSequence + 1;
    if (count <= 0 || count > this.sentCount) {
      return;
    }
    this.frames.splice(0, count);
    this.sentCount -= count;
    this.oldestSequence += count;
  }

  /** A new session: everything that was not acknowledged is to be sent again, numbered from 1. */
  restart(): void {
    this.sentCount = 0;
    this.oldestSequence = 1;
  }

  /** What is in flight keeps its number, so only what has not been sent is thinned. */
  private thin(): void {
    const half = this.sentCount + Math.ceil((this.frames.length - this.sentCount) / 2);
    const before = this.frames.length;
    this.frames = this.frames.filter((_, index) => index < this.sentCount || index >= half || (index - this.sentCount) % 2 === 0);
    this.lost += before - this.frames.length;
  }
}
