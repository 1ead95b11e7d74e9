import type { Process } from '../model/process.ts';
import { type Text, text } from '../text.ts';
import { type FilterField, filterFlags, findField, isFlag, nearestField } from './fields.ts';
import { type FilterError, type Operator, type Token, tokenize } from './tokens.ts';
import { parseBound, parseRanges, valueError } from './values.ts';

export type { FilterField } from './fields.ts';
export { filterFields, filterFlags } from './fields.ts';
export type { FilterError } from './tokens.ts';

type Test = (row: Process, nowMs: number) => boolean;

export interface ProcessFilter {
  /** Pure, cheap enough for every row of every second. An empty filter matches everything. */
  readonly matches: (row: Process, nowMs: number) => boolean;
  readonly empty: boolean;
  /** Free text in lower case, for a page that marks what was found. */
  readonly words: readonly string[];
  /** What was probably meant otherwise; the filter works all the same. */
  readonly hints: readonly FilterError[];
}

export type FilterResult = { readonly ok: true; readonly filter: ProcessFilter } | { readonly ok: false; readonly error: FilterError };

/**
 * Reads a process filter: words found in pid, name, command line and user (each must be found, in any case), and
 * `field:value`, `field>5`, `is:flag`, `not` before any of them, `OR` between groups, `"quotes"` around blanks.
 * A word with an unknown field is free text, so that `nginx: master` or `127.0.0.1:80` can be searched.
 */
export function parseProcessFilter(input: string): FilterResult {
  const tokens = tokenize(input);
  if (!('length' in tokens)) {
    return { ok: false, error: tokens };
  }
  const groups: Test[][] = [[]];
  const words: string[] = [];
  const hints: FilterError[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    let token = tokens[index] as Token;
    const next = tokens[index + 1];
    if (isKeyword(token, 'OR') && index > 0 && next) {
      groups.push([]);
      continue;
    }
    const negated = isNot(token) && next !== undefined;
    if (negated && next) {
      token = next;
      index += 1;
    }
    const read = readTerm(token, negated);
    if ('error' in read) {
      return { ok: false, error: { message: read.error, from: token.from, to: token.to } };
    }
    if (read.hint) {
      hints.push({ message: read.hint, from: token.from, to: token.to });
    }
    if (read.word && !negated) {
      words.push(read.word);
    }
    const { test } = read;
    groups.at(-1)?.push(negated ? (row, nowMs) => !test(row, nowMs) : test);
  }
  const matches: Test = (row, nowMs) => groups.some((group) => group.every((test) => test(row, nowMs)));
  return { ok: true, filter: { matches, empty: tokens.length === 0, words, hints } };
}

interface ReadTerm {
  readonly test: Test;
  readonly word?: string;
  readonly hint?: Text;
}

function readTerm(token: Token, negated: boolean): ReadTerm | { readonly error: Text } {
  if (token.field === null || token.operator === null) {
    return readWord(token, negated);
  }
  if (token.field === 'is' && token.operator === ':') {
    return readFlag(token.value.toLowerCase());
  }
  const field = findField(token.field);
  if (!field) {
    return unknownField(token, token.operator);
  }
  if (token.value === '') {
    return {
      error: text(
        `${field.name} needs a value, for example ${field.example}`,
        `${field.name} demande une valeur, par exemple ${field.example}`,
      ),
    };
  }
  return field.kind === 'text' ? readText(field, token.operator, token.value) : readFigure(field, token.operator, token.value);
}

function readWord(token: Token, negated: boolean): ReadTerm {
  const word = token.value.toLowerCase();
  // `not kernel` hides kernel threads and nothing else; `kernel` alone also finds the word.
  if (!token.quoted && word === 'kernel') {
    return { test: negated ? filterFlags.kernel : (row) => row.kernel || freeText(row).includes(word), word };
  }
  return { test: (row) => freeText(row).includes(word), word };
}

function readFlag(name: string): ReadTerm | { readonly error: Text } {
  if (!isFlag(name)) {
    const known = Object.keys(filterFlags).join(', ');
    return { error: text(`is: knows ${known}`, `is: connaît ${known}`) };
  }
  return { test: filterFlags[name] };
}

function unknownField(token: Token, operator: Operator): ReadTerm {
  const word = `${token.field}${operator}${token.value}`.toLowerCase();
  const near = nearestField(token.field ?? '');
  const test: Test = (row) => freeText(row).includes(word);
  if (near === null) {
    return { test, word };
  }
  return {
    test,
    word,
    hint: text(
      `“${token.field}” is not a field; it is searched as text. Did you mean ${near}?`,
      `« ${token.field} » n’est pas un champ ; c’est cherché comme texte. Vouliez-vous dire ${near} ?`,
    ),
  };
}

function readText(field: FilterField, operator: Operator, value: string): ReadTerm | { readonly error: Text } {
  const wanted = value.toLowerCase();
  const read = (row: Process): string | null => field.text?.(row)?.toLowerCase() ?? null;
  switch (operator) {
    case ':':
      return { test: (row) => read(row)?.includes(wanted) ?? false };
    case '=':
      return { test: (row) => read(row) === wanted };
    case '!=':
      return { test: (row) => read(row) !== wanted };
    case '>':
    case '<':
    case '>=':
    case '<=':
      return {
        error: text(
          `${field.name} is text: use ${field.name}:… or ${field.name}=…`,
          `${field.name} est du texte : utilisez ${field.name}:… ou ${field.name}=…`,
        ),
      };
    default:
      return operator satisfies never;
  }
}

function figuresOf(field: FilterField, row: Process, nowMs: number): readonly number[] {
  if (field.kind === 'port') {
    return row.ports.flatMap((port) => [portOf(port.local), portOf(port.remote)]).filter((port) => port !== null);
  }
  const figure = field.number?.(row, nowMs) ?? null;
  return figure === null ? [] : [figure];
}

function portOf(address: string | null): number | null {
  const figures = address === null ? null : /:(\d{1,5})$/.exec(address);
  return figures ? Number(figures[1]) : null;
}

function readFigure(field: FilterField, operator: Operator, value: string): ReadTerm | { readonly error: Text } {
  if (field.kind === 'text') {
    return readText(field, operator, value);
  }
  if (operator === ':' || operator === '=' || operator === '!=') {
    const ranges = parseRanges(value, field.kind);
    if (!ranges) {
      return { error: valueError(field.name, field.kind) };
    }
    const within: Test = (row, nowMs) =>
      figuresOf(field, row, nowMs).some((figure) => ranges.some((range) => figure >= range.from && figure <= range.to));
    return { test: operator === '!=' ? (row, nowMs) => !within(row, nowMs) : within };
  }
  const bound = parseBound(value, field.kind);
  if (bound === null) {
    return { error: valueError(field.name, field.kind) };
  }
  return { test: (row, nowMs) => figuresOf(field, row, nowMs).some((figure) => compare(figure, operator, bound)) };
}

function compare(figure: number, operator: '>' | '<' | '>=' | '<=', bound: number): boolean {
  switch (operator) {
    case '>':
      return figure > bound;
    case '<':
      return figure < bound;
    case '>=':
      return figure >= bound;
    case '<=':
      return figure <= bound;
    default:
      return operator satisfies never;
  }
}

function isKeyword(token: Token, keyword: string): boolean {
  return !token.quoted && token.field === null && token.value === keyword;
}

function isNot(token: Token): boolean {
  return isKeyword(token, 'not') || isKeyword(token, 'NOT');
}

/** A row never changes, so its text is made once. */
const texts = new WeakMap<Process, string>();

function freeText(row: Process): string {
  const known = texts.get(row);
  if (known !== undefined) {
    return known;
  }
  const made = `${row.pid} ${row.name} ${row.cmdline.join(' ')} ${row.username}`.toLowerCase();
  texts.set(row, made);
  return made;
}
