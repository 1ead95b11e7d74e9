import { type ErrorDetail, type Text, text } from '@vigie/contract';
import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

const maximumDetails = 50;

const typeWords: Readonly<Record<string, Text>> = {
  string: text('text', 'du texte'),
  number: text('a number', 'un nombre'),
  int: text('a whole number', 'un nombre entier'),
  boolean: text('true or false', 'true ou false'),
  array: text('a list', 'une liste'),
  object: text('an object', 'un objet'),
  record: text('an object', 'un objet'),
  null: text('null', 'null'),
};

/** All that was wrong with an input, in words; at most fifty things. Values are never repeated. */
export function describeIssues(issues: readonly Issue[]): readonly ErrorDetail[] {
  return issues.flatMap(describeIssue).slice(0, maximumDetails);
}

export function formatPath(path: readonly PropertyKey[]): string {
  return path.map((part) => String(part).slice(0, 100)).join('.');
}

function describeIssue(issue: Issue): readonly ErrorDetail[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: formatPath([...issue.path, key]), message: text('is not known here', 'n’est pas connu ici') }));
  }
  return [{ path: formatPath(issue.path), message: messageOf(issue) }];
}

function messageOf(issue: Exclude<Issue, { code: 'unrecognized_keys' }>): Text {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, issue.input);
    case 'too_small':
      return limit(issue.origin, issue.minimum, 'least', issue.inclusive !== false);
    case 'too_big':
      return limit(issue.origin, issue.maximum, 'most', issue.inclusive !== false);
    case 'invalid_format':
      return wrongFormat(issue.format);
    case 'invalid_value': {
      if (issue.input === undefined) {
        return text('is required', 'est obligatoire');
      }
      const values = issue.values.slice(0, 40).map(String).join(', ');
      return text(`must be one of: ${values}`, `doit être parmi : ${values}`);
    }
    case 'not_multiple_of':
      return text(`must be a multiple of ${issue.divisor}`, `doit être un multiple de ${issue.divisor}`);
    case 'custom':
      return customText(issue);
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
      return text('is not valid', 'n’est pas valable');
    default:
      return issue satisfies never;
  }
}

function wrongType(expected: string, input: unknown): Text {
  if (input === undefined) {
    return text('is required', 'est obligatoire');
  }
  const word = typeWords[expected] ?? text('something else', 'autre chose');
  return text(`must be ${word.en}`, `doit être ${word.fr}`);
}

function limit(origin: string, value: number | bigint, side: 'least' | 'most', inclusive: boolean): Text {
  const count = Number(value);
  const en = side === 'least' ? 'at least' : 'at most';
  const fr = side === 'least' ? 'au moins' : 'au plus';
  if (origin === 'string') {
    return side === 'least' && count <= 1
      ? text('must not be empty', 'ne doit pas être vide')
      : text(`must have ${en} ${count} characters`, `doit avoir ${fr} ${count} caractères`);
  }
  if (origin === 'array' || origin === 'set') {
    return side === 'least' && count <= 1
      ? text('must not be empty', 'ne doit pas être vide')
      : text(`must have ${en} ${count} items`, `doit avoir ${fr} ${count} éléments`);
  }
  if (!inclusive) {
    return side === 'least'
      ? text(`must be more than ${count}`, `doit être supérieur à ${count}`)
      : text(`must be less than ${count}`, `doit être inférieur à ${count}`);
  }
  return text(`must be ${en} ${count}`, `doit valoir ${fr} ${count}`);
}

function wrongFormat(format: string): Text {
  switch (format) {
    case 'email':
      return text('must be an e-mail address', 'doit être une adresse e-mail');
    case 'datetime':
      return text('must be a date and time such as 2026-11-20T08:00:00Z', 'doit être une date et heure comme 2026-11-20T08:00:00Z');
    case 'uuid':
      return text('must be an identifier (UUID)', 'doit être un identifiant (UUID)');
    case 'url':
      return text('must be an address (URL)', 'doit être une adresse (URL)');
    default:
      return text('has not the expected form', 'n’a pas la forme attendue');
  }
}

/** A refinement gives its English as `error` and its French as `params.fr`. */
function customText(issue: Extract<Issue, { code: 'custom' }>): Text {
  const french: unknown = issue.params?.fr;
  return typeof french === 'string' ? text(issue.message, french) : text('is not valid', 'n’est pas valable');
}
