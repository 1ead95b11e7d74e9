/** What a source was promised: the highest number it sent, and those that were acknowledged. */
export interface Claim {
  readonly sent: number;
  /** Everything up to this number was acknowledged; 0 when absent. */
  readonly acknowledgedUpTo?: number;
  readonly acknowledged: ReadonlySet<number>;
}

/** What a store has of one source after the fault. */
export interface StoredSet {
  /** In the order in which the store shows them. */
  readonly numbers: readonly number[];
  /** Spans told as missing, both ends included. */
  readonly gaps?: readonly { readonly first: number; readonly last: number }[];
  /** How many are told as missing where a gap has a count and no numbers. */
  readonly gapCount?: number;
}

export interface Violation {
  readonly kind:
    | 'acknowledged and lost'
    | 'stored twice'
    | 'out of order'
    | 'never sent'
    | 'missing without a gap'
    | 'gap for what is stored';
  readonly source: string;
  readonly number: number;
}

export interface Verdict {
  readonly violations: readonly Violation[];
  /** Neither acknowledged nor stored, nor told as missing: the sender still has these, and sends them again. */
  readonly open: number;
  readonly stored: number;
}

export interface JudgeOptions {
  /** Everything was sent again and acknowledged or dropped: what is missing must be covered by a gap. */
  readonly settled?: boolean;
}

/** Compares a claim with what is stored. Pure: the same answer however often it is asked. */
export function judge(source: string, claim: Claim, stored: StoredSet, { settled = false }: JudgeOptions = {}): Verdict {
  const violations: Violation[] = [];
  const add = (kind: Violation['kind'], number: number): void => void violations.push({ kind, source, number });
  const seen = new Set<number>();
  let newest = 0;
  for (const number of stored.numbers) {
    if (seen.has(number)) {
      add('stored twice', number);
    } else if (!Number.isInteger(number) || number < 1 || number > claim.sent) {
      add('never sent', number);
    } else if (number < newest) {
      add('out of order', number);
    }
    newest = Math.max(newest, number);
    seen.add(number);
  }
  const covered = (number: number): boolean => (stored.gaps ?? []).some(({ first, last }) => number >= first && number <= last);
  const missing: number[] = [];
  for (let number = 1; number <= claim.sent; number++) {
    if (seen.has(number)) {
      if (covered(number)) {
        add('gap for what is stored', number);
      }
    } else if (!covered(number)) {
      missing.push(number);
    }
  }
  let counted = stored.gapCount ?? 0;
  let open = 0;
  for (const number of missing) {
    if (counted > 0) {
      counted--;
    } else if (number <= (claim.acknowledgedUpTo ?? 0) || claim.acknowledged.has(number)) {
      add('acknowledged and lost', number);
    } else if (settled) {
      add('missing without a gap', number);
    } else {
      open++;
    }
  }
  if (counted > 0) {
    add('gap for what is stored', claim.sent);
  }
  return { violations, open, stored: seen.size };
}
