import { expect, test } from 'bun:test';
import type { AuditEntry } from '@vigie/contract';
import { presentState, upsertEntry } from './present.ts';

const entry = (fields: Partial<AuditEntry>) =>
  ({ id: 'a1', action: 'COMMAND_EXECUTED', state: 'verified', success: true, ...fields }) as AuditEntry;

test.each([
  [{}, 'ok'],
  [{ state: 'succeeded' }, 'ok'],
  [{ state: 'running', success: null }, 'info'],
  [{ state: 'unknown', success: null }, 'unknown'],
  [{ state: 'failed', success: false }, 'bad'],
  [{ state: 'refused', action: 'COMMAND_REFUSED', success: false }, 'warn'],
  [{ state: null, action: 'SIGN_IN_REFUSED', success: false }, 'warn'],
  [{ state: 'undone' }, 'info'],
] as const)('a record %j is shown as %s', (fields, state) => {
  expect(presentState(entry(fields))).toBe(state);
});

test('a live record replaces the one of its id, stands on top when new, and is left out when only known ones are wanted', () => {
  const old = [entry({ id: 'a2' }), entry({ id: 'a1', state: 'running' })];
  expect(upsertEntry(old, entry({ id: 'a1' }), true).map(({ id, state }) => [id, state])).toEqual([
    ['a2', 'verified'],
    ['a1', 'verified'],
  ]);
  expect(upsertEntry(old, entry({ id: 'a3' }), true)[0]?.id).toBe('a3');
  expect(upsertEntry(old, entry({ id: 'a3' }), false)).toBe(old);
});
