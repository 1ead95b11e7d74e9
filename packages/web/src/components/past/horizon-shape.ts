import type { ChartGroup } from '../charts/time/group.ts';

export interface HorizonWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What the horizon needs of the charts of a page to show and move their time; a `ChartGroup` is one. */
export type HorizonCharts = Pick<ChartGroup, 'view' | 'chosen' | 'held'>;

export type Edge = 'fromMs' | 'toMs';
const leastStretchMs = 60_000;

/** The window after one of its ends was moved: it stays in the limits, at least a minute long, and the other end stays where it is. */
export function movedEdge(window: HorizonWindow, edge: Edge, toMs: number, limits: HorizonWindow): HorizonWindow {
  const at = Math.round(Math.min(limits.toMs, Math.max(limits.fromMs, toMs)));
  return edge === 'fromMs'
    ? { fromMs: Math.min(at, window.toMs - leastStretchMs), toMs: window.toMs }
    : { fromMs: window.fromMs, toMs: Math.max(at, window.fromMs + leastStretchMs) };
}

const dayMs = 86_400_000;

/** The day the horizon shows: the last one, or the one around an older moment. */
export function horizonOf(nowMs: number, atMs: number | null): HorizonWindow {
  if (atMs === null || atMs >= nowMs - dayMs) {
    return { fromMs: nowMs - dayMs, toMs: nowMs };
  }
  const toMs = Math.min(nowMs, atMs + dayMs / 4);
  return { fromMs: toMs - dayMs, toMs };
}

export interface SkylinePart {
  /** Path of the filled skyline. */
  readonly area: string;
  /** Stretches of which nothing is known, as x and width. */
  readonly unknown: readonly { readonly x: number; readonly width: number }[];
}

/** The skyline of shares (0 to 1, null is not known) over a width; what is not known is left out and told apart. */
export function skyline(shares: readonly (number | null)[], width: number, height: number): SkylinePart {
  const step = width / Math.max(1, shares.length);
  const unknown: { x: number; width: number }[] = [];
  let area = '';
  for (const [index, share] of shares.entries()) {
    const x = index * step;
    if (share === null) {
      const last = unknown.at(-1);
      if (last && Math.abs(last.x + last.width - x) < 0.01) {
        unknown[unknown.length - 1] = { x: last.x, width: last.width + step };
      } else {
        unknown.push({ x, width: step });
      }
      continue;
    }
    const y = height - Math.min(1, Math.max(0.02, share)) * height;
    area += `M${x.toFixed(1)} ${height}V${y.toFixed(1)}h${step.toFixed(2)}V${height}z`;
  }
  return { area, unknown };
}

/** Values of a series put on an even grid of steps; a step without a value is null. */
export function onGrid(
  times: readonly number[],
  values: readonly (number | null)[],
  window: HorizonWindow,
  steps: number,
): (number | null)[] {
  const grid: (number | null)[] = new Array<number | null>(steps).fill(null);
  const stepMs = (window.toMs - window.fromMs) / steps;
  for (const [index, time] of times.entries()) {
    const at = Math.floor((time - window.fromMs) / stepMs);
    const value = values[index] ?? null;
    if (at >= 0 && at < steps && value !== null) {
      grid[at] = Math.max(grid[at] ?? 0, value);
    }
  }
  return grid;
}

const labelHalfPx = 18;
const tickHours = [1, 2, 3, 6];

/** Full hours for labels, as many as have room. */
export function hourTicks(window: HorizonWindow, width: number, offsetMs: number): number[] {
  const hourMs = 3_600_000;
  const hours = tickHours.find((count) => (width / 24) * count >= 90) ?? 12;
  const stepMs = hours * hourMs;
  const first = Math.ceil((window.fromMs + offsetMs) / stepMs) * stepMs - offsetMs;
  const ticks: number[] = [];
  // A label that would be cut by the edge says less than none.
  const edgeMs = ((window.toMs - window.fromMs) / width) * labelHalfPx;
  for (let at = first; at < window.toMs - edgeMs; at += stepMs) {
    if (at >= window.fromMs + edgeMs) {
      ticks.push(at);
    }
  }
  return ticks;
}
