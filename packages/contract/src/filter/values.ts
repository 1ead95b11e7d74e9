import { type Text, text } from '../text.ts';
import type { FieldKind } from './fields.ts';

/** Closed at both ends. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

const units: Readonly<Record<Exclude<FieldKind, 'text'>, Readonly<Record<string, number>>>> = {
  number: { '': 1 },
  port: { '': 1 },
  percent: { '': 1, '%': 1 },
  // As in htop and the page's own columns, K, KB and KiB are all 1024 bytes.
  bytes: {
    '': 1,
    b: 1,
    o: 1,
    ...Object.fromEntries(
      ['k', 'm', 'g', 't'].flatMap((letter, index) =>
        [letter, `${letter}b`, `${letter}ib`, `${letter}o`, `${letter}io`].map((name) => [name, 1024 ** (index + 1)]),
      ),
    ),
  },
  duration: { '': 1, s: 1, m: 60, min: 60, h: 3600, d: 86_400, j: 86_400, w: 604_800 },
};

const examples: Readonly<Record<Exclude<FieldKind, 'text'>, string>> = {
  number: '10',
  port: '443, 80,443, 5000-6000',
  percent: '5',
  bytes: '100MB',
  duration: '5m, 1h',
};

/** A comma is a decimal point only in figures that do not stand in lists. */
function parseNumber(value: string, kind: Exclude<FieldKind, 'text'>): number | null {
  const match = /^(-?\d{1,15}(?:[.]\d{1,6})?)([A-Za-z%]{0,3})$/.exec(value);
  const factor = match ? units[kind][(match[2] ?? '').toLowerCase()] : undefined;
  return match && factor !== undefined ? Number(match[1]) * factor : null;
}

/** `5`, `5-10`, `80,443`; null when it is none of these. */
export function parseRanges(value: string, kind: Exclude<FieldKind, 'text'>): readonly NumberRange[] | null {
  const ranges: NumberRange[] = [];
  for (const part of value.split(',')) {
    const single = parseNumber(part, kind);
    if (single !== null) {
      ranges.push({ from: single, to: single });
      continue;
    }
    const dash = part.indexOf('-', 1);
    const from = dash < 0 ? null : parseNumber(part.slice(0, dash), kind);
    const to = dash < 0 ? null : parseNumber(part.slice(dash + 1), kind);
    if (from === null || to === null) {
      return null;
    }
    ranges.push({ from: Math.min(from, to), to: Math.max(from, to) });
  }
  return ranges;
}

export function parseBound(value: string, kind: Exclude<FieldKind, 'text'>): number | null {
  return parseNumber(value, kind) ?? parseNumber(value.replace(',', '.'), kind);
}

export function valueError(field: string, kind: Exclude<FieldKind, 'text'>): Text {
  const example = examples[kind];
  return text(`${field} needs a number, for example ${example}`, `${field} demande un nombre, par exemple ${example}`);
}
