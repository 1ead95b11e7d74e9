import type { Preferences } from '@vigie/contract';

const place = 'vigie.look';

export type AccentTokens = Readonly<Record<'dark' | 'light', Readonly<Record<string, string>>>>;

interface KeptLook extends Pick<Preferences, 'theme' | 'density' | 'language'> {
  readonly accentColour: string;
  readonly accent: AccentTokens | null;
}

/** What this browser remembers of the look, so that the next start paints it at once. Nothing secret. */
export function keptLook(): Partial<Preferences> {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<KeptLook>;
    return {
      ...(kept.theme === 'dark' || kept.theme === 'light' || kept.theme === 'system' ? { theme: kept.theme } : {}),
      ...(kept.density === 'compact' || kept.density === 'comfortable' ? { density: kept.density } : {}),
      ...(kept.language === 'en' || kept.language === 'fr' ? { language: kept.language } : {}),
      ...(typeof kept.accentColour === 'string' ? { accent: kept.accentColour } : {}),
    };
  } catch {
    return {};
  }
}

export function keepLook(preferences: Preferences, accent: AccentTokens | null): void {
  const kept: KeptLook = {
    theme: preferences.theme,
    density: preferences.density,
    language: preferences.language,
    accentColour: preferences.accent,
    accent,
  };
  try {
    localStorage.setItem(place, JSON.stringify(kept));
  } catch {
    // A browser without storage only loses the first paint.
  }
}
