import type { Column } from './block.ts';

/** Says where the numbers of a frame have a series; -1 when they do not. */
export type PlaceOf = (ids: Float64Array, seriesId: number) => number;

/** What a frame takes beside its samples: its time and the objects around it. */
const rowBytes = 128;

/** The newest samples of one host, not yet a block: frame by frame, as they came. Columns are made when somebody asks. */
export class Head {
  readonly times: number[] = [];
  private readonly rows: { readonly ids: Float64Array; readonly samples: Float64Array }[] = [];
  private bytes = 0;
  private arrangement: Arrangement | null = null;

  get count(): number {
    return this.rows.length;
  }

  /** Takes a frame: `samples` are of the series of `ids`, and both now belong to the head. Gives its row. */
  add(timeMs: number, ids: Float64Array, samples: Float64Array): number {
    this.times.push(timeMs);
    this.rows.push({ ids, samples });
    this.bytes += samples.byteLength;
    this.arrangement = null;
    return this.rows.length - 1;
  }

  /** The samples of a series by row; null when it has none. `placeOf` is `places()` when many are read. */
  column(seriesId: number, placeOf: PlaceOf = lastPlace): HeadColumn | null {
    const values = new Float64Array(this.rows.length);
    const present = new Uint8Array(this.rows.length);
    let ids: Float64Array | null = null;
    let place = -1;
    let there = false;
    for (let index = 0; index < values.length; index++) {
      const row = this.rows[index] as (typeof this.rows)[number];
      if (row.ids !== ids) {
        ids = row.ids;
        place = placeOf(ids, seriesId);
      }
      if (place >= 0) {
        values[index] = row.samples[place] as number;
        present[index] = 1;
        there = true;
      }
    }
    return there ? { values, present } : null;
  }

  /** The sample of a series that came last; null when it has none. */
  newest(seriesId: number): { readonly timeMs: number; readonly value: number } | null {
    let ids: Float64Array | null = null;
    for (let index = this.rows.length - 1; index >= 0; index--) {
      const row = this.rows[index] as (typeof this.rows)[number];
      if (row.ids === ids) {
        continue;
      }
      ids = row.ids;
      const place = lastPlace(ids, seriesId);
      if (place >= 0) {
        return { timeMs: this.times[index] as number, value: row.samples[place] as number };
      }
    }
    return null;
  }

  /** Ascending. */
  seriesIds(): number[] {
    const ids = new Set<number>();
    for (const shape of new Set(this.rows.map((row) => row.ids))) {
      for (const id of shape) {
        ids.add(id);
      }
    }
    return [...ids].sort((a, b) => a - b);
  }

  /** What the head takes in memory. */
  get sizeBytes(): number {
    return this.bytes + this.rows.length * rowBytes;
  }

  /** Takes the newest rows back, so that `count` are left. */
  truncate(count: number): void {
    for (const { samples } of this.rows.splice(count)) {
      this.bytes -= samples.byteLength;
    }
    this.times.length = this.rows.length;
    this.arrangement = null;
  }

  /** Rows in the order of time; rows of one time are one group, in the order of their arrival. */
  sorted(): Arrangement {
    this.arrangement ??= arrangementOf(this.times);
    return this.arrangement;
  }
}

/** Remembers where shapes have their series. */
export function places(): PlaceOf {
  const known = new Map<Float64Array, Map<number, number>>();
  return (ids, seriesId) => {
    let byId = known.get(ids);
    if (!byId) {
      byId = new Map(Array.from(ids, (id, place) => [id, place]));
      known.set(ids, byId);
    }
    return byId.get(seriesId) ?? -1;
  };
}

/** A frame may have a series twice: the later one counts. */
function lastPlace(ids: Float64Array, seriesId: number): number {
  return ids.lastIndexOf(seriesId);
}

function arrangementOf(timesOfRows: readonly number[]): Arrangement {
  const rows = Uint32Array.from({ length: timesOfRows.length }, (_, index) => index).sort(
    (a, b) => (timesOfRows[a] as number) - (timesOfRows[b] as number) || a - b,
  );
  const starts = Uint32Array.from({ length: rows.length }, (_, index) => index).filter(
    (index) => index === 0 || timesOfRows[rows[index] as number] !== timesOfRows[rows[index - 1] as number],
  );
  return { times: Float64Array.from(starts, (start) => timesOfRows[rows[start] as number] as number), rows, starts };
}

export interface HeadColumn {
  readonly values: Float64Array;
  readonly present: Uint8Array;
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
