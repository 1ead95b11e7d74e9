import { parseDuration, parseMoment } from '@vigie/contract/moment';
import { parseWindow, type WindowId } from './windows.ts';

/** What the address asks for: the live window, or a stretch of what is stored, as it was written. */
export type Ask =
  | { readonly kind: 'live'; readonly window: WindowId }
  | { readonly kind: 'stored'; readonly from: string; readonly to: string };

export const presets = ['1h', '6h', '24h', '7d', '30d', '1y'] as const;
export type PresetId = (typeof presets)[number];

const fromOf: Readonly<Record<PresetId, string>> = {
  '1h': 'now-1h',
  '6h': 'now-6h',
  '24h': 'now-24h',
  '7d': 'now-7d',
  '30d': 'now-30d',
  '1y': 'now-365d',
};

export const presetAsk = (id: PresetId): Ask => ({ kind: 'stored', from: fromOf[id], to: 'now' });

/** The preset an ask is; null when it is none. */
export function presetOf(ask: Ask): PresetId | null {
  return ask.kind === 'stored' && ask.to === 'now' ? (presets.find((id) => fromOf[id] === ask.from) ?? null) : null;
}

/** `6h` is short for `now-6h`, `1y` for `now-365d`. */
function whole(text: string): string {
  const trimmed = text.trim();
  const years = /^(?:now-)?(\d)y$/.exec(trimmed);
  if (years) {
    return `now-${Number(years[1]) * 365}d`;
  }
  return parseDuration(trimmed) === null ? trimmed : `now-${trimmed}`;
}

export function parseAsk(address: { readonly w: string; readonly from: string; readonly to: string }): Ask {
  return address.from.trim() === ''
    ? { kind: 'live', window: parseWindow(address.w) }
    : { kind: 'stored', from: whole(address.from), to: whole(address.to) || 'now' };
}

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  /** It goes on with the clock. */
  readonly endsNow: boolean;
}

export type RangeProblem = 'from' | 'to' | 'order' | 'future' | 'short';

/** The least a chart shows of what is stored. */
const leastMs = 1000;

/** The moments of an ask at a time; a text that is none, or an order that cannot be, is named. What lies ahead is cut off. */
export function stretchOf({ from, to }: { readonly from: string; readonly to: string }, nowMs: number): Stretch | RangeProblem {
  const fromMs = parseMoment(from, nowMs);
  const toMs = parseMoment(to, nowMs);
  if (fromMs === null) {
    return 'from';
  }
  if (toMs === null) {
    return 'to';
  }
  if (fromMs >= nowMs) {
    return 'future';
  }
  if (toMs <= fromMs) {
    return 'order';
  }
  const end = Math.min(toMs, nowMs);
  return end - fromMs < leastMs ? 'short' : { fromMs, toMs: end, endsNow: to === 'now' };
}

/** Taken on a chart: exact to the millisecond, since a link must show the same. */
export const exactAsk = (fromMs: number, toMs: number): Ask => ({
  kind: 'stored',
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

const rawUpToMs = 20 * 60_000;
const stepsMs = [10, 30, 60, 120, 300, 900, 1800, 3600, 10_800, 21_600, 43_200].map((seconds) => seconds * 1000);
/** More steps than this cannot be told apart on a chart of a third of a screen. */
const mostSteps = 750;

/** The step to ask for, in milliseconds; 0 are the samples themselves. */
export function stepFor(spanMs: number): number {
  return spanMs <= rawUpToMs ? 0 : (stepsMs.find((stepMs) => spanMs / stepMs <= mostSteps) ?? 86_400_000);
}

export const comparisons = ['none', 'yesterday', 'week'] as const;
export type ComparisonId = (typeof comparisons)[number];

export const shiftMs: Readonly<Record<ComparisonId, number>> = { none: 0, yesterday: 86_400_000, week: 604_800_000 };

export const parseComparison = (text: string): ComparisonId => comparisons.find((id) => id === text) ?? 'none';
