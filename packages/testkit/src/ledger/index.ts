/*
 * The ledger oracle (T1 of the guarantees): a controller numbers what each source sends, notes what was acknowledged, and
 * after any fault compares with what is stored and what is told as missing. It knows nothing of stores, links or clocks.
 */

export { type Claim, judge, type StoredSet, type Verdict, type Violation } from './judge.ts';
export { type Item, Ledger } from './ledger.ts';
