import { describe, expect, it } from 'bun:test';
import { AppError, catalogue, type OperationId } from '@vigie/contract';
import { parseInput } from './validate.ts';

function detailsOf(id: OperationId, input: unknown): Record<string, [en: string, fr: string]> {
  try {
    parseInput(catalogue[id], input);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_input') {
      return Object.fromEntries(error.details.map((detail) => [detail.path, [detail.message.en, detail.message.fr]]));
    }
    throw error;
  }
  throw new Error('was accepted');
}

describe('the input of an operation', () => {
  it('is refused with everything that is wrong, in both languages', () => {
    expect(detailsOf('process.signal', { pid: 'abc', signal: 9, tree: 'yes', host: '../etc', extra: 1 })).toEqual({
      pid: ['must be a number', 'doit être un nombre'],
      signal: ['must be text', 'doit être du texte'],
      tree: ['must be true or false', 'doit être true ou false'],
      host: ['has not the expected form', 'n’a pas la forme attendue'],
      extra: ['is not known here', 'n’est pas connu ici'],
    });
  });

  it('says which targeting is wanted', () => {
    expect(detailsOf('process.signal', { signal: 'TERM' })).toEqual({
      pid: ['give either pid or targets', 'donnez soit pid, soit targets'],
    });
    expect(Object.keys(detailsOf('process.signal', { signal: 'TERM', pid: 5, targets: [{ pid: 5 }] }))).toEqual(['pid']);
  });

  it('names the limits', () => {
    expect(detailsOf('process.renice', { pid: 0, nice: 99 })).toEqual({
      pid: ['must be at least 1', 'doit valoir au moins 1'],
      nice: ['must be at most 19', 'doit valoir au plus 19'],
    });
    expect(detailsOf('process.renice', { pid: 1, nice: 1.5 })).toEqual({ nice: ['must be a whole number', 'doit être un nombre entier'] });
    expect(detailsOf('process.renice', { targets: [], nice: 1 })).toEqual({ targets: ['must not be empty', 'ne doit pas être vide'] });
    expect(detailsOf('process.renice', { pid: 1 })).toEqual({ nice: ['is required', 'est obligatoire'] });
  });

  it('names the values that exist', () => {
    expect(detailsOf('process.list', { sort: 'size' }).sort?.[0]).toStartWith('must be one of: cpu, mem, pid, name');
  });

  it('takes a pid from a path as text, and never from what JavaScript would make a number of', () => {
    expect(parseInput(catalogue['process.get'], { pid: '4312' })).toEqual({ host: 'local', pid: 4312 });
    for (const pid of [
      true,
      null,
      [1],
      ['1'],
      {},
      '',
      ' ',
      '0x10',
      '1e3',
      ' 12',
      '12\n',
      '1_000',
      '１２',
      'NaN',
      '-0x1',
      '12;id',
      { toString: 'x' },
      [{ toString: 1 }],
    ]) {
      expect(Object.keys(detailsOf('process.signal', { pid, signal: 'TERM' }))).toContain('pid');
    }
  });

  it('refuses members that would reach a prototype', () => {
    const hostile: unknown = JSON.parse('{"pid":5,"signal":"TERM","__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}');
    expect(Object.keys(detailsOf('process.signal', hostile)).sort()).toEqual(['__proto__', 'constructor']);
    expect(Object.keys(detailsOf('process.signal', JSON.parse('{"targets":[{"pid":5,"__proto__":{"x":1}}],"signal":"TERM"}')))).toEqual([
      'targets.0.__proto__',
    ]);
    expect(Reflect.get({}, 'admin')).toBeUndefined();
  });

  it('leaves members that a query does not know', () => {
    expect(parseInput(catalogue['host.list'], { _: '1' })).toEqual({});
    expect(parseInput(catalogue['host.list'], undefined)).toEqual({});
  });

  it('keeps what it says short, whatever comes', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`.padEnd(300, 'y'), 1]));
    const details = detailsOf('process.signal', { ...many, pid: 5, signal: 'TERM' });
    expect(Object.keys(details).length).toBeLessThanOrEqual(50);
    expect(Object.keys(details).every((path) => path.length <= 100)).toBe(true);
  });

  it('is refused, not broken by, an object that the schema library itself stumbles over', () => {
    expect(detailsOf('process.signal', { pid: 1, signal: { length: { toString: 1, valueOf: 1 } } })).toEqual({});
  });
});
