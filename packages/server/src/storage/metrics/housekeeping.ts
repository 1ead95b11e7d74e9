import type { Database } from 'bun:sqlite';
import type { BlockReader, Column } from './block.ts';
import type { BlockRow, BlockStore } from './block-store.ts';
import { arrange } from './head.ts';
import { addCells, addCounter, addGauge, type Carry, type Cells, columnsOfCells, emptyCells, longestDeltaMs } from './rollup.ts';
import type { SeriesRegistry } from './series-registry.ts';
import { columnKey, seriesOfKey, slots, type Tier } from './tiers.ts';
import type { FrameWriter } from './writer.ts';

export interface HousekeepingDeps {
  readonly db: Database;
  readonly blocks: BlockStore;
  readonly registry: SeriesRegistry;
  readonly writer: FrameWriter;
  readonly tiers: readonly Tier[];
  /** A head with more rows than this becomes a block before its window is over. */
  readonly maxHeadRows: number;
}

/** A window is closed this long after its end: late frames still find it open. */
const graceMs = 120_000;
/** Merging more parts than this at once would take longer than a step may. */
const mergeFrom = 4;

export function windowOf(tier: Tier, timeMs: number): number {
  return Math.floor(timeMs / tier.spanMs) * tier.spanMs;
}

/** One thing to do; each is short. */
type Chore = () => void;

/** Keeps the store in order, one chore at a time, so that ingest never waits for more than one. */
export class Housekeeping {
  private chores: Chore[] = [];

  constructor(private readonly deps: HousekeepingDeps) {}

  /** Does one thing that is due: seals a head, merges parts, rolls a window up, or forgets what is too old. False when nothing was. */
  step(nowMs: number): boolean {
    if (this.chores.length === 0) {
      this.chores = findChores(this.deps, nowMs).reverse();
    }
    const chore = this.chores.pop();
    chore?.();
    return chore !== undefined;
  }
}

function findChores(deps: HousekeepingDeps, nowMs: number): Chore[] {
  const seals = sealsDue(deps, nowMs);
  // What is sealed now is merged and rolled up in the next round, and nothing is forgotten before it is rolled up.
  if (seals.length > 0) {
    return seals;
  }
  const making = [...mergesDue(deps, nowMs), ...rollsDue(deps, nowMs)];
  return making.length > 0 ? making : forgettingDue(deps, nowMs);
}

/** Writes a head as blocks, one per window, and empties it; one transaction, so that a sample is never in both or neither. */
export function seal(deps: HousekeepingDeps, hostId: string): void {
  deps.writer.flush();
  const head = deps.writer.heads.get(hostId)?.head;
  const raw = deps.tiers[0];
  if (!head || head.count === 0 || !raw) {
    return;
  }
  const { times, rows } = head.sorted();
  const keys = [...head.seriesIds()].sort((a, b) => a - b);
  deps.db
    .transaction(() => {
      let from = 0;
      while (from < rows.length) {
        const window = windowOf(raw, times[from] as number);
        let to = from + 1;
        while (to < rows.length && windowOf(raw, times[to] as number) === window) {
          to++;
        }
        const part = rows.subarray(from, to);
        const columns = keys.map((id) => arrange(head.column(id), part, columnKey(id, slots.last))).filter((column) => column !== null);
        deps.blocks.write(hostId, raw, window, times.slice(from, to), columns);
        reopenRollups(deps, hostId, times[from] as number);
        from = to;
      }
      deps.writer.emptied(hostId);
    })
    .immediate();
}

/** Late samples: what was rolled up of their time is made again. */
function reopenRollups(deps: HousekeepingDeps, hostId: string, timeMs: number): void {
  for (const tier of deps.tiers.slice(1)) {
    const reopened = deps.db
      .query<{ until: number }, [number, string, number, number]>(
        'UPDATE rolled SET until = ? WHERE host = ? AND tier = ? AND until > ? RETURNING until',
      )
      .all(windowOf(rollWindow(tier), timeMs), hostId, tier.index, timeMs);
    if (reopened.length > 0) {
      const from = windowOf(rollWindow(tier), timeMs);
      deps.db.query('DELETE FROM block WHERE host = ? AND tier = ? AND window >= ?').run(hostId, tier.index, windowOf(tier, from));
      deps.db.query('UPDATE rolled SET until = min(until, ?) WHERE host = ? AND tier = ?').run(windowOf(tier, from), hostId, tier.index);
    }
  }
}

/** The first roll-up is made hour by hour, so that one step stays short; the others are small and made span by span. */
function rollWindow(tier: Tier): Tier {
  return tier.index === 1 ? { ...tier, spanMs: 3_600_000 } : tier;
}

function sealsDue(deps: HousekeepingDeps, nowMs: number): Chore[] {
  const raw = deps.tiers[0] as Tier;
  return [...deps.writer.heads].flatMap(([hostId, { head }]) => {
    const first = head.times[0] ?? 0;
    const over = windowOf(raw, first) + raw.spanMs + graceMs <= nowMs;
    return head.count >= deps.maxHeadRows || (head.count > 0 && over) ? [() => seal(deps, hostId)] : [];
  });
}

function mergesDue(deps: HousekeepingDeps, nowMs: number): Chore[] {
  return deps.tiers.slice(0, 2).flatMap((tier) =>
    deps.db
      .query<{ host: string; window: number }, [number, number, number]>(
        'SELECT host, window FROM block WHERE tier = ? AND window <= ? GROUP BY host, window HAVING count(*) >= ? LIMIT 1000',
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
  const order: { time: number; part: number; index: number }[] = parts
    .flatMap(({ reader }, part) => Array.from(reader.times, (time, index) => ({ time, part, index })))
    .sort((a, b) => a.time - b.time || a.part - b.part);
  const kept = order.filter((entry, index) => entry.time !== order[index + 1]?.time);
  const keys = [...new Set(parts.flatMap(({ reader }) => [...reader.keys]))].sort((a, b) => a - b);
  const columns: Column[] = [];
  for (const key of keys) {
    const sources = parts.map(({ reader }) => readColumn(reader, key));
    const values = Float64Array.from(kept, ({ part, index }) => sources[part]?.values[index] ?? 0);
    const present = Uint8Array.from(kept, ({ part, index }) => sources[part]?.present[index] ?? 0);
    columns.push({ key, values, present: present.includes(0) ? present : null });
  }
  deps.db
    .transaction(() => {
      deps.blocks.remove(parts.map(({ row }) => row.id));
      if (kept.length > 0) {
        deps.blocks.write(
          hostId,
          tier,
          window,
          Float64Array.from(kept, ({ time }) => time),
          columns,
        );
      }
    })
    .immediate();
}

function readColumn(reader: BlockReader, key: number): { values: Float64Array; present: Uint8Array } {
  const values = new Float64Array(reader.times.length);
  const present = new Uint8Array(reader.times.length);
  reader.read(key, values, present);
  return { values, present };
}

function openAll(deps: HousekeepingDeps, rows: readonly BlockRow[]): { row: BlockRow; reader: BlockReader }[] {
  return rows.flatMap((row) => {
    const reader = deps.blocks.open(row);
    return reader && deps.blocks.guard(row, () => reader.isWhole()) ? [{ row, reader }] : [];
  });
}

/** The next closed window of every host, for the finest tier that has one: the coarser ones are made of it. */
function rollsDue(deps: HousekeepingDeps, nowMs: number): Chore[] {
  for (const tier of deps.tiers.slice(1)) {
    const finer = deps.tiers[tier.index - 1] as Tier;
    const { spanMs } = rollWindow(tier);
    const due = deps.db
      .query<{ host: string; start: number }, [number, number, number, number]>(
        `SELECT host, start FROM (
           SELECT block.host AS host, coalesce(rolled.until, min(block.first)) AS start, max(block.last) AS newest
           FROM block LEFT JOIN rolled ON rolled.host = block.host AND rolled.tier = ?
           WHERE block.tier = ? GROUP BY block.host
         ) WHERE newest >= start AND start - start % ? <= ?`,
      )
      .all(tier.index, finer.index, spanMs, nowMs - spanMs - graceMs * (1 + tier.index));
    if (due.length > 0) {
      return due.map(
        ({ host, start }) =>
          () =>
            roll(deps, tier, finer, host, windowOf(rollWindow(tier), start), spanMs),
      );
    }
  }
  return [];
}

function roll(deps: HousekeepingDeps, tier: Tier, finer: Tier, hostId: string, fromMs: number, spanMs: number): void {
  // What is still in the head belongs to the window as well.
  if (finer.index === 0) {
    seal(deps, hostId);
  }
  const toMs = fromMs + spanMs;
  const parts = openAll(deps, deps.blocks.overlapping(hostId, finer, fromMs - longestDeltaMs, toMs));
  const steps = Math.round(spanMs / tier.stepMs);
  const ids = [...new Set(parts.flatMap(({ reader }) => Array.from(reader.keys, (key) => seriesOfKey(key).seriesId)))].sort(
    (a, b) => a - b,
  );
  const columns: Column[] = [];
  for (const id of ids) {
    const kind = deps.registry.find(id)?.kind ?? 'gauge';
    const cells = emptyCells(steps);
    gather(
      cells,
      parts.map(({ reader }) => reader),
      { seriesId: id, kind, raw: finer.index === 0, fromMs, stepMs: tier.stepMs },
    );
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
  deps.db
    .transaction(() => {
      if (columns.length > 0) {
        deps.blocks.write(hostId, tier, windowOf(tier, fromMs), times, columns);
      }
      deps.db
        .query('INSERT INTO rolled (host, tier, until) VALUES (?, ?, ?) ON CONFLICT (host, tier) DO UPDATE SET until = excluded.until')
        .run(hostId, tier.index, toMs);
    })
    .immediate();
}

export interface Gathering {
  readonly seriesId: number;
  readonly kind: 'gauge' | 'counter';
  readonly raw: boolean;
  readonly fromMs: number;
  readonly stepMs: number;
  /** Samples and cells from here on are left out; another tier has them. */
  readonly untilMs?: number;
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
      addCells(cells, what.fromMs, what.stepMs, reader.times, readCells(reader, what.seriesId, values, present), length);
    } else if (what.kind === 'gauge') {
      addGauge(cells, what.fromMs, what.stepMs, reader.times, values, present, length);
    } else {
      addCounter(cells, what.fromMs, what.stepMs, reader.times, values, present, length, carry);
    }
  }
}

function readCells(reader: BlockReader, seriesId: number, last: Float64Array, present: Uint8Array): Cells {
  const read = (slot: number): Float64Array => {
    const values = new Float64Array(reader.times.length);
    return reader.read(columnKey(seriesId, slot), values, new Uint8Array(reader.times.length)) ? values : values.fill(0);
  };
  const count = read(slots.count);
  for (let index = 0; index < count.length; index++) {
    count[index] = present[index] === 0 ? 0 : (count[index] as number);
  }
  return { last, min: read(slots.min), max: read(slots.max), sum: read(slots.sum), count, coveredMs: read(slots.coveredMs) };
}

/** Removes what is older than its tier keeps, some blocks at a time. */
function forgettingDue(deps: HousekeepingDeps, nowMs: number): Chore[] {
  return deps.tiers.flatMap((tier) => {
    const oldest = nowMs - tier.keepMs;
    const some = deps.db.query('SELECT 1 FROM block WHERE tier = ? AND last < ? LIMIT 1').get(tier.index, oldest);
    const remove = deps.db.query('DELETE FROM block WHERE id IN (SELECT id FROM block WHERE tier = ? AND last < ? LIMIT 64)');
    return some === null ? [] : [() => void remove.run(tier.index, oldest)];
  });
}
