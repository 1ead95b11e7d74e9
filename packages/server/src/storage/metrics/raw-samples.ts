import type { BlockReader } from './block.ts';
import type { BlockRow, BlockStore } from './block-store.ts';
import { arrange, places } from './head.ts';
import type { MetricQuery, MetricResult, ResultSeries } from './port.ts';
import { requireFew } from './query-limits.ts';
import type { KnownSeries } from './series-registry.ts';
import { columnKey, slots, type Tier } from './tiers.ts';
import type { FrameWriter } from './writer.ts';

interface RawDeps {
  readonly blocks: BlockStore;
  readonly writer: FrameWriter;
}

interface OpenBlock {
  readonly row: BlockRow;
  readonly reader: BlockReader;
}

const maxRawTimes = 50_000;

/** Samples as they were measured, one host, all its series on the same times. */
export function rawSamples(
  deps: RawDeps,
  raw: Tier,
  blocks: readonly OpenBlock[],
  query: MetricQuery,
  series: readonly KnownSeries[],
): MetricResult {
  const [hostId = ''] = query.hosts;
  const head = deps.writer.heads.get(hostId)?.head;
  const arranged = head?.sorted();
  const inRange = (time: number): boolean => time >= query.fromMs && time < query.toMs;
  const stamps = new Set<number>();
  for (const { reader } of blocks) {
    for (const time of reader.times) {
      if (inRange(time)) {
        stamps.add(time);
      }
    }
  }
  for (const time of arranged?.times ?? []) {
    if (inRange(time)) {
      stamps.add(time);
    }
  }
  if (stamps.size > maxRawTimes) {
    requireFew(Number.POSITIVE_INFINITY);
  }
  requireFew(stamps.size * series.length);
  const times = Float64Array.from(stamps).sort();
  const index = new Map(Array.from(times, (time, at) => [time, at]));
  const targetsOf = (stamped: Float64Array): Int32Array => Int32Array.from(stamped, (time) => index.get(time) ?? -1);
  // In the order they came: of two samples of one time the later arrival stays.
  const arrived = blocks
    .toSorted((one, other) => one.row.id - other.row.id)
    .map(({ row, reader }) => ({ row, reader, targets: targetsOf(reader.times) }));
  const headTargets = arranged && targetsOf(arranged.times);
  const placeOf = places();
  const results = series.map((known): ResultSeries => {
    const out = new Float64Array(times.length).fill(Number.NaN);
    for (const { row, reader, targets } of arrived) {
      const values = new Float64Array(targets.length);
      const present = new Uint8Array(targets.length);
      if (deps.blocks.guard(row, () => reader.read(columnKey(known.id, slots.last), values, present))) {
        put(out, targets, values, present);
      }
    }
    const column = head?.column(known.id, placeOf);
    const newest = column && arranged ? arrange(column, arranged) : null;
    if (newest && headTargets) {
      put(out, headTargets, newest.values, newest.present);
    }
    return { hostId, name: known.name, labels: known.labels, kind: known.kind, values: out, min: null, max: null };
  });
  return { tier: raw.name, stepMs: 0, times, series: results };
}

/** What is outside of the range has no target. */
function put(out: Float64Array, targets: Int32Array, values: Float64Array, present: Uint8Array | null): void {
  for (let index = 0; index < targets.length; index++) {
    const target = targets[index] as number;
    if (target >= 0 && (present === null || present[index] === 1)) {
      out[target] = values[index] as number;
    }
  }
}
