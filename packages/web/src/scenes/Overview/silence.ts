import { currentStepMs, gapFactor } from '../../components/charts/index.ts';

/** The slowest pace of an agent nobody looks at. */
const restMs = 10_000;

/** From where to the end of a stretch nothing is known; null when frames reach it, or there is none at all. */
export function silentFrom(times: ArrayLike<number>, stepMs: number, toMs: number): number | null {
  const last = times[times.length - 1];
  const pace = Math.max(stepMs, currentStepMs(times), restMs);
  return last !== undefined && toMs - last > gapFactor * pace ? last : null;
}
