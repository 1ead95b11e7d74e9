import type { Process, ProcessesPayload, ProcessSummary } from '@vigie/contract';
import { createStore, type Store } from '../lib/store.ts';
import type { Tap, TopicError } from './channels.ts';

/** The processes of one host as last told. `rows` is a new array per message, of the same row objects where nothing changed. */
export interface ProcessesState {
  readonly rows: readonly Process[];
  readonly byPid: ReadonlyMap<number, Process>;
  readonly summary: ProcessSummary | null;
  /** 0 before the first message. */
  readonly timeMs: number;
  readonly intervalMs: number;
  readonly error: TopicError | null;
}

export const noProcesses: ProcessesState = { rows: [], byPid: new Map(), summary: null, timeMs: 0, intervalMs: 0, error: null };

/** Merges the differences of the topic `processes`. The map is the same object all along; read it, do not keep it. */
export function createProcessStore(): { readonly store: Store<ProcessesState>; readonly tap: Tap<'processes'> } {
  const byPid = new Map<number, Process>();
  const store = createStore<ProcessesState>({ ...noProcesses, byPid });
  const merge = (payload: ProcessesPayload) => {
    if (payload.full) {
      byPid.clear();
    }
    for (const pid of payload.gone) {
      byPid.delete(pid);
    }
    for (const row of payload.rows) {
      byPid.set(row.pid, row);
    }
    const { summary, timeMs, intervalMs } = payload;
    store.set({ rows: [...byPid.values()], byPid, summary, timeMs, intervalMs, error: null });
  };
  return { store, tap: { onData: merge, onError: (error) => store.set({ ...store.get(), error }) } };
}
