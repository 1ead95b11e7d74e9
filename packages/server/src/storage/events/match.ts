import type { WordMatch } from './port.ts';

/** What of the words FTS5 can look up, and what has neither letter nor digit and must be looked for in the text itself. */
export interface TextMatch {
  /** An FTS5 expression; null when there is nothing to look up. */
  readonly expression: string | null;
  readonly pieces: readonly string[];
}

/** Every word stands in quotes, so that nothing a person types is an operator of FTS5 (`NEAR`, `*`, `"`, `-`). */
export function matchWords(words: readonly WordMatch[]): TextMatch {
  const phrases: string[] = [];
  const pieces: string[] = [];
  for (const { text, exact } of words) {
    // A NUL ends the expression where SQLite reads it.
    const clean = text.replaceAll('\0', ' ').trim();
    if (/[\p{L}\p{N}]/u.test(clean)) {
      phrases.push(`"${clean.replaceAll('"', '""')}"${exact ? '' : '*'}`);
    } else if (clean !== '') {
      pieces.push(clean);
    }
  }
  return { expression: phrases.length === 0 ? null : phrases.join(' AND '), pieces };
}
