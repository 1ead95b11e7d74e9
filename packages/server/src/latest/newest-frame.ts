import type { MetricsPayload } from '@vigie/contract';
import type { Frame, MetricSeries } from '@vigie/contract/agent';

/** A series that was not measured for so long is forgotten. */
const keptMs = 15 * 60_000;
/** Series kept of one host; hosts have hundreds. What is beyond is not kept here, and counted. */
const mostSeries = 4_000;
/** How often, in frames, what is no longer needed is let go. */
const tidyEvery = 60;

/** The newest frame of one host, beside all series it had lately. NaN is a gap. Older frames are in the metric store. */
export class NewestFrame {
  private timeMs: number | null = null;
  private order: MetricSeries[] = [];
  private orderChanged = false;
  private values = new Float64Array(0);
  private seenMs = new Float64Array(0);
  /** Where in `order` each sample of the last frame is; most frames have the shape of the one before. */
  private slots = new Int32Array(0);
  private count = 0;
  private leftOut = 0;

  /** `intern` gives the one object of a series. */
  constructor(private readonly intern: (series: MetricSeries) => MetricSeries) {}

  /** When the newest frame was measured, by the host's clock; null when there is none. */
  get newestTimeMs(): number | null {
    return this.timeMs;
  }

  /** Samples that were not kept because the host has too many series. */
  get samplesLeftOut(): number {
    return this.leftOut;
  }

  clear(): void {
    this.order = [];
    this.orderChanged = true;
    this.slots = new Int32Array(0);
    this.timeMs = null;
  }

  /** Takes a frame in; gives what the pages are told. Frames must come in order of time; an older one is left out. */
  add({ timeMs, samples }: Frame): MetricsPayload | null {
    if (this.timeMs !== null && timeMs <= this.timeMs) {
      return null;
    }
    this.timeMs = timeMs;
    if (!this.fits(samples)) {
      this.slots = this.slotsOf(samples);
    }
    this.values.fill(Number.NaN);
    for (let index = 0; index < samples.length; index++) {
      const slot = this.slots[index] as number;
      if (slot < 0) {
        this.leftOut++;
        continue;
      }
      this.values[slot] = samples[index]?.value ?? Number.NaN;
      this.seenMs[slot] = timeMs;
    }
    this.count++;
    if (this.count % tidyEvery === 0) {
      this.forget(timeMs - keptMs);
    }
    const changed = this.orderChanged;
    this.orderChanged = false;
    return changed ? this.payload(timeMs) : { timeMs, values: this.presentValues() };
  }

  /** The newest frame with its series; null when there is none. */
  newest(): MetricsPayload | null {
    return this.timeMs === null ? null : this.payload(this.timeMs);
  }

  private payload(timeMs: number): MetricsPayload {
    return { timeMs, series: [...this.order], values: this.presentValues() };
  }

  private presentValues(): (number | null)[] {
    return Array.from({ length: this.order.length }, (_, slot) => finiteOrNull(this.values[slot] as number));
  }

  private fits(samples: Frame['samples']): boolean {
    return this.slots.length === samples.length && samples.every(({ series }, index) => series === this.order[this.slots[index] as number]);
  }

  private slotsOf(samples: Frame['samples']): Int32Array<ArrayBuffer> {
    const known = new Map(this.order.map((series, slot) => [series, slot]));
    const slots = Int32Array.from(samples, (sample) => {
      const series = this.intern(sample.series);
      const slot = known.get(series) ?? (this.order.length < mostSeries ? this.order.push(series) - 1 : -1);
      if (slot >= known.size && slot >= 0) {
        known.set(series, slot);
        this.orderChanged = true;
      }
      return slot;
    });
    if (this.order.length > this.values.length) {
      this.values = new Float64Array(this.order.length);
      const seenMs = new Float64Array(this.order.length);
      seenMs.set(this.seenMs);
      this.seenMs = seenMs;
    }
    return slots;
  }

  private forget(beforeMs: number): void {
    const kept = this.order.flatMap((_, slot) => ((this.seenMs[slot] as number) > beforeMs ? [slot] : []));
    if (kept.length === this.order.length) {
      return;
    }
    this.values = Float64Array.from(kept, (slot) => this.values[slot] as number);
    this.seenMs = Float64Array.from(kept, (slot) => this.seenMs[slot] as number);
    this.order = kept.map((slot) => this.order[slot] as MetricSeries);
    this.slots = new Int32Array(0);
    this.orderChanged = true;
  }
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
