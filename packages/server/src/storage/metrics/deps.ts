import type { Database } from 'bun:sqlite';
import type { BlockReader } from './block.ts';
import type { BlockRow, BlockStore } from './block-store.ts';
import type { SeriesRegistry } from './series-registry.ts';
import type { Tier } from './tiers.ts';
import type { FrameWriter } from './writer.ts';

export interface HousekeepingDeps {
  readonly db: Database;
  readonly blocks: BlockStore;
  readonly registry: SeriesRegistry;
  readonly writer: FrameWriter;
  readonly tiers: readonly Tier[];
  /** A head with more rows than this becomes a block before its window is over. */
  readonly maxHeadRows: number;
  /** When all heads together are larger than this, the largest become blocks early. */
  readonly maxHeadBytes: number;
  /** The server's clock: ages are measured by it, never by the times in frames. */
  readonly now: () => number;
  readonly step: StepHook;
}

/** Told before and after each thing that reaches the disk; tests end the process there. */
export type StepHook = (name: string) => void;

/** A window is closed this long after its end: late frames still find it open. */
export const graceMs = 120_000;

export function windowOf(tier: Pick<Tier, 'spanMs'>, timeMs: number): number {
  return Math.floor(timeMs / tier.spanMs) * tier.spanMs;
}

/** The first roll-up is made hour by hour, so that one step stays short; the others are small and made span by span. */
export function rollWindow(tier: Tier): Tier {
  return tier.index === 1 ? { ...tier, spanMs: 3_600_000 } : tier;
}

/** Opens blocks and reads them whole; what is damaged is set aside and left out. */
export function openAll(deps: Pick<HousekeepingDeps, 'blocks'>, rows: readonly BlockRow[]): { row: BlockRow; reader: BlockReader }[] {
  return rows.flatMap((row) => {
    const reader = deps.blocks.open(row);
    return reader && deps.blocks.guard(row, () => reader.isWhole()) ? [{ row, reader }] : [];
  });
}

/** One transaction with its steps told. */
export function commit(deps: Pick<HousekeepingDeps, 'db' | 'step'>, name: string, write: () => void): void {
  deps.step(`${name}: begin`);
  deps.db
    .transaction(() => {
      write();
      deps.step(`${name}: before commit`);
    })
    .immediate();
  deps.step(`${name}: committed`);
}
