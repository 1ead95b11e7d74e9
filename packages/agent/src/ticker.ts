import type { Clock } from './clock.ts';

/**
 * Calls at a fixed rhythm that does not drift: each time is counted from the first, not from the end of the last call. Times that
 * were missed (the host slept, a call took long) are left out, never made up for.
 */
export class Ticker {
  private intervalMs: number | null = null;
  private dueMs = 0;
  private cancel: () => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly call: () => void,
  ) {}

  /** Null stops it. The same interval changes nothing; another one begins with a call at once. */
  every(intervalMs: number | null): void {
    if (intervalMs === this.intervalMs) {
      return;
    }
    this.intervalMs = intervalMs;
    this.cancel();
    if (intervalMs !== null) {
      this.dueMs = this.clock.monotonicMs();
      this.arm(intervalMs);
    }
  }

  private arm(intervalMs: number): void {
    this.cancel = this.clock.after(Math.max(0, this.dueMs - this.clock.monotonicMs()), () => {
      const lateMs = Math.max(0, this.clock.monotonicMs() - this.dueMs);
      this.dueMs += intervalMs * (1 + Math.floor(lateMs / intervalMs));
      this.arm(intervalMs);
      this.call();
    });
  }
}
