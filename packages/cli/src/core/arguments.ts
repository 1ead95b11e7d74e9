import { parseArgs } from 'node:util';
import { type Operation, type Text, text } from '@vigie/contract';
import * as z from 'zod';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';

/** One member of an operation's input, as a flag shows it. */
export interface Flag {
  readonly name: string;
  readonly member: string;
  readonly kind: 'text' | 'number' | 'boolean' | 'list' | 'json';
  readonly choices: readonly string[];
  readonly description: Text;
  readonly fallback: string | null;
  readonly required: boolean;
}

interface MemberSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly MemberSchema[];
  readonly items?: MemberSchema;
  readonly description?: string;
  readonly fr?: string;
  readonly default?: unknown;
}

/** Flags every command takes. */
export const commonOptions = {
  server: { type: 'string' },
  token: { type: 'string' },
  output: { type: 'string', short: 'o' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
  yes: { type: 'boolean', short: 'y' },
  'dry-run': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The flags of an operation, from its input schema. */
export function flagsOf(operation: Operation): readonly Flag[] {
  const schema = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, MemberSchema>;
    required?: readonly string[];
  };
  return Object.entries(schema.properties ?? {})
    .filter(([member]) => member !== 'format')
    .map(([member, described]) => ({
      name: member.replaceAll('_', '-'),
      member,
      kind: kindOf(member, described),
      choices: (described.enum ?? described.items?.enum ?? []).map(String),
      description: text(described.description ?? '', described.fr ?? described.description ?? ''),
      fallback: described.default === undefined ? null : JSON.stringify(described.default),
      required: schema.required?.includes(member) ?? false,
    }));
}

function kindOf(member: string, schema: MemberSchema): Flag['kind'] {
  const types = [schema.type ?? [], ...(schema.anyOf ?? []).map((option) => option.type ?? [])].flat();
  if (types.includes('array')) {
    return schema.items?.type === 'object' ? 'json' : 'list';
  }
  if (types.includes('boolean') || member === 'listening') {
    return 'boolean';
  }
  if (types.includes('integer') || types.includes('number')) {
    return 'number';
  }
  return types.includes('object') ? 'json' : 'text';
}

export interface ParsedArguments {
  readonly input: Record<string, unknown>;
  readonly common: { readonly [name in keyof typeof commonOptions]?: string | boolean | undefined };
}

/** Turns the words after `vigie noun verb` into an input. Throws CommandFailure that names what is wrong. */
export function parseArguments(operation: Operation, words: readonly string[]): ParsedArguments {
  const flags = flagsOf(operation);
  const options = Object.fromEntries(
    flags.map((flag) => [
      flag.name,
      { type: flag.kind === 'boolean' ? ('boolean' as const) : ('string' as const), multiple: flag.kind === 'list' },
    ]),
  );
  const { values, positionals } = parseWords(words, { ...options, ...commonOptions });
  const input: Record<string, unknown> = {};
  for (const flag of flags) {
    const given = values[flag.name];
    if (given !== undefined) {
      input[flag.member] = readValue(flag, given);
    }
  }
  const names = operation.command?.positionals ?? [];
  positionals.forEach((word, index) => {
    const flag = flags.find((candidate) => candidate.member === names[index]);
    if (!flag) {
      throw new CommandFailure(text(`“${word}” is one word too many`, `« ${word} » est de trop`), exitCodes.usage);
    }
    input[flag.member] = readValue(flag, word);
  });
  return { input, common: values as ParsedArguments['common'] };
}

/** A nice value is often negative: `--nice -5` is a value, not a flag. */
function joinNegativeNumbers(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const previous = joined.at(-1);
    if (/^-\d+$/.test(word) && previous?.startsWith('--') && !previous.includes('=')) {
      joined[joined.length - 1] = `${previous}=${word}`;
    } else {
      joined.push(word);
    }
  }
  return joined;
}

function parseWords(
  words: readonly string[],
  options: Record<string, { type: 'string' | 'boolean'; short?: string; multiple?: boolean }>,
): { values: Record<string, Given | undefined>; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: joinNegativeNumbers(words),
      options,
      allowPositionals: true,
      strict: true,
      allowNegative: true,
    });
    return { values: values as Record<string, Given | undefined>, positionals };
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    throw new CommandFailure(text(why, `Arguments incorrects : ${why}`), exitCodes.usage);
  }
}

/** A list may be given between commas, as the same flag again, or both. */
type Given = string | boolean | readonly (string | boolean)[];

function readValue(flag: Flag, given: Given): unknown {
  if (typeof given === 'boolean') {
    return given;
  }
  if (typeof given !== 'string') {
    return given.flatMap((one) => readValue(flag, one));
  }
  switch (flag.kind) {
    case 'number':
      return numberOf(flag, given);
    case 'list':
      return given.split(',').map((part) => (/^-?\d+$/.test(part) ? Number(part) : part));
    case 'json':
      return jsonOf(flag, given);
    case 'boolean':
      return given === 'true';
    case 'text':
      return given;
    default:
      return flag.kind satisfies never;
  }
}

function numberOf(flag: Flag, given: string): number {
  const value = Number(given);
  if (given.trim() === '' || !Number.isFinite(value)) {
    throw new CommandFailure(
      text(`--${flag.name} takes a number, not “${given}”`, `--${flag.name} attend un nombre, pas « ${given} »`),
      exitCodes.usage,
    );
  }
  return value;
}

function jsonOf(flag: Flag, given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    throw new CommandFailure(text(`--${flag.name} takes JSON`, `--${flag.name} attend du JSON`), exitCodes.usage);
  }
}
