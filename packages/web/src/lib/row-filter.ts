import { type Token, tokenize } from '@vigie/contract/filter/tokens';

/** Does a row pass? */
export type RowFilter<R> = (row: R) => boolean;

export type RowFilterResult<R> =
  | { readonly ok: true; readonly matches: RowFilter<R> }
  | { readonly ok: false; readonly problem: 'quote' | 'number'; readonly field: string };

/** Reads the filter of a table: every token must hold, `not` before one turns it. `testOf` says what a token asks; `number` is no number where one belongs. */
export function parseRowFilter<R>(input: string, testOf: (token: Token) => RowFilter<R> | 'number'): RowFilterResult<R> {
  const tokens = tokenize(input);
  if (!('length' in tokens)) {
    return { ok: false, problem: 'quote', field: '' };
  }
  const tests: RowFilter<R>[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    let token = tokens[index];
    const negated =
      token !== undefined && !token.quoted && token.field === null && token.value.toLowerCase() === 'not' && index + 1 < tokens.length;
    if (negated) {
      index += 1;
      token = tokens[index];
    }
    if (token === undefined) {
      continue;
    }
    const test = testOf(token);
    if (test === 'number') {
      return { ok: false, problem: 'number', field: token.field ?? '' };
    }
    tests.push(negated ? (row) => !test(row) : test);
  }
  return { ok: true, matches: (row) => tests.every((test) => test(row)) };
}

type Texts<R> = (row: R) => readonly (string | number | null | undefined)[];

/** `=` and `!=` ask for the whole text, every other operator for a part of it; capitals do not count. */
export function testText<R>(texts: Texts<R>, operator: Token['operator'], value: string): RowFilter<R> {
  const wanted = value.toLowerCase();
  const values = (row: R) => texts(row).map((item) => String(item ?? '').toLowerCase());
  switch (operator) {
    case '=':
      return (row) => values(row).includes(wanted);
    case '!=':
      return (row) => !values(row).includes(wanted);
    default:
      return (row) => values(row).some((item) => item.includes(wanted));
  }
}
