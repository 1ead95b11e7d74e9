import { filterFields, filterFlags } from '@vigie/contract/filter';
import { tokenize } from '@vigie/contract/filter/tokens';

export interface TextPiece {
  readonly text: string;
  readonly kind: 'blank' | 'word' | 'field' | 'operator' | 'value' | 'keyword' | 'wrong';
  /** Pieces of one token stand in one box. */
  readonly token: number;
}

const fieldNames = new Set(filterFields.flatMap((field) => [field.name, ...field.aliases]));

/** The typed text in pieces, none lost, so that a page can draw tokens behind the input while it is typed. */
export function filterPieces(input: string): readonly TextPiece[] {
  const tokens = tokenize(input);
  if (!('length' in tokens)) {
    return input === ''
      ? []
      : [
          { text: input.slice(0, tokens.from), kind: 'word', token: -1 },
          { text: input.slice(tokens.from), kind: 'wrong', token: 0 },
        ];
  }
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.from > at) {
      pieces.push({ text: input.slice(at, token.from), kind: 'blank', token: -1 });
    }
    const whole = input.slice(token.from, token.to);
    const known =
      token.field !== null && (fieldNames.has(token.field) || (token.field === 'is' && token.value.toLowerCase() in filterFlags));
    if (known && token.field !== null && token.operator !== null) {
      const field = token.field.length;
      pieces.push({ text: whole.slice(0, field), kind: 'field', token: index });
      pieces.push({ text: token.operator, kind: 'operator', token: index });
      pieces.push({ text: whole.slice(field + token.operator.length), kind: 'value', token: index });
    } else if (!token.quoted && token.field === null && ['not', 'NOT', 'OR'].includes(token.value)) {
      pieces.push({ text: whole, kind: 'keyword', token: index });
    } else {
      pieces.push({ text: whole, kind: 'word', token: index });
    }
    at = token.to;
  }
  if (at < input.length) {
    pieces.push({ text: input.slice(at), kind: 'blank', token: -1 });
  }
  return pieces;
}

/** Fields that begin with the word at the caret, to be offered. */
export function suggestFields(input: string, caret: number): { readonly from: number; readonly fields: typeof filterFields } {
  const before = input.slice(0, caret);
  const from = Math.max(before.lastIndexOf(' '), -1) + 1;
  const word = before.slice(from).toLowerCase();
  if (!/^[a-z]*$/.test(word)) {
    return { from, fields: [] };
  }
  return {
    from,
    fields: filterFields.filter(
      (field) => field.name.startsWith(word) || field.aliases.some((alias) => word !== '' && alias.startsWith(word)),
    ),
  };
}

/** Puts `field:value` in the filter in place of an earlier wish for that field. */
export function withField(input: string, field: string, value: string | null): string {
  const tokens = tokenize(input);
  const kept = 'length' in tokens ? tokens.filter((token) => token.field !== field).map((token) => input.slice(token.from, token.to)) : [];
  const wanted = value === null ? [] : [`${field}=${/\s/.test(value) ? `"${value}"` : value}`];
  return [...wanted, ...kept].join(' ');
}
