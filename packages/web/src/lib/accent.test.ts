import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { offeredAccents } from '../scenes/Settings/parts/accents.ts';
import { accentTokens, checkAccent, surfaces } from './accent.ts';
import { contrast, mix } from './contrast.ts';

const css = readFileSync(new URL('../styles/tokens.css', import.meta.url), 'utf8');
const part = {
  dark: css.slice(css.indexOf('[data-theme="dark"]'), css.indexOf('[data-theme="light"] {')),
  light: css.slice(css.indexOf('[data-theme="light"] {')),
};
const token = (theme: 'dark' | 'light', name: string) => new RegExp(`--${name}:\\s*(#[0-9A-Fa-f]{6})`).exec(part[theme])?.[1] ?? '';
const names = ['sunken', 'page', 'pane', 'raised', 'float', 'float-hover', 'selected'];

describe('an accent of one’s own', () => {
  test('is checked against the surfaces of tokens.css', () => {
    for (const theme of ['dark', 'light'] as const) {
      expect<string[]>([...surfaces[theme].text]).toEqual(names.map((name) => token(theme, `surface-${name}`)));
      expect<string[]>([...surfaces[theme].graphics]).toEqual(['page', 'pane', 'raised'].map((name) => token(theme, `surface-${name}`)));
    }
  });

  test('every offered one passes in both themes', () => {
    for (const colour of offeredAccents) {
      for (const theme of ['dark', 'light'] as const) {
        expect(checkAccent(colour, theme).filter((check) => !check.passes)).toEqual([]);
      }
    }
  });

  test('words and marks are moved until they can be read; the fill stays what was chosen', () => {
    for (const colour of ['#1A2B7C', '#FFE600', '#00D9FF', '#808080', '#B00020']) {
      for (const theme of ['dark', 'light'] as const) {
        const tokens = accentTokens(colour, theme);
        expect(tokens['--accent']).toBe(colour);
        expect(Math.min(...surfaces[theme].text.map((ground) => contrast(tokens['--accent-text'], ground)))).toBeGreaterThanOrEqual(4.5);
        expect(Math.min(...surfaces[theme].graphics.map((ground) => contrast(tokens['--focus'], ground)))).toBeGreaterThanOrEqual(3);
      }
    }
  });

  test('a fill that cannot be told from the page is refused', () => {
    expect(checkAccent('#0B1020', 'dark').some((check) => !check.passes)).toBe(true);
    expect(checkAccent('#FDFDFD', 'light').some((check) => !check.passes)).toBe(true);
  });

  test('contrast is that of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(mix('#000000', '#ffffff', 0.5)).toBe('#808080');
  });
});
