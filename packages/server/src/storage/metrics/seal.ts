import type { Column } from './block.ts';
import { commit, type HousekeepingDeps, rollWindow, windowOf } from './deps.ts';
import { arrange, places, sliceColumn } from './head.ts';
import { addCounter, addGauge, columnsOfCells, emptyCells } from './rollup.ts';
import { columnKey, seriesOfKey, slots, type Tier } from './tiers.ts';

/** Writes a head as blocks, one per window, and empties it; one transaction, so that a sample is never in both or neither. */
export function seal(deps: HousekeepingDeps, hostId: string): void {
  deps.writer.flush();
  const head = deps.writer.heads.get(hostId)?.head;
  const raw = deps.tiers[0];
  if (!head || head.count === 0 || !raw) {
    return;
  }
  const arranged = head.sorted();
  const { times } = arranged;
  const placeOf = places();
  const whole = head.seriesIds().flatMap((id) => {
    const column = head.column(id, placeOf);
    const inOrder = column && arrange(column, arranged);
    return inOrder ? [{ key: columnKey(id, slots.last), column: inOrder }] : [];
  });
  commit(deps, 'seal', () => {
    let from = 0;
    while (from < times.length) {
      const window = windowOf(raw, times[from] as number);
      let to = from + 1;
      while (to < times.length && windowOf(raw, times[to] as number) === window) {
        to++;
      }
      const columns = whole.map(({ key, column }) => sliceColumn(column, key, from, to)).filter((column) => column !== null);
      deps.blocks.write(hostId, raw, window, times.slice(from, to), columns);
      deps.step('seal: a block is written');
      takeLate(deps, hostId, times.slice(from, to), columns);
      from = to;
    }
    deps.writer.forgetLog(hostId);
  });
  deps.writer.emptied(hostId);
}

/** Samples of a time that is rolled up already: those roll-ups are made again, or, where their samples are gone, added to. */
function takeLate(deps: HousekeepingDeps, hostId: string, times: Float64Array, columns: readonly Column[]): void {
  const first = times[0] as number;
  for (const tier of deps.tiers.slice(1)) {
    const finer = deps.tiers[tier.index - 1] as Tier;
    const rolled = deps.db
      .query<{ until: number }, [string, number]>('SELECT until FROM rolled WHERE host = ? AND tier = ?')
      .get(hostId, tier.index);
    if (!rolled || first >= rolled.until) {
      continue;
    }
    // The tier below still has everything of this window only when none of it is old enough to be forgotten.
    if (windowOf(tier, first) >= deps.now() - finer.keepMs) {
      reopen(deps, hostId, tier, windowOf(rollWindow(tier), first));
    } else {
      addLate(deps, hostId, tier, times, columns);
    }
  }
}

function reopen(deps: HousekeepingDeps, hostId: string, tier: Tier, fromMs: number): void {
  deps.db.query('DELETE FROM block WHERE host = ? AND tier = ? AND window >= ?').run(hostId, tier.index, windowOf(tier, fromMs));
  deps.db.query('UPDATE rolled SET until = min(until, ?) WHERE host = ? AND tier = ?').run(windowOf(tier, fromMs), hostId, tier.index);
}

/** One more roll-up block of the same steps: blocks of one step add up, in queries and when they are merged. */
function addLate(deps: HousekeepingDeps, hostId: string, tier: Tier, times: Float64Array, columns: readonly Column[]): void {
  const fromMs = Math.floor((times[0] as number) / tier.stepMs) * tier.stepMs;
  const steps = Math.floor(((times.at(-1) as number) - fromMs) / tier.stepMs) + 1;
  const rolledColumns = columns.flatMap((column) => {
    const { seriesId } = seriesOfKey(column.key);
    const kind = deps.registry.find(seriesId)?.kind ?? 'gauge';
    const cells = emptyCells(steps);
    const present = column.present ?? new Uint8Array(times.length).fill(1);
    if (kind === 'gauge') {
      addGauge(cells, fromMs, tier.stepMs, times, column.values, present, times.length);
    } else {
      addCounter(cells, fromMs, tier.stepMs, times, column.values, present, times.length, { timeMs: Number.NEGATIVE_INFINITY, value: 0 });
    }
    const there = Uint8Array.from(cells.count, (count) => (count > 0 ? 1 : 0));
    return there.includes(1)
      ? columnsOfCells(cells, kind).map(({ slot, values }) => ({
          key: columnKey(seriesId, slot),
          values,
          present: there.includes(0) ? there : null,
        }))
      : [];
  });
  if (rolledColumns.length > 0) {
    deps.blocks.write(
      hostId,
      tier,
      windowOf(tier, fromMs),
      Float64Array.from({ length: steps }, (_, step) => fromMs + step * tier.stepMs),
      rolledColumns,
    );
  }
}
