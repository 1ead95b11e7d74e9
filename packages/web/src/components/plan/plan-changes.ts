import type { Plan } from '@vigie/contract';

/** One difference between the plan that was read and the one that replaces it. */
export type PlanChange =
  | { readonly kind: 'risk'; readonly from: Plan['risk']; readonly to: Plan['risk'] }
  | { readonly kind: 'target_gone' | 'target_new'; readonly label: string; readonly id: string }
  | { readonly kind: 'reason_gone' | 'reason_new' | 'impact_gone' | 'impact_new' | 'runs_new'; readonly label: string };

function missing<T>(from: readonly T[], other: readonly T[], key: (item: T) => string): readonly T[] {
  const known = new Set(other.map(key));
  return from.filter((item) => !known.has(key(item)));
}

/** What a person who read `before` has to read again in `after`. */
export function comparePlans(before: Plan, after: Plan): readonly PlanChange[] {
  const changes: PlanChange[] = [];
  if (before.risk !== after.risk) {
    changes.push({ kind: 'risk', from: before.risk, to: after.risk });
  }
  const targetKey = (target: Plan['targets'][number]) => target.id;
  const textKey = (item: { readonly text: string }) => item.text;
  for (const target of missing(before.targets, after.targets, targetKey)) {
    changes.push({ kind: 'target_gone', label: target.label, id: target.id });
  }
  for (const target of missing(after.targets, before.targets, targetKey)) {
    changes.push({ kind: 'target_new', label: target.label, id: target.id });
  }
  for (const reason of missing(before.reasons, after.reasons, textKey)) {
    changes.push({ kind: 'reason_gone', label: reason.text });
  }
  for (const reason of missing(after.reasons, before.reasons, textKey)) {
    changes.push({ kind: 'reason_new', label: reason.text });
  }
  for (const impact of missing(before.impact, after.impact, textKey)) {
    changes.push({ kind: 'impact_gone', label: impact.text });
  }
  for (const impact of missing(after.impact, before.impact, textKey)) {
    changes.push({ kind: 'impact_new', label: impact.text });
  }
  for (const line of missing(after.runs, before.runs, (item) => item)) {
    changes.push({ kind: 'runs_new', label: line });
  }
  return changes;
}
