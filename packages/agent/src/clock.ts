/** Time as the agent sees it. Tests move their own. */
export interface Clock {
  /** Milliseconds since 1970; may jump when somebody sets the clock. */
  wallMs(): number;
  /** Never jumps; its zero means nothing. */
  monotonicMs(): number;
  /** Calls once after the delay; gives the way to call it off. */
  after(delayMs: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, call) {
    const timer = setTimeout(call, delayMs);
    return () => clearTimeout(timer);
  },
};
