import type { InventoryItem, InventoryKind } from '@vigie/contract/agent';
import type { LatestInventory } from '../../latest/port.ts';
import type { StateChange } from './state.ts';

type Gone = readonly { readonly kind: InventoryKind; readonly key: string }[];

/** The inventory of a host as it was last written, and what is to be written next. */
export class WrittenInventory {
  /** Null until the host has told it in this session. */
  private written: Map<string, InventoryItem> | null = null;
  private touched = new Map<string, readonly [InventoryKind, string]>();
  private told = false;

  touch(changed: readonly InventoryItem[], gone: Gone): void {
    this.told = true;
    for (const { kind, key } of [...changed, ...gone]) {
      this.touched.set(`${kind}\0${key}`, [kind, key]);
    }
  }

  forget(): void {
    this.told = false;
    this.written = null;
  }

  /** Nothing when the host has not told it yet. */
  whole(latest: LatestInventory | null): StateChange {
    this.touched = new Map();
    this.written = null;
    if (latest === null || !this.told) {
      return {};
    }
    this.written = new Map(latest.items);
    return { i: [...latest.items.values()], k: latest.kinds, allItems: true };
  }

  change(latest: LatestInventory | null): StateChange {
    if (latest === null || !this.told) {
      return {};
    }
    const { written, touched } = this;
    if (written === null) {
      return this.whole(latest);
    }
    this.touched = new Map();
    const items: InventoryItem[] = [];
    const gone: (readonly [InventoryKind, string])[] = [];
    for (const [id, name] of touched) {
      const item = latest.items.get(id);
      const known = written.get(id);
      if (item === undefined) {
        if (written.delete(id)) {
          gone.push(name);
        }
      } else if (known === undefined || isOther(known, item)) {
        written.set(id, item);
        items.push(item);
      }
    }
    return { ...(items.length > 0 ? { i: items, k: latest.kinds } : {}), ...(gone.length > 0 ? { d: gone } : {}) };
  }
}

function isOther({ fields: a }: InventoryItem, { fields: b }: InventoryItem): boolean {
  const names = Object.keys(a);
  return names.length !== Object.keys(b).length || names.some((name) => a[name] !== b[name]);
}
