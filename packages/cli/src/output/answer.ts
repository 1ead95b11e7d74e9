import { type Language, type Operation, text } from '@vigie/contract';
import type { ParsedArguments } from '../core/arguments.ts';
import { exitCodes } from '../core/exit-codes.ts';
import { CommandFailure } from '../core/failure.ts';
import { formatCsv } from './csv.ts';
import { hostJson } from './host-text.ts';
import { formatCell, formatTable } from './table.ts';

export const outputFormats = ['human', 'json', 'csv'] as const;
export type OutputFormat = (typeof outputFormats)[number];

export function outputFormat(common: ParsedArguments['common']): OutputFormat {
  const asked = common.json ? 'json' : (common.output ?? 'human');
  const format = outputFormats.find((known) => known === asked || (asked === 'table' && known === 'human'));
  if (!format) {
    throw new CommandFailure(
      text(`--output is human, json or csv, not “${asked}”`, `--output vaut human, json ou csv, pas « ${asked} »`),
      exitCodes.usage,
    );
  }
  return format;
}

type Row = Readonly<Record<string, unknown>>;

/** The answer of an operation in the form asked for. */
export function formatAnswer(
  operation: Operation,
  output: unknown,
  format: OutputFormat,
  options: { readonly width: number | null; readonly language: Language },
): string {
  if (typeof output === 'string') {
    return output;
  }
  if (format === 'json') {
    return hostJson(output);
  }
  const answer = output as Row;
  const table = operation.command?.table;
  const rows = table ? (answer[table.rows] as readonly Row[]) : [answer];
  if (format === 'csv') {
    return formatCsv(rows);
  }
  if (table) {
    const columns = rows[0] === undefined ? table.columns : table.columns.filter((column) => rows.some((row) => column in row));
    return formatTable(rows, columns.length > 0 ? columns : Object.keys(rows[0] ?? {}), options);
  }
  return formatRecord(answer, options.language);
}

/** A certificate or key as text (RFC 7468): made to be copied, and of letters a terminal does not obey. */
const pemBlock = /^-----BEGIN [A-Z ]+-----\n[A-Za-z0-9+/=\n]+-----END [A-Z ]+-----\n?$/;

/** One thing: a line per member; what is nested is told as JSON on its line, a certificate as it is after the others. */
function formatRecord(record: Row, language: Language): string {
  const blocks = Object.values(record).filter((value) => typeof value === 'string' && pemBlock.test(value));
  const entries = Object.entries(record).filter(([, value]) => !blocks.includes(value));
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  const lines = entries.map(([name, value]) => `${name.padEnd(width)}  ${formatCell(name, value, language)}`);
  return [...lines, ...blocks.map((block) => String(block).trim())].join('\n');
}
