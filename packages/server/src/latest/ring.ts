import type { MetricsPayload, RecentMetrics } from '@vigie/contract';
import type { Frame, MetricSeries } from '@vigie/contract/agent';
import { RingColumn } from './ring-column.ts';
import { sharedSeries } from './shared-series.ts';

/** How far back the ring reaches, and the frames that may take: 15 minutes at 1 s. At the pace of rest that is a tenth of them. */
const keptMs = 15 * 60_000;
const [fewest, most] = [96, 900];
/** Series kept of one host; hosts have hundreds. What is beyond is not kept here, and counted. */
const mostSeries = 4_000;
/** How often, in frames, what is no longer needed is let go. */
const tidyEvery = 60;

/** The newest frames of one host, as columns that are written in a circle. NaN is a gap. The circle is as large as the pace of frames asks. */
export class MetricRing {
  private capacity = fewest;
  private times = new Float64Array(fewest);
  private readonly columns = new Map<string, RingColumn>();
  /** Series of the session, by identity, so that a frame costs no strings. */
  private bySeries = new WeakMap<MetricSeries, RingColumn>();
  private order: RingColumn[] = [];
  private orderChanged = false;
  private count = 0;
  private leftOut = 0;

  /** When the newest frame was measured, by the host's clock; null when there is none. */
  get newestTimeMs(): number | null {
    return this.count === 0 ? null : this.timeAt(this.count - 1);
  }

  /** Samples that were not kept because the host has too many series. */
  get samplesLeftOut(): number {
    return this.leftOut;
  }

  clear(): void {
    this.columns.clear();
    this.order = [];
    this.bySeries = new WeakMap();
    this.orderChanged = true;
    this.count = 0;
    this.capacity = fewest;
    this.times = new Float64Array(fewest);
  }

  /** Takes a frame in; gives what the pages are told. Frames must come in order of time; an older one is left out. */
  add(frame: Frame): MetricsPayload | null {
    if (this.count > 0 && frame.timeMs <= this.timeAt(this.count - 1)) {
      return null;
    }
    if (this.count >= this.capacity && this.capacity < most && frame.timeMs - this.timeAt(this.first) < keptMs) {
      this.resize(Math.min(most, this.capacity * 2));
    }
    const index = this.count++;
    this.times[index % this.capacity] = frame.timeMs;
    for (const { series, value } of frame.samples) {
      const column = this.columnOf(series, index);
      if (!column) {
        this.leftOut++;
        continue;
      }
      column.put(index, value, this.capacity);
    }
    for (const column of this.order) {
      column.close(index, this.capacity);
    }
    this.tidy();
    const changed = this.orderChanged;
    this.orderChanged = false;
    const values = this.order.map((column) => finiteOrNull(column.at(index, this.capacity)));
    return changed ? { timeMs: frame.timeMs, series: this.order.map((column) => column.series), values } : { timeMs: frame.timeMs, values };
  }

  /** The newest frame with its series; null when there is none. */
  newest(): MetricsPayload | null {
    if (this.count === 0) {
      return null;
    }
    const index = this.count - 1;
    return {
      timeMs: this.timeAt(index),
      series: this.order.map((column) => column.series),
      values: this.order.map((column) => finiteOrNull(column.at(index, this.capacity))),
    };
  }

  recent(host: string, options: { readonly namePrefix?: string | undefined; readonly sinceMs?: number | undefined }): RecentMetrics {
    const indices = Array.from({ length: this.count - this.first }, (_, offset) => this.first + offset).filter(
      (index) => this.timeAt(index) > (options.sinceMs ?? Number.NEGATIVE_INFINITY),
    );
    const columns = this.order.filter((column) => column.series.name.startsWith(options.namePrefix ?? ''));
    return {
      host,
      times: indices.map((index) => this.timeAt(index)),
      series: columns.map((column) => column.series),
      values: columns.map((column) => indices.map((index) => finiteOrNull(column.at(index, this.capacity)))),
    };
  }

  /** The oldest frame that is kept, counted from the first that ever came. */
  private get first(): number {
    return Math.max(0, this.count - this.capacity);
  }

  private timeAt(index: number): number {
    return this.times[index % this.capacity] as number;
  }

  private resize(capacity: number): void {
    const from = Math.max(this.first, this.count - capacity);
    const times = new Float64Array(capacity);
    for (let index = from; index < this.count; index++) {
      times[index % capacity] = this.timeAt(index);
    }
    for (const column of this.order) {
      column.resize(from, this.count, this.capacity, capacity);
    }
    this.times = times;
    this.capacity = capacity;
  }

  /** Null when there are too many. */
  private columnOf(series: MetricSeries, index: number): RingColumn | null {
    const known = this.bySeries.get(series);
    if (known) {
      return known;
    }
    const shared = sharedSeries(series);
    let column = this.columns.get(shared.key);
    if (!column && this.columns.size >= mostSeries) {
      return null;
    }
    if (!column) {
      column = new RingColumn(shared.series, index);
      this.columns.set(shared.key, column);
      this.order.push(column);
      this.orderChanged = true;
    }
    this.bySeries.set(series, column);
    return column;
  }

  private tidy(): void {
    if (this.count % tidyEvery !== 0) {
      return;
    }
    const sinceMs = this.timeAt(this.count - 1) - keptMs;
    const needed = this.times.reduce((sum, timeMs) => sum + (timeMs > sinceMs ? 1 : 0), 0);
    if (this.capacity > fewest && needed <= this.capacity / 4) {
      this.resize(Math.max(fewest, needed * 2));
    }
    this.forgetOld();
  }

  /** Forgets series that none of the kept frames has. */
  private forgetOld(): void {
    const sizeBefore = this.columns.size;
    for (const [key, column] of this.columns) {
      if (this.count - column.seen >= this.capacity) {
        this.columns.delete(key);
      }
    }
    if (this.columns.size < sizeBefore) {
      this.order = [...this.columns.values()];
      this.bySeries = new WeakMap();
      this.orderChanged = true;
    }
  }
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
