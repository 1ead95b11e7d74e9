import type { MetricQuery } from './port.ts';
import { slots } from './tiers.ts';

/** What of a roll-up an answer is made of; a month of one series is read in half the time without the rest. */
export function wantedSlots({ aggregate, band }: MetricQuery, kind: 'gauge' | 'counter'): ReadonlySet<number> {
  const made = aggregate ?? (kind === 'counter' ? 'rate' : 'avg');
  return new Set([
    slots.count,
    ...(made === 'avg' || made === 'sum' || made === 'increase' || made === 'rate' ? [slots.sum] : []),
    ...(made === 'rate' ? [slots.coveredMs] : []),
    ...(made === 'min' || band === true ? [slots.min] : []),
    ...(made === 'max' || band === true ? [slots.max] : []),
  ]);
}
