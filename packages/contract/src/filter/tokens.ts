import { type Text, text } from '../text.ts';

export const operators = ['>=', '<=', '!=', ':', '=', '>', '<'] as const;
export type Operator = (typeof operators)[number];

/** A word of a filter, with its place in the text so that a page can point at it. */
export interface Token {
  readonly from: number;
  readonly to: number;
  /** Before the operator; null when the word has none. */
  readonly field: string | null;
  readonly operator: Operator | null;
  readonly value: string;
  /** In quotes: never a keyword, never split. */
  readonly quoted: boolean;
}

export interface FilterError {
  readonly message: Text;
  readonly from: number;
  readonly to: number;
}

const fieldForm = /^([A-Za-z_]{1,20})(>=|<=|!=|:|=|>|<)/;

/** Splits at blanks outside of quotes. Only a quote that opens a word or follows an operator counts as one. */
export function tokenize(input: string): readonly Token[] | FilterError {
  const tokens: Token[] = [];
  let at = 0;
  while (at < input.length) {
    if (/\s/.test(input.charAt(at))) {
      at += 1;
      continue;
    }
    const from = at;
    const head = fieldForm.exec(input.slice(at, at + 24));
    at += head ? head[0].length : 0;
    const quoted = input.charAt(at) === '"';
    let value: string;
    if (quoted) {
      const end = input.indexOf('"', at + 1);
      if (end < 0) {
        return { message: text('a quote is not closed', 'un guillemet n’est pas fermé'), from: at, to: input.length };
      }
      value = input.slice(at + 1, end);
      at = end + 1;
    } else {
      const start = at;
      while (at < input.length && !/\s/.test(input.charAt(at))) {
        at += 1;
      }
      value = input.slice(start, at);
    }
    const operator = operators.find((known) => known === head?.[2]) ?? null;
    tokens.push({ from, to: at, field: head?.[1]?.toLowerCase() ?? null, operator, value, quoted });
  }
  return tokens;
}
