import type { BlockReader, Column } from './block.ts';
import { commit, graceMs, type HousekeepingDeps, openAll } from './deps.ts';
import { gather } from './gather.ts';
import { columnsOfCells, emptyCells } from './rollup.ts';
import { columnKey, seriesOfKey, type Tier } from './tiers.ts';

/** Fewer parts than this are as good as one. */
const mergeFrom = 4;
/** A block holds no more times than this (block.ts); a window with more stays in parts. */
const maxTimes = 50_000;

export function mergesDue(deps: HousekeepingDeps, nowMs: number): (() => void)[] {
  return deps.tiers.slice(0, 2).flatMap((tier) =>
    deps.db
      .query<{ host: string; window: number }, [number, number, number]>(
        'SELECT host, window FROM block WHERE tier = ? AND window <= ? AND merged = 0 GROUP BY host, window HAVING count(*) >= ? LIMIT 1000',
      )
      .all(tier.index, nowMs - tier.spanMs - graceMs, mergeFrom)
      .map(
        ({ host, window }) =>
          () =>
            merge(deps, tier, host, window),
      ),
  );
}

/** Joins the parts of a window into one block, once nothing more is to come for it. */
function merge(deps: HousekeepingDeps, tier: Tier, hostId: string, window: number): void {
  const parts = openAll(deps, deps.blocks.inWindow(hostId, tier, window));
  const readers = parts.map(({ reader }) => reader);
  const tooMany = readers.reduce((sum, { times }) => sum + times.length, 0) > maxTimes;
  const { times, columns } = tooMany
    ? { times: new Float64Array(0), columns: [] }
    : tier.index === 0
      ? joinSamples(readers)
      : joinCells(deps, tier, readers);
  commit(deps, `merge ${tier.name}`, () => {
    if (tooMany) {
      deps.db.query('UPDATE block SET merged = 1 WHERE host = ? AND tier = ? AND window = ?').run(hostId, tier.index, window);
      return;
    }
    deps.blocks.remove(parts.map(({ row }) => row.id));
    deps.step(`merge ${tier.name}: the parts are removed`);
    if (times.length > 0) {
      deps.blocks.write(hostId, tier, window, times, columns);
    }
  });
}

interface Joined {
  readonly times: Float64Array;
  readonly columns: Column[];
}

/** Samples of one series and time: the part that came later stays. */
function joinSamples(readers: readonly BlockReader[]): Joined {
  const times = Float64Array.from(new Set(readers.flatMap((reader) => [...reader.times]))).sort();
  const place = new Map(Array.from(times, (time, index) => [time, index]));
  const columns = keysOf(readers).map((key): Column => {
    const values = new Float64Array(times.length);
    const present = new Uint8Array(times.length);
    for (const reader of readers) {
      const part = readColumn(reader, key);
      for (let index = 0; index < reader.times.length; index++) {
        if (part.present[index] === 1) {
          const at = place.get(reader.times[index] as number) as number;
          values[at] = part.values[index] as number;
          present[at] = 1;
        }
      }
    }
    return { key, values, present: present.includes(0) ? present : null };
  });
  return { times, columns };
}

/** Roll-ups of one step add up. */
function joinCells(deps: HousekeepingDeps, tier: Tier, readers: readonly BlockReader[]): Joined {
  const all = readers.flatMap((reader) => [...reader.times]);
  const fromMs = Math.min(...all);
  const steps = all.length === 0 ? 0 : Math.round((Math.max(...all) - fromMs) / tier.stepMs) + 1;
  const ids = [...new Set(keysOf(readers).map((key) => seriesOfKey(key).seriesId))];
  const columns = ids.flatMap((seriesId) => {
    const kind = deps.registry.find(seriesId)?.kind ?? 'gauge';
    const cells = emptyCells(steps);
    gather(cells, readers, { seriesId, kind, raw: false, fromMs, stepMs: tier.stepMs });
    const present = Uint8Array.from(cells.count, (count) => (count > 0 ? 1 : 0));
    return columnsOfCells(cells, kind).map(({ slot, values }) => ({
      key: columnKey(seriesId, slot),
      values,
      present: present.includes(0) ? present : null,
    }));
  });
  return { times: Float64Array.from({ length: steps }, (_, step) => fromMs + step * tier.stepMs), columns };
}

function keysOf(readers: readonly BlockReader[]): number[] {
  return [...new Set(readers.flatMap(({ keys }) => [...keys]))].sort((a, b) => a - b);
}

function readColumn(reader: BlockReader, key: number): { values: Float64Array; present: Uint8Array } {
  const values = new Float64Array(reader.times.length);
  const present = new Uint8Array(reader.times.length);
  reader.read(key, values, present);
  return { values, present };
}
