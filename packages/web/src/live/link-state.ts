/** How the link to the server is. `stale` shows what was last known, with its age. */
export interface LinkState {
  readonly status: 'idle' | 'connecting' | 'live' | 'stale';
  /** Since when it is stale: the moment of the last message. Null otherwise. */
  readonly staleSinceMs: number | null;
  /** When the next attempt starts. Null unless one is waited for. */
  readonly retryAtMs: number | null;
  readonly latencyMs: number | null;
  /** Add to the clock of the browser to get the server's. */
  readonly serverOffsetMs: number;
  readonly serverVersion: string | null;
}

export const firstLinkState: LinkState = {
  status: 'idle',
  staleSinceMs: null,
  retryAtMs: null,
  latencyMs: null,
  serverOffsetMs: 0,
  serverVersion: null,
};

/** Full jitter between half and the whole of a wait that doubles from 0.5 s to 15 s. */
export function retryDelayMs(attempt: number, random: number): number {
  const whole = Math.min(15_000, 500 * 2 ** Math.min(attempt, 10));
  return Math.round(whole / 2 + (whole / 2) * random);
}
