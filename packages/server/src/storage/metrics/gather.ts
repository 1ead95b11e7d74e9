import type { BlockReader } from './block.ts';
import { addCells, addCounter, addGauge, type Carry, type Cells } from './rollup.ts';
import { columnKey, slots } from './tiers.ts';

export interface Gathering {
  readonly seriesId: number;
  readonly kind: 'gauge' | 'counter';
  readonly raw: boolean;
  readonly fromMs: number;
  readonly stepMs: number;
  /** What is before, and what is from `untilMs` on, is left out; another tier has it. */
  readonly sinceMs?: number;
  readonly untilMs?: number;
  /** Only these of a roll-up's columns are wanted; the others are not read. All when absent. */
  readonly slots?: ReadonlySet<number>;
}

/** Adds what some blocks know of a series to its cells. Blocks must be in order of time. */
export function gather(
  cells: Cells,
  readers: readonly BlockReader[],
  what: Gathering,
  carry: Carry = { timeMs: Number.NEGATIVE_INFINITY, value: 0 },
): void {
  for (const reader of readers) {
    const length =
      what.untilMs === undefined ? reader.times.length : reader.times.findLastIndex((time) => time < (what.untilMs as number)) + 1;
    const values = new Float64Array(reader.times.length);
    const present = new Uint8Array(reader.times.length);
    if (!reader.read(columnKey(what.seriesId, slots.last), values, present)) {
      continue;
    }
    if (!what.raw) {
      addCells(cells, what.fromMs, what.stepMs, reader.times, readCells(reader, what, values, present), length, what.sinceMs);
    } else if (what.kind === 'gauge') {
      addGauge(cells, what.fromMs, what.stepMs, reader.times, values, present, length, what.sinceMs);
    } else {
      addCounter(cells, what.fromMs, what.stepMs, reader.times, values, present, length, carry, what.sinceMs);
    }
  }
}

function readCells(reader: BlockReader, { seriesId, slots: wanted }: Gathering, last: Float64Array, present: Uint8Array): Cells {
  const unused = new Uint8Array(reader.times.length);
  const read = (slot: number): Float64Array => {
    const values = new Float64Array(reader.times.length);
    if (wanted && !wanted.has(slot)) {
      // No least and no greatest is NaN; no sum is 0.
      return slot === slots.min || slot === slots.max ? values.fill(Number.NaN) : values;
    }
    return reader.read(columnKey(seriesId, slot), values, unused) ? values : values.fill(0);
  };
  const count = read(slots.count);
  for (let index = 0; index < count.length; index++) {
    count[index] = present[index] === 0 ? 0 : (count[index] as number);
  }
  return { last, min: read(slots.min), max: read(slots.max), sum: read(slots.sum), count, coveredMs: read(slots.coveredMs) };
}
