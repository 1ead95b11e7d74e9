const firstMs = 500;
const longestMs = 30_000;

/**
 * How long to wait before try number `attempt` (0 is the first after a loss). Doubles from 0.5 s to 30 s; half of it is
 * left to chance, so that a thousand agents do not come back in the same instant. `random` is in [0, 1).
 */
export function backoffMs(attempt: number, random: number): number {
  const base = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 16));
  return Math.round(base * (0.5 + random / 2));
}
