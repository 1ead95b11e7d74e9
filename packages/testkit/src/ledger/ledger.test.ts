import { describe, expect, it } from 'bun:test';
import { judge, type StoredSet } from './judge.ts';
import { Ledger } from './ledger.ts';

const claim = { sent: 5, acknowledged: new Set([1, 2, 3]) };
const kinds = (stored: StoredSet, settled = false) =>
  judge('a', claim, stored, { settled }).violations.map(({ kind, number }) => `${number} ${kind}`);

describe('the ledger', () => {
  it.each<[string, StoredSet, boolean, string[]]>([
    ['everything acknowledged is stored', { numbers: [1, 2, 3] }, false, []],
    ['more than was acknowledged may be stored', { numbers: [1, 2, 3, 4, 5] }, false, []],
    ['an acknowledged item is lost', { numbers: [1, 3] }, false, ['2 acknowledged and lost']],
    ['an item is stored twice', { numbers: [1, 2, 2, 3] }, false, ['2 stored twice']],
    ['the order is not the sender’s', { numbers: [1, 3, 2] }, false, ['2 out of order']],
    ['something was never sent', { numbers: [1, 2, 3, 9] }, false, ['9 never sent']],
    ['a gap covers what was dropped', { numbers: [1, 2, 5], gaps: [{ first: 3, last: 4 }] }, true, []],
    ['a count covers what was dropped', { numbers: [1, 2, 3], gapCount: 2 }, true, []],
    ['a gap is missing', { numbers: [1, 2, 3, 5] }, true, ['4 missing without a gap']],
    ['a gap tells of what is there', { numbers: [1, 2, 3], gaps: [{ first: 3, last: 3 }] }, false, ['3 gap for what is stored']],
    ['a count is too high', { numbers: [1, 2, 3, 4], gapCount: 2 }, true, ['5 gap for what is stored']],
  ])('sees that %s', (_, stored, settled, expected) => {
    expect(kinds(stored, settled)).toEqual(expected);
  });

  it('numbers each source by itself and refuses an answer to what was never sent', () => {
    const ledger = new Ledger();
    const [one, other] = [ledger.next('a'), ledger.next('b')];
    ledger.next('a');
    expect([one, other]).toEqual([
      { source: 'a', number: 1 },
      { source: 'b', number: 1 },
    ]);
    ledger.acknowledgedUpTo({ source: 'a', number: 2 });
    expect(() => ledger.acknowledged({ source: 'b', number: 2 })).toThrow('only 1 to 1');
    const verdict = ledger.judge((source) => ({ numbers: source === 'a' ? [1] : [] }));
    expect(verdict).toEqual({ violations: [{ kind: 'acknowledged and lost', source: 'a', number: 2 }], open: 1, stored: 1 });
  });
});
