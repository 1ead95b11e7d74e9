import { systemTimers, type Timers } from './timers.ts';

/** Longer than this and people feel it. */
export const stallMs = 200;
const lookEveryMs = 20;
const sliceMs = 10_000;
const slicesKept = 6;

export interface EventLoop {
  /** How late a timer was at worst, in the last minute. */
  worstMs(): number;
  /** How often a timer was later than `stallMs`, since the start. */
  stalls(): number;
  /** How long ago the last of them was; infinity for never. */
  sinceStallMs(): number;
  stop(): void;
}

/** One that is never late; for a server without a process of its own. */
export const stillLoop: EventLoop = {
  worstMs: () => 0,
  stalls: () => 0,
  sinceStallMs: () => Number.POSITIVE_INFINITY,
  stop: () => undefined,
};

/** Watches how late the event loop is, by a timer that should come every 20 ms. */
export function watchEventLoop(timers: Timers = systemTimers): EventLoop {
  let expectedAt = timers.monotonicMs() + lookEveryMs;
  let slice = { startedAt: timers.monotonicMs(), worstMs: 0 };
  let older: (typeof slice)[] = [];
  let stalls = 0;
  let stalledAt = Number.NEGATIVE_INFINITY;
  const stop = timers.every(lookEveryMs, () => {
    const now = timers.monotonicMs();
    const lateMs = Math.max(0, now - expectedAt);
    expectedAt = now + lookEveryMs;
    if (now - slice.startedAt > sliceMs) {
      older = [slice, ...older].slice(0, slicesKept - 1);
      slice = { startedAt: now, worstMs: 0 };
    }
    slice.worstMs = Math.max(slice.worstMs, lateMs);
    if (lateMs > stallMs) {
      stalls++;
      stalledAt = now;
    }
  });
  return {
    worstMs: () => Math.max(slice.worstMs, ...older.map(({ worstMs }) => worstMs)),
    stalls: () => stalls,
    sinceStallMs: () => timers.monotonicMs() - stalledAt,
    stop,
  };
}
