import { timeTicks } from '../nice.ts';
import type { AxisLabel } from './draw.ts';
import type { Window } from './plot-data.ts';
import type { PlotSpec } from './spec.ts';

const dayMs = 86_400_000;

/** A moment as the flag of the crosshair says it: as exact as the window is short. */
export function momentLabel(spec: Pick<PlotSpec, 'time' | 'day'>, atMs: number, { fromMs, toMs }: Window): string {
  const time = spec.time(atMs, toMs - fromMs <= 3_600_000);
  return toMs - fromMs > dayMs ? `${spec.day(atMs)} ${time}` : time;
}

/** Words of round moments: a day where it begins or where steps are days, else the time. The same come back with every frame: each is written once. */
export function createTimeAxis(): {
  ticks(spec: Pick<PlotSpec, 'time' | 'day'>, view: Window, widthPx: number): AxisLabel[];
  /** The words may have changed. */
  forget(): void;
} {
  let labels = new Map<string, string>();
  const write = (spec: Pick<PlotSpec, 'time' | 'day'>, atMs: number, kind: 'seconds' | 'minutes' | 'day') => {
    const key = `${kind} ${atMs}`;
    const known = labels.get(key);
    if (known !== undefined) {
      return known;
    }
    const label = kind === 'day' ? spec.day(atMs) : spec.time(atMs, kind === 'seconds');
    labels = labels.size > 200 ? new Map() : labels;
    labels.set(key, label);
    return label;
  };
  return {
    ticks(spec, view, widthPx) {
      const offsetMs = -new Date(view.toMs).getTimezoneOffset() * 60_000;
      const { atMs, stepMs } = timeTicks(view.fromMs, view.toMs, widthPx, 74, offsetMs);
      return atMs.map((at) => {
        const midnight = (at + offsetMs) % dayMs === 0;
        return { at, label: write(spec, at, midnight && stepMs >= 600_000 ? 'day' : stepMs < 60_000 ? 'seconds' : 'minutes') };
      });
    },
    forget: () => labels.clear(),
  };
}
