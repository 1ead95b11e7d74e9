import type { Process } from '@vigie/contract';
import { processId } from '../command.ts';
import { createEntry, type Entry } from './entry.ts';

export interface RosterChange {
  readonly changed: readonly Entry[];
  readonly added: readonly Entry[];
  readonly gone: readonly Entry[];
}

/** The entries of the living, beside the rows of the store: what is the same object at the same place costs one comparison. */
export class Roster {
  entries: readonly Entry[] = [];
  readonly #byPid = new Map<number, Entry>();
  #round = 0;

  get(pid: number): Entry | null {
    return this.#byPid.get(pid) ?? null;
  }

  update(rows: readonly Process[]): RosterChange {
    const before = this.entries;
    const now: Entry[] = new Array(rows.length);
    const changed: Entry[] = [];
    const added: Entry[] = [];
    const gone: Entry[] = [];
    this.#round += 1;
    let stayed = true;
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows[index] as Process;
      let entry = before[index];
      if (entry?.row !== row) {
        if (!entry || !isSame(entry.row, row)) {
          stayed = false;
          entry = this.#byPid.get(row.pid);
        }
        if (entry && isSame(entry.row, row)) {
          if (entry.row !== row) {
            entry.row = row;
            changed.push(entry);
          }
        } else {
          entry = createEntry(row, processId(row));
          added.push(entry);
        }
      }
      entry.seen = this.#round;
      now[index] = entry;
    }
    if (!stayed || now.length !== before.length) {
      for (const entry of before) {
        if (entry.seen !== this.#round) {
          entry.alive = false;
          gone.push(entry);
          this.#byPid.delete(entry.row.pid);
        }
      }
    }
    for (const entry of added) {
      this.#byPid.set(entry.row.pid, entry);
    }
    this.entries = now;
    return { changed, added, gone };
  }
}

function isSame(left: Process, right: Process): boolean {
  return left.pid === right.pid && left.start_ticks === right.start_ticks;
}
