import type { InventoryItem, InventoryKind, ProcessRow, SocketRow } from '@vigie/contract/agent';
import type { HistoryRecord } from '../../storage/history/index.ts';
import { isListening, type Measure, type StateChange, withMeasure } from './state.ts';

/** While a host is known a record comes at least each minute; after so long without one nothing is known. */
export const silentAfterMs = 90_000;

interface Seen {
  readonly row: ProcessRow;
  readonly atMs: number;
}

/** A process that does not change is not measured again: since when it may have been other than before. */
interface Since {
  /** By the minute, in which all that changed are measured. */
  readonly minuteMs: number;
  /** By the look before, for what is a sample. */
  readonly lookMs: number;
}

/** What may be learnt while the records of a host are played. */
export interface ReplayListener {
  /** A measure of a process that was there before: what it used between the two. */
  measured?(before: Seen, after: Seen, since: Since): void;
  /** `sinceMs`: when the host was looked at before; null when it was not. */
  appeared?(seen: Seen, sinceMs: number | null): void;
  ended?(before: Seen, atMs: number): void;
  /** A stretch of which nothing is known. */
  unknown?(fromMs: number, toMs: number): void;
}

/** The state of one host, played record by record. */
export class Replay {
  readonly processes = new Map<number, Seen>();
  readonly sockets = new Map<string, SocketRow>();
  readonly inventory = new Map<string, InventoryItem>();
  inventoryKinds: readonly InventoryKind[] | null = null;
  /** When something was last told; null before the first record. */
  toldMs: number | null = null;
  /** When the state was last measured; null before the first key. */
  measuredMs: number | null = null;
  /** Since when nothing is known; null while it is. */
  unknownSinceMs: number | null = null;
  hasSockets = false;
  /** Connections are not kept at this moment, only listening sockets. */
  cut = false;

  private lookedMs: number | null = null;
  private minuteMs: number | null = null;
  private since: Since = { minuteMs: 0, lookMs: 0 };

  constructor(private readonly listener: ReplayListener = {}) {}

  apply({ timeMs, key, body }: HistoryRecord): void {
    const change = JSON.parse(body) as StateChange;
    const previousMs = this.toldMs;
    if (previousMs !== null) {
      const sinceMs = this.unknownSinceMs ?? (timeMs - previousMs > silentAfterMs ? previousMs : null);
      if (sinceMs !== null && timeMs > sinceMs) {
        this.listener.unknown?.(sinceMs, timeMs);
        this.skip(sinceMs, timeMs);
      }
    }
    this.toldMs = timeMs;
    if (change.unknown) {
      this.unknownSinceMs = timeMs;
      return;
    }
    this.lookedMs = this.unknownSinceMs === null && previousMs !== null && timeMs - previousMs <= silentAfterMs ? previousMs : null;
    this.unknownSinceMs = null;
    this.measuredMs = timeMs;
    const isMinute = key || change.minute === true;
    const minuteMs = this.minuteMs ?? timeMs;
    this.since = { minuteMs, lookMs: change.lookMs ?? this.lookedMs ?? minuteMs };
    if (key) {
      this.applyKey(timeMs, change);
    } else {
      this.applyChange(timeMs, change);
    }
    this.minuteMs = isMinute ? timeMs : this.minuteMs;
  }

  private applyKey(timeMs: number, change: StateChange): void {
    const there = new Set<number>();
    for (const row of change.p ?? []) {
      there.add(row.pid);
      this.put(row, timeMs);
    }
    for (const pid of [...this.processes.keys()].filter((one) => !there.has(one))) {
      this.end(pid, timeMs);
    }
    this.forgetTold();
    this.applySockets(change);
    this.applyItems(change);
  }

  /** Sockets and inventory are told whole before they are known again. */
  private forgetTold(): void {
    this.sockets.clear();
    this.hasSockets = false;
    this.cut = false;
    this.inventory.clear();
    this.inventoryKinds = null;
  }

  private applyChange(timeMs: number, change: StateChange): void {
    if (change.back) {
      this.forgetTold();
    }
    for (const pid of change.g ?? []) {
      this.end(pid, timeMs);
    }
    for (const row of change.p ?? []) {
      this.put(row, timeMs);
    }
    for (const measure of change.m ?? []) {
      this.measure(measure, timeMs);
    }
    this.applySockets(change);
    this.applyItems(change);
  }

  private applySockets(change: StateChange): void {
    if (change.allSockets) {
      this.sockets.clear();
      this.hasSockets = true;
      this.cut = false;
    }
    for (const id of change.c ?? []) {
      this.sockets.delete(id);
    }
    for (const row of change.s ?? []) {
      this.sockets.set(row.id, row);
    }
    if (change.cut) {
      this.cut = true;
      for (const row of [...this.sockets.values()].filter((one) => !isListening(one))) {
        this.sockets.delete(row.id);
      }
    }
  }

  private applyItems(change: StateChange): void {
    if (change.allItems) {
      this.inventory.clear();
    }
    for (const [kind, name] of change.d ?? []) {
      this.inventory.delete(`${kind}\0${name}`);
    }
    for (const item of change.i ?? []) {
      this.inventory.set(`${item.kind}\0${item.key}`, item);
    }
    this.inventoryKinds = change.k ?? this.inventoryKinds;
  }

  private put(row: ProcessRow, atMs: number): void {
    const before = this.processes.get(row.pid);
    const after = { row, atMs };
    this.processes.set(row.pid, after);
    if (before?.row.startTicks === row.startTicks) {
      this.listener.measured?.(before, after, this.sinceOf(before));
      return;
    }
    if (before) {
      this.listener.ended?.(before, atMs);
    }
    this.listener.appeared?.(after, this.lookedMs);
  }

  private measure(measure: Measure, atMs: number): void {
    const before = this.processes.get(measure[0]);
    if (before) {
      const since = this.sinceOf(before);
      const after = { row: withMeasure(before.row, measure, atMs - since.minuteMs), atMs };
      this.processes.set(measure[0], after);
      this.listener.measured?.(before, after, since);
    }
  }

  private sinceOf({ atMs }: Seen): Since {
    return { minuteMs: Math.max(atMs, this.since.minuteMs), lookMs: Math.max(atMs, this.since.lookMs) };
  }

  private end(pid: number, atMs: number): void {
    const before = this.processes.get(pid);
    if (before) {
      this.processes.delete(pid);
      this.listener.ended?.(before, atMs);
    }
  }

  /** What happened in a stretch of which nothing is known counts for nobody. */
  private skip(sinceMs: number, untilMs: number): void {
    for (const [pid, before] of this.processes) {
      this.listener.ended?.(before, sinceMs);
      this.processes.set(pid, { row: before.row, atMs: untilMs });
    }
  }
}
