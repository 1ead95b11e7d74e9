import { nearest, text } from '@vigie/contract';
import { parseDocument } from 'yaml';
import type { ConfigProblem } from './config-error.ts';
import { environmentName, flagName, settings } from './settings.ts';

/** What one source says: key → value, where `key` may be a secret's `…File`. */
export interface SourceValues {
  readonly values: ReadonlyMap<string, { readonly where: string; readonly raw: unknown }>;
  readonly problems: readonly ConfigProblem[];
}

/** Every key that may be written: those of the settings, and `…File` of each secret. */
const keys = settings.flatMap((setting) => (setting.secret ? [setting.key, `${setting.key}File`] : [setting.key]));

/** Names that begin as ours do and belong to other parts: the command line, the development page, the agent. */
const otherParts = new Set(['VIGIE_CONFIG', 'VIGIE_SERVER', 'VIGIE_DEV_SERVER', 'VIGIE_DEV_PORT']);

/** `--listen 127.0.0.1:8088` or `--listen=…`; a flag that stands alone is true. */
export function readFlags(argv: readonly string[]): SourceValues {
  const byFlag = new Map([...keys.map((key) => [flagName(key), key] as const), ['--config', 'config'] as const]);
  const values = new Map<string, { where: string; raw: unknown }>();
  const problems: ConfigProblem[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const [name = '', ...rest] = (argv[index] ?? '').split('=');
    const key = byFlag.get(name);
    if (key === undefined) {
      problems.push({ where: name, message: unknownName(name, [...byFlag.keys()]) });
      continue;
    }
    const next = argv[index + 1];
    if (rest.length > 0) {
      values.set(key, { where: name, raw: rest.join('=') });
    } else if (next !== undefined && !next.startsWith('--')) {
      values.set(key, { where: name, raw: next });
      index += 1;
    } else {
      values.set(key, { where: name, raw: true });
    }
  }
  return { values, problems };
}

/** An empty variable is one that is not set. */
export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): SourceValues {
  const byName = new Map(keys.map((key) => [environmentName(key), key]));
  const values = new Map<string, { where: string; raw: unknown }>();
  const problems: ConfigProblem[] = [];
  for (const [name, raw] of Object.entries(environment)) {
    if (!name.startsWith('VIGIE_') || otherParts.has(name) || raw === undefined || raw === '') {
      continue;
    }
    const key = byName.get(name);
    if (key === undefined) {
      problems.push({ where: name, message: unknownName(name, [...byName.keys()]) });
    } else {
      values.set(key, { where: name, raw });
    }
  }
  return { values, problems };
}

/** `vigie.yaml`: the keys as they are, sections nested or with a dot. */
export function readYaml(path: string, content: string): SourceValues {
  const document = parseDocument(content, { uniqueKeys: true });
  const problems: ConfigProblem[] = document.errors.map((error) => ({ where: path, message: text(error.message, error.message) }));
  const values = new Map<string, { where: string; raw: unknown }>();
  const root: unknown = problems.length > 0 ? null : document.toJS({ maxAliasCount: 100 });
  if (root !== null && root !== undefined && (typeof root !== 'object' || Array.isArray(root))) {
    problems.push({ where: path, message: text('must hold names and values', 'doit contenir des noms et des valeurs') });
    return { values, problems };
  }
  for (const [key, raw] of flatten(root ?? {}, '')) {
    if (raw === null) {
      continue;
    }
    if (keys.includes(key)) {
      values.set(key, { where: `${path}: ${key}`, raw });
    } else {
      problems.push({ where: `${path}: ${key}`, message: unknownName(key, keys) });
    }
  }
  return { values, problems };
}

function flatten(value: object, prefix: string): [string, unknown][] {
  return Object.entries(value).flatMap(([name, member]: [string, unknown]): [string, unknown][] => {
    const key = prefix + name;
    const isSection = typeof member === 'object' && member !== null && !Array.isArray(member);
    return isSection && !keys.includes(key) ? flatten(member, `${key}.`) : [[key, member]];
  });
}

function unknownName(name: string, known: readonly string[]): ReturnType<typeof text> {
  const near = nearest(name, known);
  return near === null
    ? text('is not a setting of Vigie', 'n’est pas un réglage de Vigie')
    : text(`is not a setting of Vigie; did you mean ${near}?`, `n’est pas un réglage de Vigie ; vouliez-vous dire ${near} ?`);
}
