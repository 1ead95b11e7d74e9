import type { BlockStore } from './block-store.ts';
import { matches } from './matchers.ts';
import type { NewestQuery, NewestValue } from './port.ts';
import type { KnownSeries, SeriesRegistry } from './series-registry.ts';
import { columnKey, slots, type Tier } from './tiers.ts';
import type { FrameWriter } from './writer.ts';

interface NewestDeps {
  readonly blocks: BlockStore;
  readonly registry: SeriesRegistry;
  readonly writer: FrameWriter;
  readonly raw: Tier;
}

/** The value that came last of every series asked for: from the heads, which answer at once, or from the newest block. */
export function findNewest(deps: NewestDeps, query: NewestQuery): NewestValue[] {
  return (query.hosts ?? deps.registry.hosts()).flatMap((hostId) => {
    const series = query.names.flatMap((name) =>
      deps.registry.named(hostId, name).filter((known) => (query.matchers ?? []).every((matcher) => matches(known, matcher))),
    );
    if (series.length === 0) {
      return [];
    }
    const found = series.map((known) => inHead(deps, known));
    const missing = series.filter((_, index) => found[index] === null);
    const older = missing.length === 0 ? new Map<number, NewestValue>() : inNewestBlock(deps, hostId, missing);
    return series.flatMap((known, index) => {
      const value = found[index] ?? older.get(known.id);
      return value && value.timeMs >= (query.fromMs ?? Number.NEGATIVE_INFINITY) ? [value] : [];
    });
  });
}

function inHead(deps: NewestDeps, known: KnownSeries): NewestValue | null {
  const newest = deps.writer.heads.get(known.hostId)?.head.newest(known.id);
  return newest ? present(known, newest.timeMs, newest.value) : null;
}

function inNewestBlock(deps: NewestDeps, hostId: string, series: readonly KnownSeries[]): Map<number, NewestValue> {
  const found = new Map<number, NewestValue>();
  const row = deps.blocks.newest(hostId, deps.raw);
  const reader = row && deps.blocks.open(row);
  if (!row || !reader) {
    return found;
  }
  const values = new Float64Array(reader.times.length);
  const there = new Uint8Array(reader.times.length);
  for (const known of series) {
    if (deps.blocks.guard(row, () => reader.read(columnKey(known.id, slots.last), values, there))) {
      const at = there.lastIndexOf(1);
      if (at >= 0) {
        found.set(known.id, present(known, reader.times[at] as number, values[at] as number));
      }
    }
  }
  return found;
}

function present({ hostId, name, labels, kind }: KnownSeries, timeMs: number, value: number): NewestValue {
  return { hostId, name, labels, kind, timeMs, value };
}
