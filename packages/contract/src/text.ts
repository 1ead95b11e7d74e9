/** A sentence or a word for people, in every language of the product. Both are always present: the type refuses one without the other. */
export interface Text {
  readonly en: string;
  readonly fr: string;
}

export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

export function text(en: string, fr: string): Text {
  return { en, fr };
}

/**
 * Picks the best language for an `Accept-Language` header (RFC 9110, 12.5.4).
 * Absent, malformed or unknown gives English.
 */
export function negotiateLanguage(header: string | null | undefined): Language {
  let best: Language = 'en';
  let bestQuality = 0;
  for (const part of (header ?? '').slice(0, 512).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const primary = tag.trim().split('-')[0];
    const quality = Number(
      parameters
        .find((parameter) => parameter.trim().startsWith('q='))
        ?.trim()
        .slice(2) ?? 1,
    );
    const language = languages.find((known) => known === primary);
    if (language && quality > bestQuality) {
      best = language;
      bestQuality = quality;
    }
  }
  return best;
}
