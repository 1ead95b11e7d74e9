import { describe, expect, test } from 'bun:test';
import { addKeyScope, type KeyScope, keyScopes, matchKeys, nameOfKey, waysOf } from './registry.ts';

const press = (key: string, held: Partial<Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>> = {}) =>
  nameOfKey({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe('keys', () => {
  test('are named as typed; Shift is only named beside keys without a sign', () => {
    expect(press('U', { shiftKey: true })).toBe('U');
    expect(press(' ')).toBe('Space');
    expect(press('ArrowLeft', { shiftKey: true })).toBe('Shift+ArrowLeft');
    expect(press('K', { ctrlKey: true })).toBe('Ctrl+k');
    expect(press('k', { metaKey: true })).toBe('Ctrl+k');
    expect(press('?', { shiftKey: true })).toBe('?');
  });

  test('match one of several ways, or the beginning of a sequence', () => {
    expect(matchKeys(['F9'], 'F9|k')).toBe('whole');
    expect(matchKeys(['k'], 'F9|k')).toBe('whole');
    expect(matchKeys(['g'], 'g p')).toBe('start');
    expect(matchKeys(['g', 'p'], 'g p')).toBe('whole');
    expect(matchKeys(['g', 'x'], 'g p')).toBeNull();
    expect(matchKeys(['p'], 'g p')).toBeNull();
    expect(waysOf('|')).toEqual(['|']);
  });

  test('the newest component is asked first, the frame of the page last', () => {
    const scope = (title: string, base = false): KeyScope => ({ title, bindings: [], base, within: null });
    const ends = [addKeyScope(scope('page')), addKeyScope(scope('frame', true)), addKeyScope(scope('pane'))];
    expect(keyScopes().map(({ title }) => title)).toEqual(['pane', 'page', 'frame']);
    for (const end of ends) {
      end();
    }
    expect(keyScopes()).toEqual([]);
  });
});
