/** One raw series of a host and its values, aligned with the times of its source. NaN is no data. */
export interface RawColumn {
  readonly series: { readonly labels: Readonly<Record<string, string>> };
  readonly values: Float64Array;
}

/** The raw frames of one host. `MetricsHistory` is one. */
export interface FrameSource {
  readonly times: Float64Array;
  columns(name: string, labels?: Readonly<Record<string, string>>): readonly RawColumn[];
}

/** What a reader says about one frame: keys of the columns with their value; null is not known. */
export type Row = Record<string, number | null>;

/**
 * Reads one frame. `index` is a frame of the source; `seconds` the time since the one before, null when there is
 * none or a gap lies between: rates are not known then.
 */
export type FrameReader = (index: number, seconds: number | null, row: Row) => void;

/** Growth of a counter since the frame before; null when either is absent or it fell: it began again. */
export function growth(values: Float64Array | undefined, index: number): number | null {
  const grown = (values?.[index] ?? Number.NaN) - (values?.[index - 1] ?? Number.NaN);
  return grown >= 0 ? grown : null;
}

export function valueAt(values: Float64Array | undefined, index: number): number | null {
  const value = values?.[index];
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** Null as soon as one part is: half a sum is not a sum. */
export function sumOf(parts: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const part of parts) {
    if (part === null) {
      return null;
    }
    sum += part;
  }
  return parts.length === 0 ? null : sum;
}

/** Columns of one name by a label's value. */
export function byLabel(source: FrameSource, name: string, label: string): ReadonlyMap<string, Float64Array> {
  return new Map(source.columns(name).map((column) => [column.series.labels[label] ?? '', column.values]));
}

export function only(source: FrameSource, name: string): Float64Array | undefined {
  return source.columns(name)[0]?.values;
}
