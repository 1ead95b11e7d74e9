import type { InventoryItem, InventoryKind } from '@vigie/contract/agent';
import type { LatestInventory, LatestProcesses, LatestSockets } from '../../latest/port.ts';
import type { HistoryRecord } from '../../storage/history/index.ts';
import type { StateChange } from './state.ts';
import { WrittenInventory } from './written-inventory.ts';
import { WrittenProcesses } from './written-processes.ts';
import { WrittenSockets } from './written-sockets.ts';

/** Snapshots come faster while somebody looks; what is kept has this grid. */
const gridMs = 10_000;
/** A snapshot this much early still counts for its place on the grid. */
const earlyMs = 1000;
const minuteMs = 60_000;
const hourMs = 3_600_000;

export interface LatestState {
  processes(): LatestProcesses | null;
  sockets(): LatestSockets | null;
  /** Null when the host tells none. */
  inventory(): LatestInventory | null;
}

/** Turns what comes from one host into the records that are kept of it. Times are of the host's clock. */
export class HostRecorder {
  private readonly processes = new WrittenProcesses();
  private readonly sockets = new WrittenSockets();
  private readonly inventory = new WrittenInventory();
  private tickMs = Number.NEGATIVE_INFINITY;
  private minuteMs = Number.NEGATIVE_INFINITY;
  private keyMs = Number.NEGATIVE_INFINITY;
  private writtenMs = Number.NEGATIVE_INFINITY;
  /** How far the server's clock was ahead of the host's at the last tick. */
  private aheadMs = 0;
  private keyWanted = true;
  private lost = false;

  /** `offset` in [0, 1) spreads the keys of many hosts over the hour. */
  constructor(
    private readonly latest: LatestState,
    private readonly append: (record: HistoryRecord) => void,
    private readonly offset: number,
  ) {}

  /** The next record is a key: what was written before may be missing. */
  wantKey(): void {
    this.keyWanted = true;
  }

  processesCame(timeMs: number, nowMs: number, pids: Iterable<number>): void {
    this.processes.touch(pids);
    const sinceMs = timeMs - this.tickMs;
    if (sinceMs >= gridMs - earlyMs || sinceMs < 0 || this.lost) {
      this.aheadMs = nowMs - timeMs;
      this.tick(timeMs);
    }
  }

  socketsCame(ids: Iterable<string>): void {
    this.sockets.touch(ids);
  }

  inventoryCame(changed: readonly InventoryItem[], gone: readonly { readonly kind: InventoryKind; readonly key: string }[]): void {
    this.inventory.touch(changed, gone);
  }

  /** The link to the host has ended: what happens from now on is not known until it tells again. */
  lostSight(nowMs: number): void {
    if (!this.lost && !this.keyWanted) {
      this.write(Math.max(nowMs - this.aheadMs, this.tickMs), false, { unknown: true });
    }
    this.lost = true;
    this.sockets.forget();
    this.inventory.forget();
  }

  private tick(timeMs: number): void {
    const table = this.latest.processes();
    if (table === null) {
      return;
    }
    const isSetBack = timeMs < this.tickMs;
    const isBack = this.lost;
    const lookMs = this.tickMs;
    this.tickMs = timeMs;
    this.lost = false;
    if (this.keyWanted || isSetBack || this.isKeyDue(timeMs)) {
      this.writeKey(timeMs, table);
      return;
    }
    if (isBack) {
      // Only what differs from before is written, so that a link that comes and goes costs no whole state each time.
      this.processes.touchAll(table.rows);
    }
    const isMinute = isBack || timeMs - this.minuteMs >= minuteMs - earlyMs;
    const change: StateChange = {
      ...(isBack ? { back: true } : {}),
      ...(isMinute ? { minute: true } : {}),
      ...this.processes.change(table.rows, isMinute),
      ...this.sockets.change(this.latest.sockets()?.rows ?? null, isMinute),
      ...this.inventory.change(this.latest.inventory()),
    };
    if (isMinute) {
      this.minuteMs = timeMs;
    }
    // Once a minute even when nothing changed: it says that this is still known.
    if (isMinute || Object.keys(change).length > 0) {
      this.write(timeMs, false, lookMs > this.writtenMs ? { ...change, lookMs } : change);
    }
  }

  private isKeyDue(timeMs: number): boolean {
    const hourOf = (ms: number) => Math.floor(ms / hourMs + this.offset);
    return hourOf(timeMs) !== hourOf(this.keyMs);
  }

  private writeKey(timeMs: number, table: LatestProcesses): void {
    this.keyWanted = false;
    this.minuteMs = timeMs;
    this.keyMs = timeMs;
    this.write(timeMs, true, {
      ...this.processes.whole(table.rows),
      ...this.sockets.whole(this.latest.sockets()?.rows ?? null),
      ...this.inventory.whole(this.latest.inventory()),
    });
  }

  private write(timeMs: number, key: boolean, change: StateChange): void {
    this.writtenMs = timeMs;
    this.append({ timeMs, key, body: JSON.stringify(change) });
  }
}
