import { describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { Glob } from 'bun';
import type { Dictionary, Message } from './define.ts';

interface Found {
  readonly file: string;
  readonly name: string;
  readonly en: Dictionary;
  readonly fr: Dictionary;
}

const root = join(import.meta.dirname, '..');
const found: Found[] = [];
for (const file of new Glob('**/*messages.ts').scanSync(root)) {
  const module = (await import(join(root, file))) as Record<string, unknown>;
  for (const [name, value] of Object.entries(module)) {
    if (typeof value === 'object' && value !== null && 'en' in value && 'fr' in value) {
      found.push({ file, name, en: value.en as Dictionary, fr: value.fr as Dictionary });
    }
  }
}

const forms = (message: Message): string[] => (typeof message === 'string' ? [message] : [message.one, message.other]);
const parameters = (message: Message) =>
  [...new Set(forms(message).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1])))].sort();

/** What French asks of a sentence; each rule gives the piece that breaks it. */
const frenchRules: readonly (readonly [string, RegExp])[] = [
  ['’ as apostrophe', /[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]/],
  ['U+202F before ; ? !', /[^\u202f\s?!]([;?!])(?=\s|$)|[ \u00a0][;?!]/],
  ['U+00A0 before :', /[^\u00a0]:(?=\s|$)/],
  ['U+00A0 before %', /[\d}] ?%/],
  ['U+00A0 inside « »', /«[^\u00a0]|[^\u00a0]»/],
  ['« » as quotation marks', /["“”]/],
  ['… as one character', /\.\.\./],
];

describe('messages of the page', () => {
  test('there are some in every scene', () => {
    expect(found.map((item) => item.file)).toContain('components/shell/messages.ts');
    expect(found.length).toBeGreaterThanOrEqual(6);
  });

  for (const { file, name, en, fr } of found) {
    test(`${file} ${name}: the same keys and parameters in both languages`, () => {
      expect(Object.keys(fr).sort()).toEqual(Object.keys(en).sort());
      for (const key of Object.keys(en)) {
        expect([key, parameters(fr[key] ?? '')]).toEqual([key, parameters(en[key] ?? '')]);
      }
    });

    test(`${file} ${name}: nothing is empty`, () => {
      for (const [key, message] of [...Object.entries(en), ...Object.entries(fr)]) {
        expect([key, forms(message).every((text) => text.trim() !== '')]).toEqual([key, true]);
      }
    });

    test(`${file} ${name}: French typography`, () => {
      const broken: string[] = [];
      for (const [key, message] of Object.entries(fr)) {
        for (const text of forms(message)) {
          for (const [rule, pattern] of frenchRules) {
            if (pattern.test(text)) {
              broken.push(`${key}: ${rule}: ${JSON.stringify(text)}`);
            }
          }
        }
      }
      expect(broken).toEqual([]);
    });
  }
});
