import type { InventoryItem, InventoryKind, InventorySnapshot } from '@vigie/contract/agent';
import type { InventoryPart } from './parts.ts';

/** Of one host; what is beyond is left out, and the first kinds come first. */
const mostItems = 20_000;
const mostText = 1024;
/** Looks come late and early on a busy host; one that comes early by less still counts. */
const inexactMs = 5000;

interface Held {
  readonly item: InventoryItem;
  readonly text: string;
}

/** What is on this host besides processes and sockets, told by difference. */
export class Inventory {
  private readonly held = new Map<string, Held>();
  private readonly kinds = new Set<InventoryKind>();
  private readonly readMs = new Map<InventoryKind, number>();

  constructor(
    private readonly parts: readonly InventoryPart[],
    private readonly monotonicMs: () => number,
  ) {}

  /** What changed since the last call of either; null when nothing did. */
  refresh(nowMs: number): InventorySnapshot | null {
    const kindsBefore = this.kinds.size;
    const { items, gone } = this.look();
    return items.length === 0 && gone.length === 0 && this.kinds.size === kindsBefore
      ? null
      : { timeMs: nowMs, full: false, kinds: [...this.kinds], items, gone };
  }

  /** Everything: what a new session needs. */
  full(nowMs: number): InventorySnapshot {
    this.readMs.clear();
    this.look();
    return { timeMs: nowMs, full: true, kinds: [...this.kinds], items: [...this.held.values()].map(({ item }) => item), gone: [] };
  }

  private look(): Pick<InventorySnapshot, 'items' | 'gone'> {
    const items: InventoryItem[] = [];
    const gone: { kind: InventoryKind; key: string }[] = [];
    for (const { kind, found } of this.readDue()) {
      this.kinds.add(kind);
      const there = new Map(found.map((item) => [`${kind}\0${item.key}`, item]));
      for (const [id, { item }] of this.held) {
        if (item.kind === kind && !there.has(id)) {
          this.held.delete(id);
          gone.push({ kind, key: item.key });
        }
      }
      for (const [id, item] of there) {
        const known = this.held.get(id);
        const text = JSON.stringify(item.fields);
        if (known?.text === text || (known === undefined && this.held.size >= mostItems)) {
          continue;
        }
        const bounded = { ...item, key: item.key.slice(0, mostText), fields: boundedFields(item.fields) };
        this.held.set(id, { item: bounded, text });
        items.push(bounded);
      }
    }
    return { items, gone };
  }

  /** All is read before anything is taken as told: when one part throws, its next round tells what this one would have. */
  private readDue(): { readonly kind: InventoryKind; readonly found: readonly InventoryItem[] }[] {
    const now = this.monotonicMs();
    const due = this.parts.filter(({ kind, everyMs }) => now - (this.readMs.get(kind) ?? Number.NEGATIVE_INFINITY) >= everyMs - inexactMs);
    const read = due.map(({ kind, read }) => ({ kind, found: read() }));
    for (const { kind } of due) {
      this.readMs.set(kind, now);
    }
    return read.flatMap(({ kind, found }) => (found === null ? [] : [{ kind, found }]));
  }
}

function boundedFields(fields: InventoryItem['fields']): InventoryItem['fields'] {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' && value.length > mostText ? `${value.slice(0, mostText)}…` : value,
    ]),
  );
}
