import { joinAcross, quantileOf } from './across.ts';
import type { BlockStore } from './block-store.ts';
import { gather } from './gather.ts';
import { arrange, type Head } from './head.ts';
import { matches } from './matchers.ts';
import type { Aggregate, MetricQuery, MetricResult, ResultSeries } from './port.ts';
import { requireFew, requireSane } from './query-limits.ts';
import { rawSamples } from './raw-samples.ts';
import { addCounter, addGauge, type Carry, type Cells, emptyCells, longestDeltaMs } from './rollup.ts';
import type { KnownSeries, SeriesRegistry } from './series-registry.ts';
import type { Tier } from './tiers.ts';
import { wantedSlots } from './wanted-slots.ts';
import type { FrameWriter } from './writer.ts';

export interface QueryDeps {
  readonly blocks: BlockStore;
  readonly registry: SeriesRegistry;
  readonly writer: FrameWriter;
  readonly tiers: readonly Tier[];
  readonly nowMs: number;
  /** Up to when a host is rolled up into a tier; 0 when it never was. */
  rolledUntil(hostId: string, tier: Tier): number;
}

export function runQuery(deps: QueryDeps, query: MetricQuery): MetricResult {
  const result = query.aggregate === 'quantile' ? quantileOverTime(deps, query) : overTime(deps, query);
  return query.across ? { ...result, series: joinAcross(result.series, query.across) } : result;
}

/**
 * A quantile needs the values themselves: the samples where the raw tier reaches back far enough, else the averages
 * (of counters the rates) of the finest tier that does; the answer names it.
 */
function quantileOverTime(deps: QueryDeps, query: MetricQuery): MetricResult {
  const source = deps.tiers.find((tier) => query.fromMs >= deps.nowMs - tier.keepMs) ?? (deps.tiers.at(-1) as Tier);
  const fineMs = Math.max(1000, source.stepMs);
  const stepMs = Math.ceil(Math.max(query.stepMs, fineMs) / fineMs) * fineMs;
  const fromMs = Math.floor(query.fromMs / stepMs) * stepMs;
  const { aggregate: _, ...rest } = query;
  const fine = overTime(deps, { ...rest, band: false, fromMs, stepMs: fineMs }, source);
  const per = stepMs / fineMs;
  const steps = Math.ceil(fine.times.length / per);
  return {
    tier: source.name,
    stepMs,
    times: Float64Array.from({ length: steps }, (_, step) => fromMs + step * stepMs),
    series: fine.series.map((series) => ({
      ...series,
      values: Float64Array.from({ length: steps }, (_, step) => {
        const there = [...series.values.subarray(step * per, (step + 1) * per)].filter((value) => !Number.isNaN(value));
        return there.length === 0 ? Number.NaN : quantileOf(there, query.quantile ?? 0.5);
      }),
    })),
  };
}

function overTime(deps: QueryDeps, query: MetricQuery, chosen?: Tier): MetricResult {
  requireSane(query);
  const series = query.hosts.flatMap((host) =>
    query.names.flatMap((name) =>
      deps.registry.named(host, name).filter((known) => (query.matchers ?? []).every((matcher) => matches(known, matcher))),
    ),
  );
  const raw = deps.tiers[0] as Tier;
  const rawLives = query.fromMs >= deps.nowMs - raw.keepMs;
  if (query.stepMs === 0 && rawLives && query.hosts.length === 1 && !chosen) {
    const [hostId = ''] = query.hosts;
    const span = { hostId, fromMs: query.fromMs, toMs: query.toMs };
    return rawSamples(deps, raw, openTier(deps, hostId, raw, query.fromMs, query.toMs), span, series);
  }
  const tier = chosen ?? tierFor(deps, query);
  const stepMs = Math.max(query.stepMs, tier.stepMs, 1000);
  const fromMs = Math.floor(query.fromMs / stepMs) * stepMs;
  const steps = Math.max(0, Math.ceil((query.toMs - fromMs) / stepMs));
  requireFew(steps * series.length);
  const times = Float64Array.from({ length: steps }, (_, step) => fromMs + step * stepMs);
  const openBlocks = blockCache(deps, fromMs, query.toMs);
  return {
    tier: tier.name,
    stepMs,
    times,
    series: series.map((known) => stepped(deps, openBlocks, tier, query, known, { fromMs, stepMs, steps })),
  };
}

/** The coarsest tier that is still as fine as the step, and coarser where the finer no longer reaches back far enough. */
function tierFor(deps: QueryDeps, query: MetricQuery): Tier {
  const fine = deps.tiers.findLast((tier) => tier.stepMs <= query.stepMs) ?? (deps.tiers[0] as Tier);
  return deps.tiers.find((tier) => tier.index >= fine.index && query.fromMs >= deps.nowMs - tier.keepMs) ?? (deps.tiers.at(-1) as Tier);
}

type Opened = (hostId: string, tier: Tier) => ReturnType<typeof openTier>;

/** Heads of blocks are read once for all series of a query. */
function blockCache(deps: QueryDeps, fromMs: number, toMs: number): Opened {
  const cache = new Map<string, ReturnType<typeof openTier>>();
  return (hostId, tier) => {
    const key = `${hostId}\n${tier.index}`;
    const opened = cache.get(key) ?? openTier(deps, hostId, tier, fromMs, toMs);
    cache.set(key, opened);
    return opened;
  };
}

/** Blocks of a tier around a span. */
export function openTier(deps: Pick<QueryDeps, 'blocks'>, hostId: string, tier: Tier, fromMs: number, toMs: number) {
  const rows = deps.blocks.overlapping(hostId, tier, fromMs - (tier.index === 0 ? longestDeltaMs : 0), toMs);
  return rows.flatMap((row) => {
    const reader = deps.blocks.open(row);
    return reader ? [{ row, reader }] : [];
  });
}

interface Grid {
  readonly fromMs: number;
  readonly stepMs: number;
  readonly steps: number;
}

/** Cells from the tier, and from finer ones for the newest part that is not rolled up yet. */
function stepped(deps: QueryDeps, opened: Opened, tier: Tier, query: MetricQuery, known: KnownSeries, grid: Grid): ResultSeries {
  const cells = emptyCells(grid.steps);
  let coveredUntil = grid.fromMs;
  for (let index = tier.index; index >= 0; index--) {
    const source = deps.tiers[index] as Tier;
    const untilMs = index === 0 ? query.toMs : Math.min(query.toMs, deps.rolledUntil(known.hostId, source));
    if (untilMs <= coveredUntil && index > 0) {
      continue;
    }
    addBlocks(deps, opened, source, cells, known, grid, coveredUntil, untilMs, wantedSlots(query, known.kind));
    coveredUntil = untilMs;
  }
  const banded = query.band === true;
  return {
    hostId: known.hostId,
    name: known.name,
    labels: known.labels,
    kind: known.kind,
    values: valuesOf(cells, query.aggregate ?? (known.kind === 'counter' ? 'rate' : 'avg'), known.kind),
    min: banded ? cells.min : null,
    max: banded ? cells.max : null,
  };
}

function addBlocks(
  deps: QueryDeps,
  opened: Opened,
  tier: Tier,
  cells: Cells,
  known: KnownSeries,
  grid: Grid,
  sinceMs: number,
  untilMs: number,
  wanted: ReadonlySet<number>,
): void {
  const carry: Carry = { timeMs: Number.NEGATIVE_INFINITY, value: 0 };
  const what = { seriesId: known.id, kind: known.kind, raw: tier.index === 0, fromMs: grid.fromMs, stepMs: grid.stepMs, slots: wanted };
  for (const { row, reader } of opened(known.hostId, tier)) {
    if (row.first < untilMs && row.last >= sinceMs - longestDeltaMs) {
      deps.blocks.guard(row, () => {
        gather(cells, [reader], { ...what, sinceMs, untilMs }, carry);
        return true;
      });
    }
  }
  if (tier.index === 0) {
    addHead(deps.writer.heads.get(known.hostId)?.head, cells, known, grid, untilMs, carry);
  }
}

/** All of the head, also what is late: nothing of it is in any roll-up yet. */
function addHead(head: Head | undefined, cells: Cells, known: KnownSeries, grid: Grid, untilMs: number, carry: Carry): void {
  const column = head?.column(known.id);
  if (!head || !column) {
    return;
  }
  const arranged = head.sorted();
  const { times } = arranged;
  const whole = arrange(column, arranged);
  if (!whole) {
    return;
  }
  const present = whole.present ?? new Uint8Array(times.length).fill(1);
  const length = times.findLastIndex((time) => time < untilMs) + 1;
  if (known.kind === 'gauge') {
    addGauge(cells, grid.fromMs, grid.stepMs, times, whole.values, present, length);
  } else {
    addCounter(cells, grid.fromMs, grid.stepMs, times, whole.values, present, length, carry);
  }
}

function valuesOf(cells: Cells, aggregate: Aggregate, kind: 'gauge' | 'counter'): Float64Array {
  return Float64Array.from(cells.count, (count, step) => {
    if (!(count > 0)) {
      return Number.NaN;
    }
    switch (aggregate) {
      case 'last':
        return cells.last[step] as number;
      case 'min':
        return cells.min[step] as number;
      case 'max':
        return cells.max[step] as number;
      case 'count':
        return count;
      case 'avg':
        return kind === 'counter' ? (cells.last[step] as number) : (cells.sum[step] as number) / count;
      case 'sum':
      case 'increase':
        return cells.sum[step] as number;
      case 'rate':
        return (cells.coveredMs[step] as number) > 0
          ? ((cells.sum[step] as number) * 1000) / (cells.coveredMs[step] as number)
          : Number.NaN;
      case 'quantile':
        return Number.NaN;
      default:
        return aggregate satisfies never;
    }
  });
}
