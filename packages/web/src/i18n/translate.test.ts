import { describe, expect, test } from 'bun:test';
import { defineMessages } from './define.ts';
import { translate } from './translate.ts';

const messages = defineMessages({
  en: { hello: 'Hello {name}', processes: { one: '{count} process', other: '{count} processes' } },
  fr: { hello: 'Bonjour {name}', processes: { one: '{count} processus', other: '{count} processus en tout' } },
});

describe('translate', () => {
  test('puts parameters in; an identity given as text stays as it is', () => {
    expect(translate(messages, 'fr', 'hello', { name: '61200' })).toBe('Bonjour 61200');
  });

  test('numbers take the separators of the language, and the count its plural form', () => {
    expect(translate(messages, 'en', 'processes', { count: 1 })).toBe('1 process');
    expect(translate(messages, 'en', 'processes', { count: 0 })).toBe('0 processes');
    expect(translate(messages, 'fr', 'processes', { count: 0 })).toBe('0 processus');
    expect(translate(messages, 'fr', 'processes', { count: 61200 })).toBe('61\u202f200 processus en tout');
  });

  test('markup in a parameter is text like any other', () => {
    expect(translate(messages, 'en', 'hello', { name: '<img onerror=x> {count}' })).toBe('Hello <img onerror=x> {count}');
  });
});
