import type { InventoryItem, InventoryKind, InventorySnapshot } from '@vigie/contract/agent';
import type { InventoryPart, InventoryRow } from './parts.ts';

/** Of one host; what is beyond is left out, and the first kinds come first. */
const mostItems = 20_000;
const mostText = 1024;
/** Looks come late and early on a busy host; one that comes early by less still counts. */
const inexactMs = 5000;

/** What is on this host besides processes and sockets, told by difference. */
export class Inventory {
  /** Per kind, what is there: key → fields as JSON, the cheapest form to compare and to keep. */
  private readonly held = new Map<InventoryKind, Map<string, string>>();
  private readonly readMs = new Map<InventoryKind, number>();
  /** Kinds of which not all that was read is held: there was no room, or another part threw. */
  private readonly unsettled = new Set<InventoryKind>();

  constructor(
    private readonly parts: readonly InventoryPart[],
    private readonly monotonicMs: () => number,
  ) {}

  /** What changed since the last call of either; null when nothing did. */
  refresh(nowMs: number): InventorySnapshot | null {
    const kindsBefore = this.held.size;
    const { items, gone } = this.look();
    return items.length === 0 && gone.length === 0 && this.held.size === kindsBefore
      ? null
      : { timeMs: nowMs, full: false, kinds: [...this.held.keys()], items, gone };
  }

  /** Everything: what a new session needs. */
  full(nowMs: number): InventorySnapshot {
    this.readMs.clear();
    this.look();
    const items = [...this.held].flatMap(([kind, there]) =>
      Array.from(there, ([key, text]): InventoryItem => ({ kind, key, fields: JSON.parse(text) })),
    );
    return { timeMs: nowMs, full: true, kinds: [...this.held.keys()], items, gone: [] };
  }

  private look(): Pick<InventorySnapshot, 'items' | 'gone'> {
    const items: InventoryItem[] = [];
    const gone: { kind: InventoryKind; key: string }[] = [];
    for (const { kind, found } of this.readDue()) {
      const held = this.heldOf(kind);
      const there = new Map(found.map(([key, fields]) => [key.slice(0, mostText), boundedFields(fields)]));
      for (const key of held.keys()) {
        if (!there.has(key)) {
          held.delete(key);
          gone.push({ kind, key });
        }
      }
      let room = mostItems - this.count();
      for (const [key, fields] of there) {
        const known = held.get(key);
        const text = JSON.stringify(fields);
        if (known === text) {
          continue;
        }
        if (known === undefined && room-- <= 0) {
          this.unsettled.add(kind);
          continue;
        }
        // A piece of a text holds all of that text in memory; what is kept for long is a text of its own.
        held.set(detached(key), text);
        items.push({ kind, key, fields });
      }
    }
    return { items, gone };
  }

  private heldOf(kind: InventoryKind): Map<string, string> {
    const held = this.held.get(kind) ?? new Map<string, string>();
    this.held.set(kind, held);
    return held;
  }

  private count(): number {
    return this.held.values().reduce((sum, there) => sum + there.size, 0);
  }

  /** All is read before anything is taken as told: when one part throws, its next round tells what this one would have. */
  private readDue(): { readonly kind: InventoryKind; readonly found: readonly InventoryRow[] }[] {
    const now = this.monotonicMs();
    const due = this.parts.filter(({ kind, everyMs }) => now - (this.readMs.get(kind) ?? Number.NEGATIVE_INFINITY) >= everyMs - inexactMs);
    const read = due.map(({ kind, read: readPart }) => {
      const anew = this.unsettled.has(kind);
      this.unsettled.add(kind);
      return { kind, found: readPart(anew) };
    });
    for (const { kind } of due) {
      this.readMs.set(kind, now);
      this.unsettled.delete(kind);
    }
    return read.flatMap(({ kind, found }) => (found === null || found === 'unchanged' ? [] : [{ kind, found }]));
  }
}

function detached(key: string): string {
  return JSON.parse(JSON.stringify(key));
}

function boundedFields(fields: InventoryItem['fields']): InventoryItem['fields'] {
  if (!Object.values(fields).some((value) => typeof value === 'string' && value.length > mostText)) {
    return fields;
  }
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' && value.length > mostText ? `${value.slice(0, mostText)}…` : value,
    ]),
  );
}
