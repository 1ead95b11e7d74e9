import type { ProcessRow } from '@vigie/contract/agent';
import { isSameProcess, type Measure, measureOf, type StateChange } from './state.ts';
import { topPids } from './top.ts';

type Rows = ReadonlyMap<number, ProcessRow>;

/** The processes of a host as they were last written, and what is to be written next. */
export class WrittenProcesses {
  private written = new Map<number, ProcessRow>();
  private touched = new Set<number>();
  private lastTop = new Set<number>();

  touch(pids: Iterable<number>): void {
    for (const pid of pids) {
      this.touched.add(pid);
    }
  }

  /** After a time in which nothing was heard anything may be different. */
  touchAll(rows: Rows): void {
    this.touch(this.written.keys());
    this.touch(rows.keys());
  }

  whole(rows: Rows): StateChange {
    this.written = new Map(rows);
    this.touched = new Set();
    return { p: [...rows.values()] };
  }

  /** Between two minutes only those of the ten greatest of each resource are measured. */
  change(rows: Rows, isMinute: boolean): StateChange {
    const top = topPids(rows.values());
    const fresh: ProcessRow[] = [];
    const gone: number[] = [];
    const measures: Measure[] = [];
    const waiting = new Set<number>();
    for (const pid of this.touched) {
      const row = rows.get(pid);
      const known = this.written.get(pid);
      if (row === undefined) {
        if (this.written.delete(pid)) {
          gone.push(pid);
        }
      } else if (known === undefined || !isSameProcess(known, row)) {
        this.written.set(pid, row);
        fresh.push(row);
      } else if (isMinute || top.has(pid) || this.lastTop.has(pid)) {
        measures.push(measureOf(row, isMinute ? known : null));
        this.written.set(pid, isMinute ? row : withMinuteMembersOf(row, known));
      } else {
        waiting.add(pid);
      }
      if (!isMinute && row !== undefined) {
        waiting.add(pid);
      }
    }
    this.touched = waiting;
    this.lastTop = top;
    return {
      ...(fresh.length > 0 ? { p: fresh } : {}),
      ...(gone.length > 0 ? { g: gone } : {}),
      ...(measures.length > 0 ? { m: measures } : {}),
    };
  }
}

/** What was not written counts as it was. */
function withMinuteMembersOf(row: ProcessRow, known: ProcessRow): ProcessRow {
  const { virtualBytes, sharedBytes, swapBytes, uniqueBytes } = known;
  return { ...row, virtualBytes, sharedBytes, swapBytes, uniqueBytes };
}
