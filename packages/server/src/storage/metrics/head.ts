import type { Column } from './block.ts';

/** The newest samples of one host, not yet a block: columns of the same length, grown together. */
export class Head {
  times: Float64Array;
  count = 0;
  private readonly columns = new Map<number, HeadColumn>();

  constructor(private capacity = 16) {
    this.times = new Float64Array(capacity);
  }

  /** Begins a frame; gives its row. */
  open(timeMs: number): number {
    if (this.count === this.capacity) {
      this.grow();
    }
    this.times[this.count] = timeMs;
    return this.count++;
  }

  column(seriesId: number): HeadColumn {
    let column = this.columns.get(seriesId);
    if (!column) {
      column = { values: new Float64Array(this.capacity), present: new Uint8Array(this.capacity) };
      this.columns.set(seriesId, column);
    }
    return column;
  }

  peek(seriesId: number): HeadColumn | undefined {
    return this.columns.get(seriesId);
  }

  seriesIds(): IterableIterator<number> {
    return this.columns.keys();
  }

  /** What the head takes in memory. */
  get sizeBytes(): number {
    return this.capacity * 8 + this.columns.size * this.capacity * 9;
  }

  /** Takes the newest rows back, so that `count` are left. */
  truncate(count: number): void {
    for (const column of this.columns.values()) {
      column.present.fill(0, count, this.count);
    }
    this.count = count;
  }

  /** Rows in the order of time; rows of one time are one group, in the order of their arrival. */
  sorted(): Arrangement {
    const rows = Uint32Array.from({ length: this.count }, (_, index) => index).sort(
      (a, b) => (this.times[a] as number) - (this.times[b] as number) || a - b,
    );
    const starts = Uint32Array.from({ length: rows.length }, (_, index) => index).filter(
      (index) => index === 0 || this.times[rows[index] as number] !== this.times[rows[index - 1] as number],
    );
    return { times: Float64Array.from(starts, (start) => this.times[rows[start] as number] as number), rows, starts };
  }

  private grow(): void {
    this.capacity *= 2;
    this.times = widened(this.times, this.capacity);
    for (const column of this.columns.values()) {
      column.values = widened(column.values, this.capacity);
      const present = new Uint8Array(this.capacity);
      present.set(column.present);
      column.present = present;
    }
  }
}

export interface HeadColumn {
  values: Float64Array;
  present: Uint8Array;
}

function widened(values: Float64Array, capacity: number): Float64Array {
  const wide = new Float64Array(capacity);
  wide.set(values);
  return wide;
}

/** The rows of a head by time: group `n` has the rows from `starts[n]` up to the next start. */
export interface Arrangement {
  /** Ascending, each once. */
  readonly times: Float64Array;
  readonly rows: Uint32Array;
  readonly starts: Uint32Array;
}

/** One column of a head in order of time; of two samples of one time the later arrival stays. Null when none has it. */
export function arrange(column: HeadColumn, { times, rows, starts }: Arrangement): Omit<Column, 'key'> | null {
  const values = new Float64Array(times.length);
  const present = new Uint8Array(times.length);
  let there = 0;
  for (let index = 0; index < times.length; index++) {
    const start = starts[index] as number;
    let at = (starts[index + 1] ?? rows.length) - 1;
    while (at > start && column.present[rows[at] as number] === 0) {
      at--;
    }
    const row = rows[at] as number;
    values[index] = column.values[row] as number;
    present[index] = column.present[row] as number;
    there += present[index] as number;
  }
  return there === 0 ? null : { values, present: there === times.length ? null : present };
}

/** A stretch of a column; null when it has no sample there. */
export function sliceColumn(column: Omit<Column, 'key'>, key: number, from: number, to: number): Column | null {
  const present = column.present?.slice(from, to) ?? null;
  if (present && !present.includes(1)) {
    return null;
  }
  return { key, values: column.values.slice(from, to), present: present?.includes(0) ? present : null };
}
