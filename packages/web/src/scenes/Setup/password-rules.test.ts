import { expect, test } from 'bun:test';
import { catalogue } from '@vigie/contract';
import { checkPassword, minPasswordLength } from './password-rules.ts';

test('a long phrase keeps every rule', () => {
  expect(checkPassword('correct horse battery', 'Karim', 'karim@halles.bio')).toEqual({ length: true, person: true, variety: true });
});

test('what is short, one’s own name or one character again and again is told', () => {
  expect(checkPassword('short', 'Karim', 'k@halles.bio').length).toBe(false);
  expect(checkPassword('my-name-is-KARIM-ok', 'Karim', 'k@halles.bio').person).toBe(false);
  expect(checkPassword('aaaaaaaaaaaaaaaa', 'Karim', 'k@halles.bio').variety).toBe(false);
});

test('the length is that of the contract', () => {
  const owner = { code: 'c', name: 'n', email: 'a@b.fr' };
  expect(catalogue['setup.complete'].input.safeParse({ ...owner, password: 'x'.repeat(minPasswordLength) }).success).toBe(true);
  expect(catalogue['setup.complete'].input.safeParse({ ...owner, password: 'x'.repeat(minPasswordLength - 1) }).success).toBe(false);
});
