import type { MetricsPayload, RecentMetrics, Series } from '@vigie/contract';
import { findGaps, rateOf } from './rates.ts';

/** One series of a host and its column, aligned with `times`. NaN is no data. */
export interface MetricColumn {
  readonly series: Series;
  readonly values: Float64Array;
}

export type LabelMatch = Readonly<Record<string, string>>;

function keyOf(series: { readonly name: string; readonly labels: LabelMatch }): string {
  const labels = Object.entries(series.labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${series.name}{${labels.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}}`;
}

interface Column {
  readonly series: Series;
  values: Float64Array;
}

/**
 * The frames of one host since the page was opened, and what the server still had before, as typed columns.
 * Bounded to `capacity` frames: the oldest leave. Every array it gives is a view that the next frame may move: read it, do not keep it.
 */
export class MetricsHistory {
  readonly capacity: number;
  #times: Float64Array;
  #length = 0;
  #columns = new Map<string, Column>();
  #order: (Column | null)[] = [];
  #version = 0;
  #rates = new Map<string, { version: number; values: Float64Array }>();

  constructor(capacity = 3600) {
    this.capacity = capacity;
    this.#times = new Float64Array(capacity * 2);
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  get length(): number {
    return this.#length;
  }

  /** Milliseconds since 1970, ascending. */
  get times(): Float64Array {
    return this.#times.subarray(0, this.#length);
  }

  get lastTimeMs(): number | null {
    return this.#length === 0 ? null : (this.#times[this.#length - 1] ?? null);
  }

  /** Every series known, in the order they were first seen. */
  series(): readonly Series[] {
    return [...this.#columns.values()].map((column) => column.series);
  }

  /** The series of a name whose labels hold all of `labels`. */
  columns(name: string, labels: LabelMatch = {}): readonly MetricColumn[] {
    const found: MetricColumn[] = [];
    for (const { series, values } of this.#columns.values()) {
      if (series.name === name && Object.entries(labels).every(([label, value]) => series.labels[label] === value)) {
        found.push({ series, values: values.subarray(0, this.#length) });
      }
    }
    return found;
  }

  /** The first such series, or null. */
  column(name: string, labels: LabelMatch = {}): Float64Array | null {
    return this.columns(name, labels)[0]?.values ?? null;
  }

  /** Per second, of a counter: NaN at its first frame, over a gap and where the counter began again. Null when there is no such series. */
  rate(name: string, labels: LabelMatch = {}): Float64Array | null {
    const column = this.columns(name, labels)[0];
    return column ? this.rateOfColumn(column) : null;
  }

  rateOfColumn(column: MetricColumn): Float64Array {
    const key = keyOf(column.series);
    const kept = this.#rates.get(key);
    if (kept && kept.version === this.#version) {
      return kept.values;
    }
    const values = rateOf(this.times, column.values);
    this.#rates.set(key, { version: this.#version, values });
    return values;
  }

  /** The newest value, or null when the newest frame has none. */
  last(name: string, labels: LabelMatch = {}): number | null {
    return lastOf(this.column(name, labels));
  }

  lastRate(name: string, labels: LabelMatch = {}): number | null {
    return lastOf(this.rate(name, labels));
  }

  /** Pieces of time without frames, as `[from, to]` in milliseconds. */
  gaps(): readonly (readonly [number, number])[] {
    return findGaps(this.times);
  }

  /** Takes what the server still had; only frames newer than the newest known are added. */
  seed(recent: RecentMetrics): void {
    const newest = this.lastTimeMs ?? Number.NEGATIVE_INFINITY;
    const columns = recent.series.map((series) => this.#columnOf(series));
    for (const [frame, timeMs] of recent.times.entries()) {
      if (timeMs > newest) {
        this.#push(timeMs, columns, (index) => recent.values[index]?.[frame]);
      }
    }
    this.#version += 1;
  }

  /** Takes one live frame. A frame that is not newer is left out. */
  append(payload: MetricsPayload): void {
    if (payload.series) {
      this.#order = payload.series.map((series) => this.#columnOf(series));
    }
    if (payload.timeMs <= (this.lastTimeMs ?? Number.NEGATIVE_INFINITY)) {
      return;
    }
    this.#push(payload.timeMs, this.#order, (index) => payload.values[index]);
    this.#version += 1;
  }

  #columnOf(series: Series): Column {
    const key = keyOf(series);
    const known = this.#columns.get(key);
    if (known) {
      return known;
    }
    const column = { series, values: new Float64Array(this.capacity * 2).fill(Number.NaN) };
    this.#columns.set(key, column);
    return column;
  }

  #push(timeMs: number, columns: readonly (Column | null)[], valueAt: (index: number) => number | null | undefined): void {
    if (this.#length === this.#times.length) {
      this.#shift();
    }
    const at = this.#length;
    this.#times[at] = timeMs;
    for (const [index, column] of columns.entries()) {
      if (column) {
        column.values[at] = valueAt(index) ?? Number.NaN;
      }
    }
    this.#length = at + 1;
  }

  /** Moves the newest half to the front, so that a shift costs once per `capacity` frames. */
  #shift(): void {
    const from = this.#length - this.capacity;
    this.#times.copyWithin(0, from, this.#length);
    for (const column of this.#columns.values()) {
      column.values.copyWithin(0, from, this.#length);
      column.values.fill(Number.NaN, this.capacity);
    }
    this.#length = this.capacity;
  }
}

function lastOf(values: Float64Array | null): number | null {
  const value = values?.at(-1);
  return value === undefined || Number.isNaN(value) ? null : value;
}
