import type { EventFields } from './events.ts';

/*
 * What is on a host besides processes and sockets, as rows that rarely change: sent whole once per session, then by
 * change. A key is unique within its kind; the fields of each kind are listed in docs/reference/inventory.md.
 */

/**
 * `login`: a session of a person. `unit`: a systemd unit. `mount`, `address`, `route`: as the kernel tells.
 * `parameter`: a kernel parameter of note. `package`: an installed package.
 */
export const inventoryKinds = ['login', 'unit', 'mount', 'address', 'route', 'parameter', 'package'] as const;
export type InventoryKind = (typeof inventoryKinds)[number];

export interface InventoryItem {
  readonly kind: InventoryKind;
  readonly key: string;
  readonly fields: EventFields;
}

/** Optional message, only to a server whose welcome accepts `inventory`. */
export interface InventorySnapshot {
  readonly timeMs: number;
  /** True: `items` is everything of every kind in `kinds`. False: only what is new or changed. */
  readonly full: boolean;
  /** Kinds this host can tell; of another nothing is known, which is not the same as none. */
  readonly kinds: readonly InventoryKind[];
  readonly items: readonly InventoryItem[];
  readonly gone: readonly { readonly kind: InventoryKind; readonly key: string }[];
  /** As in `ProcessSnapshot`. */
  readonly more?: boolean;
}
