/** Where the letters of the query stand in the label, for marking; empty when they were found elsewhere. Null is no match. */
export interface PaletteMatch {
  readonly score: number;
  readonly marks: readonly (readonly [number, number])[];
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Every word of the query must be found, in the label or in the words beside it; a beginning counts more than a middle. Accents do not matter. */
export function matchCommand(query: string, label: string, words = ''): PaletteMatch | null {
  const wanted = fold(query).split(/\s+/).filter(Boolean);
  const folded = fold(label);
  // Folding may change the length of a text; marks are only right where it did not.
  const markable = folded.length === label.length;
  const aside = fold(words);
  const marks: (readonly [number, number])[] = [];
  let score = 0;
  for (const word of wanted) {
    const at = folded.indexOf(word);
    if (at >= 0) {
      const begins = at === 0 || /[\s./_-]/.test(folded[at - 1] ?? ' ');
      score += at === 0 ? 4 : begins ? 3 : 1;
      if (markable) {
        marks.push([at, at + word.length]);
      }
    } else if (aside.includes(word)) {
      score += 0.5;
    } else {
      return null;
    }
  }
  return { score: score - label.length / 1000, marks: marks.sort((a, b) => a[0] - b[0]) };
}
