import type { BlockReader } from './block.ts';
import type { BlockRow, BlockStore } from './block-store.ts';
import { arrange, places } from './head.ts';
import type { MetricResult, ResultSeries, SamplesQuery } from './port.ts';
import { maxPoints, requireFew } from './query-limits.ts';
import type { KnownSeries, SeriesRegistry } from './series-registry.ts';
import { columnKey, seriesOfKey, slots, type Tier } from './tiers.ts';
import type { FrameWriter } from './writer.ts';

interface RawDeps {
  readonly blocks: BlockStore;
  readonly writer: FrameWriter;
}

interface SamplesDeps extends RawDeps {
  readonly registry: SeriesRegistry;
}

interface OpenBlock {
  readonly row: BlockRow;
  readonly reader: BlockReader;
}

const maxRawTimes = 50_000;

interface Span {
  readonly hostId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Samples as they were measured, one host, all its series on the same times. */
export function rawSamples(
  deps: RawDeps,
  raw: Tier,
  blocks: readonly OpenBlock[],
  span: Span,
  series: readonly KnownSeries[],
): MetricResult {
  const times = timesIn(deps, blocks, span);
  if (times.length > maxRawTimes) {
    requireFew(Number.POSITIVE_INFINITY);
  }
  requireFew(times.length * series.length);
  return { tier: raw.name, stepMs: 0, times, series: onTimes(deps, blocks, span.hostId, times, series) };
}

/** The same, of every series that has a sample there; of more than can be answered the newest. */
export function samplesOf(deps: SamplesDeps, raw: Tier, blocks: readonly OpenBlock[], query: SamplesQuery): MetricResult {
  const series = seriesIn(deps, blocks, query.hostId).filter(({ name }) => name.startsWith(query.namePrefix ?? ''));
  const times = timesIn(deps, blocks, query);
  const most = Math.max(1, Math.floor(maxPoints / Math.max(1, series.length)));
  const newest = times.slice(Math.max(0, times.length - most));
  const found = onTimes(deps, blocks, query.hostId, newest, series).filter(({ values }) => values.some((value) => !Number.isNaN(value)));
  return { tier: raw.name, stepMs: 0, times: newest, series: found };
}

function timesIn({ writer }: RawDeps, blocks: readonly OpenBlock[], { hostId, fromMs, toMs }: Span): Float64Array {
  const times = new Set<number>();
  for (const some of [...blocks.map(({ reader }) => reader.times), writer.heads.get(hostId)?.head.sorted().times ?? []]) {
    for (const time of some) {
      if (time >= fromMs && time < toMs) {
        times.add(time);
      }
    }
  }
  return Float64Array.from(times).sort();
}

/** In the order of their numbers, which is also that of the columns of blocks. */
function seriesIn({ registry, writer }: SamplesDeps, blocks: readonly OpenBlock[], hostId: string): KnownSeries[] {
  const ids = new Set(writer.heads.get(hostId)?.head.seriesIds() ?? []);
  for (const { reader } of blocks) {
    for (const key of reader.keys) {
      ids.add(seriesOfKey(key).seriesId);
    }
  }
  return [...ids].sort((a, b) => a - b).flatMap((id) => registry.find(id) ?? []);
}

function onTimes(
  deps: RawDeps,
  blocks: readonly OpenBlock[],
  hostId: string,
  times: Float64Array,
  series: readonly KnownSeries[],
): ResultSeries[] {
  const head = deps.writer.heads.get(hostId)?.head;
  const arranged = head?.sorted();
  const index = new Map(Array.from(times, (time, at) => [time, at]));
  const targetsOf = (stamped: Float64Array): Int32Array => Int32Array.from(stamped, (time) => index.get(time) ?? -1);
  // In the order they came: of two samples of one time the later arrival stays.
  const arrived = blocks
    .toSorted((one, other) => one.row.id - other.row.id)
    .map(({ row, reader }) => ({ row, reader, targets: targetsOf(reader.times) }));
  const headTargets = arranged && targetsOf(arranged.times);
  const placeOf = places();
  return series.map((known): ResultSeries => {
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
