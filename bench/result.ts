/** One measured number beside its budget and its peer. */
export interface BenchResult {
  /** The key in `budgets.json`. */
  readonly name: string;
  readonly value: number;
  /** The same work done by another program in the same run. */
  readonly peer?: { readonly name: string; readonly value: number };
  /** How it was made, in a few words. */
  readonly how: string;
}

export interface Budget {
  readonly unit: string;
  readonly most?: number;
  readonly least?: number;
  readonly why?: string;
}

export function meets(budget: Budget, value: number): boolean {
  return (budget.most === undefined || value <= budget.most) && (budget.least === undefined || value >= budget.least);
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Nearest rank; the list must not be empty. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
