import type { SocketRow } from '@vigie/contract/agent';
import { isListening, type StateChange } from './state.ts';

type Rows = ReadonlyMap<string, SocketRow>;

/** From one key to the next, an hour; beyond it connections are not kept. A day of them is then about 2 MB. */
export const mostSocketChanges = 6000;
/** At once. */
const mostChanges = 600;
const mostConnections = 2000;

/** The sockets of a host as they were last written, and what is to be written next. */
export class WrittenSockets {
  /** Null until the host has told its sockets in this session. */
  private written: Map<string, SocketRow> | null = null;
  private touched = new Set<string>();
  private told = false;
  private cut = false;
  private changes = 0;

  touch(ids: Iterable<string>): void {
    this.told = true;
    for (const id of ids) {
      this.touched.add(id);
    }
  }

  /** What is known now is of before. */
  forget(): void {
    this.told = false;
    this.written = null;
  }

  /** Nothing when the host has not told them yet. */
  whole(rows: Rows | null): StateChange {
    this.touched = new Set();
    this.written = null;
    this.changes = 0;
    if (rows === null || !this.told) {
      return {};
    }
    const all = [...rows.values()];
    const listening = all.filter(isListening);
    this.cut = all.length - listening.length > mostConnections;
    const kept = this.cut ? listening : all;
    this.written = new Map(kept.map((row) => [row.id, row]));
    return { s: kept, allSockets: true, ...(this.cut ? { cut: true } : {}) };
  }

  change(rows: Rows | null, isMinute: boolean): StateChange {
    if (rows === null || !this.told) {
      return {};
    }
    const { written } = this;
    if (written === null) {
      return this.whole(rows);
    }
    const fresh: SocketRow[] = [];
    const gone: string[] = [];
    const waiting = new Set<string>();
    for (const id of this.touched) {
      const row = rows.get(id);
      const known = written.get(id);
      const subject = row ?? known;
      if (subject === undefined) {
        continue;
      }
      const isConnection = !isListening(subject);
      if (isConnection && !isMinute && !this.cut) {
        waiting.add(id);
      } else if (row === undefined) {
        gone.push(id);
      } else if (!(isConnection && this.cut) && (known === undefined || isOther(known, row))) {
        fresh.push(row);
      }
    }
    this.touched = waiting;
    return this.write(written, fresh, gone);
  }

  private write(written: Map<string, SocketRow>, fresh: readonly SocketRow[], gone: readonly string[]): StateChange {
    const count = fresh.length + gone.length;
    this.changes += count;
    const isCutNow = !this.cut && (count > mostChanges || this.changes > mostSocketChanges);
    this.cut ||= isCutNow;
    const kept = isCutNow ? fresh.filter(isListening) : fresh;
    for (const id of gone) {
      written.delete(id);
    }
    for (const row of kept) {
      written.set(row.id, row);
    }
    return {
      ...(kept.length > 0 ? { s: kept } : {}),
      ...(gone.length > 0 ? { c: gone } : {}),
      ...(isCutNow ? { cut: true } : {}),
    };
  }
}

/** The queues of a connection change with every packet and are not kept. */
function isOther(a: SocketRow, b: SocketRow): boolean {
  return (
    a.state !== b.state ||
    a.pid !== b.pid ||
    a.processName !== b.processName ||
    a.localPort !== b.localPort ||
    a.remotePort !== b.remotePort ||
    a.remoteAddress !== b.remoteAddress
  );
}
