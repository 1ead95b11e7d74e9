/** How finely and how long samples are kept. Tier 0 is what the agent measured; the others are roll-ups of the one before. */
export interface Tier {
  readonly index: number;
  readonly name: 'raw' | '1m' | '5m' | '1h';
  /** Length of a step; 0 for the collection interval itself. */
  readonly stepMs: number;
  /** A block of this tier holds one such span, aligned to it. */
  readonly spanMs: number;
  readonly keepMs: number;
}

const hour = 3_600_000;
const day = 24 * hour;

/** SecuMon's retention: the interval for 48 hours, 1 minute for 30 days, 5 minutes for 90 days, 1 hour for 365 days. */
export const defaultTiers: readonly Tier[] = [
  { index: 0, name: 'raw', stepMs: 0, spanMs: hour, keepMs: 2 * day },
  { index: 1, name: '1m', stepMs: 60_000, spanMs: day, keepMs: 30 * day },
  { index: 2, name: '5m', stepMs: 300_000, spanMs: 7 * day, keepMs: 90 * day },
  { index: 3, name: '1h', stepMs: hour, spanMs: 56 * day, keepMs: 365 * day },
];

/**
 * The columns of one series in a block. Roll-ups of gauges keep last, min, max, sum and count; of counters last,
 * the least and greatest rate per second, the increase, the count, and the time the increase covers.
 */
export const slots = { last: 0, min: 1, max: 2, sum: 3, count: 4, coveredMs: 5 } as const;
const slotsPerSeries = 8;

export function columnKey(seriesId: number, slot: number): number {
  return seriesId * slotsPerSeries + slot;
}

export function seriesOfKey(key: number): { readonly seriesId: number; readonly slot: number } {
  return { seriesId: Math.floor(key / slotsPerSeries), slot: key % slotsPerSeries };
}
