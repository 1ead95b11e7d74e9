/** Time that passes, as code that waits sees it. Tests move their own. */
export interface Timers {
  /** Milliseconds that never jump; their zero means nothing. */
  monotonicMs(): number;
  /** Calls once after the delay; gives the way to call it off, which may be used twice. Never keeps the program alive. */
  after(delayMs: number, call: () => void): () => void;
  /** Calls again and again; gives the end. Never keeps the program alive. */
  every(intervalMs: number, call: () => void): () => void;
}

export const systemTimers: Timers = {
  monotonicMs: () => performance.now(),
  after(delayMs, call) {
    const timer = setTimeout(call, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
  every(intervalMs, call) {
    const timer = setInterval(call, intervalMs);
    timer.unref();
    return () => clearInterval(timer);
  },
};
