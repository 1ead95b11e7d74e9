import { expect, test } from 'bun:test';
import { matchCommand } from './palette-search.ts';

test('finds words without their accents, in any order, and marks them', () => {
  expect(matchCommand('reglages', 'Réglages')?.marks).toEqual([[0, 8]]);
  expect(matchCommand('42 post', 'postgres 4213')?.marks).toEqual([
    [0, 4],
    [9, 11],
  ]);
});

test('a beginning counts more than a middle, and words beside the label least', () => {
  const score = (query: string, label: string, words?: string) => matchCommand(query, label, words)?.score ?? 0;
  expect(score('po', 'Ports')).toBeGreaterThan(score('po', 'a port'));
  expect(score('po', 'a port')).toBeGreaterThan(score('po', 'import'));
  expect(score('po', 'import')).toBeGreaterThan(score('po', 'x', 'po'));
});

test('every word must be found', () => {
  expect(matchCommand('post zzz', 'postgres')).toBeNull();
  expect(matchCommand('', 'anything')).toMatchObject({ marks: [] });
});
