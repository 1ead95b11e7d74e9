import type { MetricsPayload, RecentMetrics, Series } from '@vigie/contract';
import type { Frame, MetricSeries } from '@vigie/contract/agent';

/** How many frames are kept: 15 minutes at 1 s, two hours and a half at 10 s. */
const capacity = 900;
/** A series nobody has measured for this many frames is forgotten. */
const forgetAfter = capacity;
/** Series kept of one host, at 7 KB each; hosts have hundreds. What is beyond is not kept here, and counted. */
const mostSeries = 4_000;

interface Column {
  readonly series: Series;
  readonly values: Float64Array;
  /** Count of frames when it was last measured. */
  seen: number;
}

/** The newest frames of one host, as columns that are written in a circle. NaN is a gap. */
export class MetricRing {
  private readonly times = new Float64Array(capacity);
  private readonly columns = new Map<string, Column>();
  /** Series of the session, by identity, so that a frame costs no strings. */
  private bySeries = new WeakMap<MetricSeries, Column>();
  private order: Column[] = [];
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
  }

  /** Takes a frame in; gives what the pages are told. Frames must come in order of time; an older one is left out. */
  add(frame: Frame): MetricsPayload | null {
    if (this.count > 0 && frame.timeMs <= this.timeAt(this.count - 1)) {
      return null;
    }
    const slot = this.count % capacity;
    this.times[slot] = frame.timeMs;
    for (const column of this.order) {
      column.values[slot] = Number.NaN;
    }
    this.count++;
    for (const { series, value } of frame.samples) {
      const column = this.columnOf(series);
      if (!column) {
        this.leftOut++;
        continue;
      }
      column.values[slot] = value;
      column.seen = this.count;
    }
    this.forgetOld();
    const changed = this.orderChanged;
    this.orderChanged = false;
    const values = this.order.map((column) => finiteOrNull(column.values[slot] as number));
    return changed ? { timeMs: frame.timeMs, series: this.order.map((column) => column.series), values } : { timeMs: frame.timeMs, values };
  }

  /** The newest frame with its series; null when there is none. */
  newest(): MetricsPayload | null {
    if (this.count === 0) {
      return null;
    }
    const slot = (this.count - 1) % capacity;
    return {
      timeMs: this.times[slot] as number,
      series: this.order.map((column) => column.series),
      values: this.order.map((column) => finiteOrNull(column.values[slot] as number)),
    };
  }

  recent(host: string, options: { readonly namePrefix?: string | undefined; readonly sinceMs?: number | undefined }): RecentMetrics {
    const first = Math.max(0, this.count - capacity);
    const indices = Array.from({ length: this.count - first }, (_, offset) => first + offset).filter(
      (index) => this.timeAt(index) > (options.sinceMs ?? Number.NEGATIVE_INFINITY),
    );
    const columns = this.order.filter((column) => column.series.name.startsWith(options.namePrefix ?? ''));
    return {
      host,
      times: indices.map((index) => this.timeAt(index)),
      series: columns.map((column) => column.series),
      values: columns.map((column) => indices.map((index) => finiteOrNull(column.values[index % capacity] as number))),
    };
  }

  private timeAt(index: number): number {
    return this.times[index % capacity] as number;
  }

  /** Null when there are too many. */
  private columnOf(series: MetricSeries): Column | null {
    const known = this.bySeries.get(series);
    if (known) {
      return known;
    }
    const key = `${series.kind}\n${series.name}\n${JSON.stringify(Object.entries(series.labels).sort())}`;
    let column = this.columns.get(key);
    if (!column && this.columns.size >= mostSeries) {
      return null;
    }
    if (!column) {
      column = {
        series: { name: series.name, labels: { ...series.labels }, kind: series.kind },
        values: new Float64Array(capacity).fill(Number.NaN),
        seen: this.count,
      };
      this.columns.set(key, column);
      this.order.push(column);
      this.orderChanged = true;
    }
    this.bySeries.set(series, column);
    return column;
  }

  private forgetOld(): void {
    if (this.count % 60 !== 0 || this.order.every((column) => this.count - column.seen < forgetAfter)) {
      return;
    }
    for (const [key, column] of this.columns) {
      if (this.count - column.seen >= forgetAfter) {
        this.columns.delete(key);
      }
    }
    this.order = [...this.columns.values()];
    this.bySeries = new WeakMap();
    this.orderChanged = true;
  }
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
