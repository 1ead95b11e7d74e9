/*
 * What is on this host and rarely changes: logins, units, mounts, addresses, routes, kernel parameters, packages. Told by
 * difference; nothing is started to read it.
 */
import { Inventory } from './inventory.ts';
import { createParts, type InventoryDeps } from './parts.ts';

export type { Inventory, InventoryDeps };

export function createInventory(deps: InventoryDeps): Inventory {
  return new Inventory(createParts(deps), () => performance.now());
}
