import type { Socket, SocketsPayload } from '@vigie/contract';
import { createStore, type Store } from '../lib/store.ts';
import type { Tap, TopicError } from './channels.ts';

export interface SocketsState {
  readonly rows: readonly Socket[];
  /** True when privileges hide the owner of some. */
  readonly ownersHidden: boolean;
  readonly timeMs: number;
  readonly error: TopicError | null;
}

export const noSockets: SocketsState = { rows: [], ownersHidden: false, timeMs: 0, error: null };

/** Merges the differences of the topic `sockets`. */
export function createSocketStore(): { readonly store: Store<SocketsState>; readonly tap: Tap<'sockets'> } {
  const byId = new Map<string, Socket>();
  const store = createStore<SocketsState>(noSockets);
  const merge = (payload: SocketsPayload) => {
    if (payload.full) {
      byId.clear();
    }
    for (const id of payload.gone) {
      byId.delete(id);
    }
    for (const row of payload.rows) {
      byId.set(row.id, row);
    }
    store.set({ rows: [...byId.values()], ownersHidden: payload.ownersHidden, timeMs: payload.timeMs, error: null });
  };
  return { store, tap: { onData: merge, onError: (error) => store.set({ ...store.get(), error }) } };
}
