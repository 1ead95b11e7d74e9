import type { Column } from './block.ts';

/** The newest samples of one host, not yet a block: columns of the same length, grown together. */
export class Head {
  times: Float64Array;
  count = 0;
  private readonly columns = new Map<number, HeadColumn>();

  constructor(private capacity = 64) {
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

  /** Rows in the order of time; of two rows with one time the later arrival stays. */
  sorted(): { readonly times: Float64Array; readonly rows: Uint32Array } {
    const rows = Uint32Array.from({ length: this.count }, (_, index) => index).sort(
      (a, b) => (this.times[a] as number) - (this.times[b] as number) || a - b,
    );
    const kept = rows.filter((row, index) => index + 1 === rows.length || this.times[row] !== this.times[rows[index + 1] as number]);
    return { times: Float64Array.from(kept, (row) => this.times[row] as number), rows: kept };
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

/** One column of a head in the given order of rows; null when none of them has it. */
export function arrange(column: HeadColumn, rows: Uint32Array, key: number): Column | null {
  const values = new Float64Array(rows.length);
  const present = new Uint8Array(rows.length);
  let there = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number;
    values[index] = column.values[row] as number;
    present[index] = column.present[row] as number;
    there += present[index] as number;
  }
  return there === 0 ? null : { key, values, present: there === rows.length ? null : present };
}
