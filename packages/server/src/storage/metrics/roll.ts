import type { Column } from './block.ts';
import { commit, graceMs, type HousekeepingDeps, openAll, rollWindow, windowOf } from './deps.ts';
import { gather } from './gather.ts';
import { columnsOfCells, emptyCells, longestDeltaMs } from './rollup.ts';
import { seal } from './seal.ts';
import { columnKey, seriesOfKey, type Tier } from './tiers.ts';

/** The next closed window of every host that has something in it, for the finest tier that has one: the coarser are made of it. */
export function rollsDue(deps: HousekeepingDeps, nowMs: number): (() => void)[] {
  for (const tier of deps.tiers.slice(1)) {
    const finer = deps.tiers[tier.index - 1] as Tier;
    const { spanMs } = rollWindow(tier);
    const due = deps.db
      .query<{ host: string }, [number, number, number, number]>(
        `SELECT host FROM (${startOfHosts} GROUP BY block.host) WHERE start - start % ? <= ?`,
      )
      .all(tier.index, finer.index, spanMs, nowMs - spanMs - graceMs * (1 + tier.index));
    if (due.length > 0) {
      return due.map(
        ({ host }) =>
          () =>
            roll(deps, tier, finer, host),
      );
    }
  }
  return [];
}

/** Where the next roll-up begins. Empty windows are left out: a clock that was years off would leave years of them. */
const startOfHosts = `
  SELECT block.host AS host, max(coalesce(rolled.until, 0), min(block.first)) AS start
  FROM block LEFT JOIN rolled ON rolled.host = block.host AND rolled.tier = ?
  WHERE block.tier = ? AND (rolled.until IS NULL OR block.last >= rolled.until)`;

function roll(deps: HousekeepingDeps, tier: Tier, finer: Tier, hostId: string): void {
  // What is still in the head belongs to the window as well, or to one before it.
  if (finer.index === 0) {
    seal(deps, hostId);
  }
  const next = deps.db
    .query<{ start: number | null }, [number, number, string]>(`SELECT start FROM (${startOfHosts} AND block.host = ?)`)
    .get(tier.index, finer.index, hostId);
  if (next?.start === null || next?.start === undefined) {
    return;
  }
  const { spanMs } = rollWindow(tier);
  const fromMs = windowOf(rollWindow(tier), next.start);
  const toMs = fromMs + spanMs;
  const parts = openAll(deps, deps.blocks.overlapping(hostId, finer, fromMs - longestDeltaMs, toMs));
  const steps = Math.round(spanMs / tier.stepMs);
  const ids = [...new Set(parts.flatMap(({ reader }) => Array.from(reader.keys, (key) => seriesOfKey(key).seriesId)))].sort(
    (a, b) => a - b,
  );
  const readers = parts.map(({ reader }) => reader);
  const columns: Column[] = [];
  for (const id of ids) {
    const kind = deps.registry.find(id)?.kind ?? 'gauge';
    const cells = emptyCells(steps);
    gather(cells, readers, { seriesId: id, kind, raw: finer.index === 0, fromMs, stepMs: tier.stepMs });
    const present = Uint8Array.from(cells.count, (count) => (count > 0 ? 1 : 0));
    if (present.includes(1)) {
      columns.push(
        ...columnsOfCells(cells, kind).map(({ slot, values }) => ({
          key: columnKey(id, slot),
          values,
          present: present.includes(0) ? present : null,
        })),
      );
    }
  }
  const times = Float64Array.from({ length: steps }, (_, step) => fromMs + step * tier.stepMs);
  commit(deps, `roll ${tier.name}`, () => {
    if (columns.length > 0) {
      deps.blocks.write(hostId, tier, windowOf(tier, fromMs), times, columns);
      deps.step(`roll ${tier.name}: the block is written`);
    }
    deps.db
      .query('INSERT INTO rolled (host, tier, until) VALUES (?, ?, ?) ON CONFLICT (host, tier) DO UPDATE SET until = excluded.until')
      .run(hostId, tier.index, toMs);
  });
}
