/** A piece of a source file: the text of a string or template, or everything else. */
export interface Piece {
  readonly kind: 'text' | 'code';
  readonly source: string;
}

/**
 * Cuts TypeScript into the texts of its literals and the rest. It knows strings, templates with nested expressions,
 * comments, and regular expressions where one may stand; that is enough to look at texts.
 */
export function splitLiterals(source: string): Piece[] {
  const pieces: Piece[] = [];
  const templates: number[] = [];
  let braces = 0;
  let start = 0;
  let index = 0;
  const cut = (kind: Piece['kind'], end: number): void => {
    if (end > start) {
      pieces.push({ kind, source: source.slice(start, end) });
    }
    start = end;
  };
  const template = (): void => {
    // Stands on the first character of the text; ends behind the closing backtick or behind `${`.
    start = index;
    while (index < source.length && source[index] !== '`' && !source.startsWith('${', index)) {
      index += source[index] === '\\' ? 2 : 1;
    }
    cut('text', index);
    if (source[index] === '`') {
      index++;
    } else {
      templates.push(braces);
      index += 2;
    }
  };
  while (index < source.length) {
    const character = source[index] as string;
    if (source.startsWith('//', index)) {
      index = endOf(source, '\n', index);
    } else if (source.startsWith('/*', index)) {
      index = endOf(source, '*/', index);
    } else if (character === '/' && /[=(,:;!&|?{}[\n]\s*$|\breturn\s*$/.test(source.slice(Math.max(0, index - 20), index))) {
      index = endOfRegex(source, index);
    } else if (character === "'" || character === '"') {
      cut('code', index + 1);
      index++;
      while (index < source.length && source[index] !== character && source[index] !== '\n') {
        index += source[index] === '\\' ? 2 : 1;
      }
      cut('text', index);
      index++;
    } else if (character === '`') {
      cut('code', index + 1);
      index++;
      template();
    } else if (character === '}' && templates.at(-1) === braces) {
      templates.pop();
      cut('code', index + 1);
      index++;
      template();
    } else {
      braces += character === '{' ? 1 : character === '}' ? -1 : 0;
      index++;
    }
  }
  cut('code', source.length);
  return pieces;
}

function endOf(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  return found < 0 ? source.length : found + mark.length;
}

function endOfRegex(source: string, from: number): number {
  let inClass = false;
  let index = from + 1;
  for (; index < source.length && (inClass || source[index] !== '/') && source[index] !== '\n'; index++) {
    inClass = source[index] === '[' ? true : source[index] === ']' ? false : inClass;
    index += source[index] === '\\' ? 1 : 0;
  }
  return index + 1;
}
