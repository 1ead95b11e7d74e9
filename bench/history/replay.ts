import type { InventoryItem, InventoryKind } from '@vigie/contract/agent';
import { HostRecorder, type LatestState } from '../../packages/server/src/features/history/host-recorder.ts';
import { Table } from '../../packages/server/src/latest/table.ts';
import type { HistoryRecord } from '../../packages/server/src/storage/history/index.ts';
import type { Look } from './stream.ts';

/** What a host has besides processes and sockets: a Debian server's number of packages and units. */
export const inventory: readonly InventoryItem[] = [
  ...Array.from({ length: 600 }, (_, index) =>
    item('package', `libexample${index}`, { version: `1.${index}.3-2+deb12u1`, architecture: 'amd64' }),
  ),
  ...Array.from({ length: 250 }, (_, index) =>
    item('unit', `example-${index}.service`, { active: 'active', sub: 'running', enabled: 'enabled' }),
  ),
  ...Array.from({ length: 40 }, (_, index) =>
    item('mount', `/srv/data-${index}`, { source: `/dev/vd${index}`, type: 'ext4', options: 'rw,relatime' }),
  ),
];

function item(kind: InventoryKind, key: string, fields: InventoryItem['fields']): InventoryItem {
  return { kind, key, fields };
}

/** The looks of a host as its recorder writes them; the latest tables are kept as the server keeps them. */
export class ReplayedHost {
  private readonly processes = new Table<number, Look['processes']['rows'][number]>((row) => row.pid);
  private readonly sockets = new Table<string, Look['sockets']['rows'][number]>((row) => row.id);
  private timeMs = 0;
  private readonly recorder: HostRecorder | null;
  private readonly items = new Map(inventory.map((one) => [`${one.kind}\0${one.key}`, one]));

  /** `append` null keeps only the newest tables. */
  constructor(append: ((record: HistoryRecord) => void) | null) {
    const latest: LatestState = {
      processes: () => ({ timeMs: this.timeMs, intervalMs: 10_000, rows: this.processes.rows }),
      sockets: () => ({ timeMs: this.timeMs, ownersHidden: false, rows: this.sockets.rows }),
      inventory: () => ({ timeMs: this.timeMs, kinds: ['package', 'unit', 'mount'], items: this.items }),
    };
    this.recorder = append && new HostRecorder(latest, append, 0);
    this.recorder?.inventoryCame(inventory, []);
  }

  /** `shiftMs` moves the look in time. */
  take(look: Look, shiftMs = 0): void {
    this.timeMs = look.timeMs + shiftMs;
    const sockets = this.sockets.take(look.sockets);
    this.recorder?.socketsCame([...(sockets?.changed.map(({ id }) => id) ?? []), ...(sockets?.gone ?? [])]);
    const processes = this.processes.take(look.processes);
    const pids = [...(processes?.changed.map(({ pid }) => pid) ?? []), ...(processes?.gone ?? [])];
    this.recorder?.processesCame(this.timeMs, this.timeMs, pids);
  }
}
