import type { Series } from '@vigie/contract';

/**
 * The newest values of one series. About half of a host's series never change (sizes, limits, errors that do not happen):
 * those are one number until they do.
 */
export class RingColumn {
  /** Count of frames when it was last measured. */
  seen: number;
  private values: Float64Array | null = null;
  private constant = Number.NaN;
  /** Since which frame the constant holds. */
  private since: number;

  constructor(
    readonly series: Series,
    index: number,
  ) {
    this.seen = index;
    this.since = index;
  }

  put(index: number, value: number, capacity: number): void {
    this.seen = index + 1;
    if (this.values === null && (index === this.since || Object.is(value, this.constant))) {
      this.constant = value;
      return;
    }
    this.values ??= this.spread(index, capacity);
    this.values[index % capacity] = value;
  }

  /** Ends a frame: a series that is not in it has a gap there. */
  close(index: number, capacity: number): void {
    if (this.seen === index + 1) {
      return;
    }
    this.values ??= this.spread(index, capacity);
    this.values[index % capacity] = Number.NaN;
  }

  /** Only for frames that are kept. */
  at(index: number, capacity: number): number {
    if (this.values !== null) {
      return this.values[index % capacity] as number;
    }
    return index >= this.since ? this.constant : Number.NaN;
  }

  resize(from: number, to: number, before: number, after: number): void {
    if (this.values === null) {
      return;
    }
    const kept = new Float64Array(after).fill(Number.NaN);
    let steady = true;
    for (let index = from; index < to; index++) {
      const value = this.values[index % before] as number;
      kept[index % after] = value;
      steady &&= Object.is(value, this.values[from % before]);
    }
    if (steady && to > from) {
      [this.values, this.constant, this.since] = [null, kept[from % after] as number, from];
    } else {
      this.values = kept;
    }
  }

  private spread(index: number, capacity: number): Float64Array {
    const values = new Float64Array(capacity).fill(Number.NaN);
    for (let before = Math.max(this.since, index - capacity); before < index; before++) {
      values[before % capacity] = this.constant;
    }
    return values;
  }
}
