import type { Process } from '@vigie/contract';
import type { TableLine } from '../../../components/table/lines.ts';

/** One process through all its updates: what is known of it is kept here, so that an update pays only for what changed. */
export interface Entry {
  row: Process;
  readonly id: string;
  alive: boolean;
  matches: boolean;
  /** The value of the sorted column. */
  key: number | string | null;
  /** Its place may be another one: the key or the match changed since the last sort. */
  dirty: boolean;
  /** It stands in the order that is shown. */
  placed: boolean;
  flatLine: TableLine<Process> | null;
  branch: Branch | null;
  seen: number;
}

/** What a tree knows of an entry beside its row. */
export interface Branch {
  parent: Entry | null;
  /** The parent's PID when the links were made. */
  ppid: number;
  readonly children: Entry[];
  /** The figure of the sorted column with all that stands below. */
  sum: number;
  /** Shown only because something below it matches. */
  context: boolean;
  reached: boolean;
  guides: readonly boolean[];
  below: readonly boolean[];
  line: TableLine<Process> | null;
}

export function createEntry(row: Process, id: string): Entry {
  return {
    row,
    id,
    alive: true,
    matches: false,
    key: null,
    dirty: true,
    placed: false,
    flatLine: null,
    branch: null,
    seen: 0,
  };
}

/** The line of a flat table; the same object as long as the row is. */
export function flatLineOf(entry: Entry): TableLine<Process> {
  const { flatLine, row, id, alive } = entry;
  if (flatLine && flatLine.row === row && (flatLine.ended ?? false) === !alive) {
    return flatLine;
  }
  entry.flatLine = alive ? { id, row } : { id, row, ended: true };
  return entry.flatLine;
}
