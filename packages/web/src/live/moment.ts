import { createContext } from 'react';
import type { ProcessesState } from './process-store.ts';
import type { SocketsState } from './socket-store.ts';

/** What stands in the place of the live state while a page shows a past moment. */
export interface MomentState {
  readonly processes: ProcessesState;
  readonly sockets: SocketsState;
}

/** Null while the page is live. Below it `useProcesses` and `useSockets` tell of the moment, and nothing is followed. */
export const MomentContext = createContext<MomentState | null>(null);
