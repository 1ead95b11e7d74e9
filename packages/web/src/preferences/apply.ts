import type { Preferences } from '@vigie/contract';
import { browserLanguage, setLanguage } from '../i18n/index.ts';
import { accentTokenNames, accentTokens } from '../lib/accent.ts';
import { type AccentTokens, keepLook } from './kept.ts';

type Theme = 'dark' | 'light';

const wantsLight = typeof matchMedia === 'undefined' ? null : matchMedia('(prefers-color-scheme: light)');

let last: Preferences | null = null;
wantsLight?.addEventListener('change', () => {
  if (last?.theme === 'system') {
    applyLook(last);
  }
});

function resolveTheme(wanted: Preferences['theme']): Theme {
  if (wanted === 'system') {
    return wantsLight?.matches ? 'light' : 'dark';
  }
  return wanted;
}

/** Puts the preferences that are seen on the document, and keeps them for the next first paint. */
export function applyLook(preferences: Preferences): void {
  last = preferences;
  const root = document.documentElement;
  const resolved = resolveTheme(preferences.theme);
  const accent: AccentTokens | null =
    preferences.accent === 'default'
      ? null
      : { dark: accentTokens(preferences.accent, 'dark'), light: accentTokens(preferences.accent, 'light') };
  root.dataset.theme = resolved;
  root.dataset.density = preferences.density;
  for (const name of accentTokenNames) {
    const value = accent?.[resolved][name];
    if (value === undefined) {
      root.style.removeProperty(name);
    } else {
      root.style.setProperty(name, value);
    }
  }
  setLanguage(preferences.language ?? browserLanguage());
  keepLook(preferences, accent);
}
