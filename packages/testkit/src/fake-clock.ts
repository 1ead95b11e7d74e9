interface Timer {
  atMs: number;
  readonly everyMs: number | null;
  readonly call: () => void;
}

export interface FakeClock {
  /** Wall-clock time; `setWall` makes it jump. */
  readonly now: () => number;
  monotonicMs(): number;
  after(delayMs: number, call: () => void): () => void;
  every(intervalMs: number, call: () => void): () => void;
  /** Lets time pass; calls what falls due on the way, in order. */
  advance(ms: number): void;
  /** Somebody sets the clock of the machine: no time passes. */
  setWall(ms: number): void;
  /** Timers that are still to be called. */
  readonly waiting: number;
}

/** Time stands still until it is moved. The wall clock and the one that never jumps go together, until `setWall`. */
export function fakeClock(startMs: number = Date.UTC(2026, 10, 20, 8)): FakeClock {
  const timers = new Set<Timer>();
  let monotonicMs = 1_000_000;
  let wallOffsetMs = startMs - monotonicMs;

  function add(timer: Timer): () => void {
    timers.add(timer);
    return () => {
      timers.delete(timer);
    };
  }

  function nextUntil(endMs: number): Timer | null {
    let next: Timer | null = null;
    for (const timer of timers) {
      if (timer.atMs <= endMs && (next === null || timer.atMs < next.atMs)) {
        next = timer;
      }
    }
    return next;
  }

  return {
    now: () => monotonicMs + wallOffsetMs,
    monotonicMs: () => monotonicMs,
    after: (delayMs, call) => add({ atMs: monotonicMs + delayMs, everyMs: null, call }),
    every: (intervalMs, call) => add({ atMs: monotonicMs + intervalMs, everyMs: intervalMs, call }),
    advance(ms) {
      const endMs = monotonicMs + ms;
      for (let next = nextUntil(endMs); next; next = nextUntil(endMs)) {
        monotonicMs = Math.max(monotonicMs, next.atMs);
        if (next.everyMs === null) {
          timers.delete(next);
        } else {
          next.atMs += next.everyMs;
        }
        next.call();
      }
      monotonicMs = endMs;
    },
    setWall(ms) {
      wallOffsetMs = ms - monotonicMs;
    },
    get waiting() {
      return timers.size;
    },
  };
}
