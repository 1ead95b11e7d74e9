/** Numbers over time, by key, as typed columns of one length. NaN is no data. Bounded: the oldest rows leave. */
export class TimeColumns {
  readonly capacity: number;
  #times: Float64Array;
  #length = 0;
  #version = 0;
  readonly #columns = new Map<string, Float64Array>();

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

  /** Milliseconds since 1970, ascending. A view that the next row may move: read it, do not keep it. */
  get times(): Float64Array {
    return this.#times.subarray(0, this.#length);
  }

  get lastTimeMs(): number | null {
    return this.#length === 0 ? null : (this.#times[this.#length - 1] ?? null);
  }

  /** Null when no row ever had this key. The same warning as for `times`. */
  column(key: string): Float64Array | null {
    return this.#columns.get(key)?.subarray(0, this.#length) ?? null;
  }

  /** The newest value; null when the newest row has none. */
  last(key: string): number | null {
    const value = this.#columns.get(key)?.[this.#length - 1];
    return value === undefined || Number.isNaN(value) ? null : value;
  }

  /** Adds a row. One that is not newer than the newest is left out. Absent keys and null are no data. */
  push(timeMs: number, row: Readonly<Record<string, number | null>>): void {
    if (timeMs <= (this.lastTimeMs ?? Number.NEGATIVE_INFINITY)) {
      return;
    }
    if (this.#length === this.#times.length) {
      this.#shift();
    }
    this.#times[this.#length] = timeMs;
    for (const [key, value] of Object.entries(row)) {
      this.#columnOf(key)[this.#length] = value ?? Number.NaN;
    }
    this.#length += 1;
    this.#version += 1;
  }

  /** Writes a whole column from the others: for what is a rest of something that changed its parts. */
  compute(key: string, valueAt: (index: number) => number | null): void {
    const column = this.#columnOf(key);
    for (let index = 0; index < this.#length; index += 1) {
      column[index] = valueAt(index) ?? Number.NaN;
    }
    this.#version += 1;
  }

  #columnOf(key: string): Float64Array {
    const known = this.#columns.get(key);
    if (known) {
      return known;
    }
    const column = new Float64Array(this.capacity * 2).fill(Number.NaN);
    this.#columns.set(key, column);
    return column;
  }

  /** Moves the newest half to the front, so that a shift costs once per `capacity` rows. Keys without data leave. */
  #shift(): void {
    const from = this.#length - this.capacity;
    this.#times.copyWithin(0, from, this.#length);
    for (const [key, column] of this.#columns) {
      column.copyWithin(0, from, this.#length);
      column.fill(Number.NaN, this.capacity);
      if (column.subarray(0, this.capacity).every(Number.isNaN)) {
        this.#columns.delete(key);
      }
    }
    this.#length = this.capacity;
  }
}

/** The first index whose time is at or after `timeMs`; the length when there is none. */
export function indexAtOrAfter(times: ArrayLike<number>, timeMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < timeMs) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The index whose time is nearest; -1 when there is none. */
export function nearestIndex(times: ArrayLike<number>, timeMs: number): number {
  const after = indexAtOrAfter(times, timeMs);
  if (after === times.length) {
    return times.length - 1;
  }
  if (after === 0) {
    return 0;
  }
  return timeMs - (times[after - 1] ?? 0) <= (times[after] ?? 0) - timeMs ? after - 1 : after;
}
