import type { Process } from '@vigie/contract';
import { TimeColumns } from '../../components/charts/index.ts';

const mostTicks = 3600;
const mostPoints = 600_000;

type Identity = Pick<Process, 'pid' | 'start_ticks'>;

interface Track {
  readonly ticks: number[];
  readonly cpu: number[];
  readonly memory: number[];
  last: Process;
}

/**
 * CPU and memory of every process since the page was opened. A process that does not change costs nothing: only changes are kept,
 * and a tick in between holds the value before. Bounded to an hour of seconds and to what memory bears.
 */
export class ProcessHistory {
  readonly #times: number[] = [];
  readonly #tracks = new Map<number, Track>();
  #places: readonly Track[] = [];
  #first = 0;
  #points = 0;
  #seenMs = 0;

  /** Takes the table of one moment; the same moment twice counts once. */
  record(timeMs: number, rows: readonly Process[]): void {
    if (timeMs <= this.#seenMs) {
      return;
    }
    this.#seenMs = timeMs;
    this.#times.push(timeMs);
    const tick = this.#first + this.#times.length - 1;
    // A process mostly keeps its place in the list: then one comparison says that nothing changed.
    const before = this.#places;
    const places: Track[] = new Array(rows.length);
    for (const [index, row] of rows.entries()) {
      const near = before[index];
      const known = near?.last.pid === row.pid ? near : this.#tracks.get(row.pid);
      if (known?.last === row) {
        places[index] = known;
        continue;
      }
      const track = known && known.last.start_ticks === row.start_ticks ? known : this.#begin(row);
      track.ticks.push(tick);
      track.cpu.push(row.cpu_percent ?? Number.NaN);
      track.memory.push(row.memory_rss ?? Number.NaN);
      track.last = row;
      places[index] = track;
      this.#points += 1;
    }
    this.#places = places;
    if (this.#tracks.size > rows.length) {
      const living = new Set(places);
      for (const [pid, track] of this.#tracks) {
        if (!living.has(track)) {
          this.#points -= track.ticks.length;
          this.#tracks.delete(pid);
        }
      }
    }
    if (this.#times.length > mostTicks || this.#points > mostPoints) {
      this.#forgetOldest();
    }
  }

  /** The whole of one process as columns `cpu` and `memory`, one row per tick since it was first seen. */
  columnsOf(process: Identity): TimeColumns {
    const columns = new TimeColumns(mostTicks);
    this.appendTo(columns, process);
    return columns;
  }

  /** Adds the ticks that are newer than the newest of `columns`. */
  appendTo(columns: TimeColumns, process: Identity): void {
    const track = this.#tracks.get(process.pid);
    if (!track || track.last.start_ticks !== process.start_ticks) {
      return;
    }
    const newest = columns.lastTimeMs ?? Number.NEGATIVE_INFINITY;
    let point = -1;
    for (let index = 0; index < this.#times.length; index += 1) {
      const tick = this.#first + index;
      while (point + 1 < track.ticks.length && (track.ticks[point + 1] ?? 0) <= tick) {
        point += 1;
      }
      const timeMs = this.#times[index] ?? 0;
      if (point >= 0 && timeMs > newest) {
        columns.push(timeMs, { cpu: finite(track.cpu[point]), memory: finite(track.memory[point]) });
      }
    }
  }

  #begin(row: Process): Track {
    this.#points -= this.#tracks.get(row.pid)?.ticks.length ?? 0;
    const track: Track = { ticks: [], cpu: [], memory: [], last: row };
    this.#tracks.set(row.pid, track);
    return track;
  }

  /** The older half goes; of each process the last value before stays, since it still holds. */
  #forgetOldest(): void {
    const gone = Math.ceil(this.#times.length / 2);
    this.#times.splice(0, gone);
    this.#first += gone;
    this.#points = 0;
    for (const track of this.#tracks.values()) {
      const keepFrom = Math.max(
        0,
        track.ticks.findLastIndex((tick) => tick <= this.#first),
      );
      track.ticks.splice(0, keepFrom);
      track.cpu.splice(0, keepFrom);
      track.memory.splice(0, keepFrom);
      this.#points += track.ticks.length;
    }
  }
}

function finite(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

const histories = new Map<string, ProcessHistory>();

export function historyOf(host: string): ProcessHistory {
  const known = histories.get(host);
  if (known) {
    return known;
  }
  const made = new ProcessHistory();
  histories.set(host, made);
  return made;
}
