import { currentStepMs, gapFactor } from '../../components/charts/index.ts';
import type { View } from '../../components/charts/time/index.ts';
import { spanMs, type WindowId } from '../../components/time-range/index.ts';

/** A frame may be late by the jitter of a busy machine before its absence means something. */
const leastSilenceMs = 3500;

interface ViewInput {
  readonly times: Float64Array;
  readonly window: WindowId;
  /** How long the page has waited for the next frame. */
  readonly waitedMs: number;
  /** How old the newest frame is by the clock of the server; used once the wait says that frames are missing. */
  readonly ageMs: number;
}

/** The window the charts show. While frames arrive it ends at the newest; when they stop, it goes on and what follows is unknown. */
export function viewOf({ times, window, waitedMs, ageMs }: ViewInput): View | null {
  const first = times[0];
  const last = times.at(-1);
  if (first === undefined || last === undefined) {
    return null;
  }
  const silent = waitedMs > Math.max(leastSilenceMs, gapFactor * currentStepMs(times));
  const toMs = silent ? last + Math.max(waitedMs, ageMs) : last;
  return { fromMs: toMs - spanMs(window, toMs - first), toMs, unknownFromMs: silent ? last : null };
}
