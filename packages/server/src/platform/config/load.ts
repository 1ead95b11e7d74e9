import { isIP } from 'node:net';
import { type Text, text } from '@vigie/contract';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { type Setting, type SettingOrigin, settings } from './settings.ts';
import { readEnvironment, readFlags, readYaml, type SourceValues } from './sources.ts';
import type { ServerConfig } from './types.ts';

/** Where settings come from. `readFile` gives null when there is no such file, and throws when it cannot be read. */
export interface ConfigSource {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly uid: number;
  readonly workingDirectory: string;
  readonly readFile: (path: string) => string | null;
}

export interface LoadedConfig {
  readonly config: ServerConfig;
  readonly origins: Readonly<Record<string, SettingOrigin>>;
  /** The file that was read; null when there was none. */
  readonly file: string | null;
}

interface Given {
  readonly origin: Exclude<SettingOrigin, 'default'>;
  readonly source: SourceValues;
}

/** Reads, checks and joins every source. Throws ConfigError that names everything that is wrong at once. */
export function loadConfig(source: ConfigSource): LoadedConfig {
  const flags = readFlags(source.argv);
  const file = findFile(source, flags);
  const given: Given[] = [
    { origin: 'flag', source: flags },
    { origin: 'environment', source: readEnvironment(source.environment) },
    { origin: 'file', source: file.values },
  ];
  const problems = [...given.flatMap((one) => one.source.problems), ...file.problems];
  const members: Record<string, unknown> = {};
  const origins: Record<string, SettingOrigin> = {};
  for (const setting of settings) {
    const { value, origin } = resolve(setting, given, source, problems);
    members[setting.member] = value;
    origins[setting.key] = origin;
  }
  // Every member of ServerConfig has exactly one setting: a test compares the two.
  const config = members as unknown as ServerConfig;
  problems.push(...checkTogether(config));
  if (problems.length > 0) {
    throw new ConfigError(problems);
  }
  return { config, origins, file: file.path };
}

function findFile(source: ConfigSource, flags: SourceValues): { path: string | null; values: SourceValues; problems: ConfigProblem[] } {
  const named =
    flags.values.get('config') ??
    (source.environment.VIGIE_CONFIG ? { where: 'VIGIE_CONFIG', raw: source.environment.VIGIE_CONFIG } : null);
  const candidates = named ? [String(named.raw)] : [`${source.workingDirectory}/vigie.yaml`, '/etc/vigie/vigie.yaml'];
  const none = { values: new Map(), problems: [] };
  for (const path of candidates) {
    try {
      const content = source.readFile(path);
      if (content !== null) {
        return { path, values: readYaml(path, content), problems: [] };
      }
    } catch (error) {
      return { path: null, values: none, problems: [{ where: path, message: unreadable(error) }] };
    }
  }
  const problems = named ? [{ where: named.where, message: text(`${candidates[0]} does not exist`, `${candidates[0]} n’existe pas`) }] : [];
  return { path: null, values: none, problems };
}

/** The first source that has a setting wins; a value given twice in that source, plain and as a file, is a mistake. */
function resolve(
  setting: Setting,
  given: readonly Given[],
  source: ConfigSource,
  problems: ConfigProblem[],
): { readonly value: unknown; readonly origin: SettingOrigin } {
  for (const { origin, source: one } of given) {
    const plain = one.values.get(setting.key);
    const file = one.values.get(`${setting.key}File`);
    if (plain && file) {
      problems.push({
        where: file.where,
        message: text(`is given together with ${plain.where}`, `est donné en même temps que ${plain.where}`),
      });
    }
    const entry = plain ?? file;
    if (!entry) {
      continue;
    }
    const raw = plain ? entry.raw : readSecret(String(entry.raw), source);
    const parsed = typeof raw === 'object' && raw !== null && 'error' in raw ? (raw as { error: Text }) : setting.parse(raw);
    if ('error' in parsed) {
      problems.push({ where: entry.where, message: parsed.error });
      return { value: setting.fallback(source), origin };
    }
    return { value: parsed.value, origin };
  }
  return { value: setting.fallback(source), origin: 'default' };
}

function readSecret(path: string, source: ConfigSource): string | { readonly error: Text } {
  try {
    const content = source.readFile(path);
    return content === null ? { error: text(`${path} does not exist`, `${path} n’existe pas`) } : content.replace(/\r?\n$/, '');
  } catch (error) {
    return { error: unreadable(error) };
  }
}

function unreadable(error: unknown): Text {
  const why = error instanceof Error ? error.message : String(error);
  return text(`cannot be read: ${why}`, `est illisible : ${why}`);
}

function checkTogether(config: ServerConfig): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if ((config.ownerEmail === null) !== (config.ownerPassword === null)) {
    const missing = config.ownerEmail === null ? 'ownerEmail' : 'ownerPassword';
    problems.push({
      where: missing,
      message: text('ownerEmail and ownerPassword go together', 'ownerEmail et ownerPassword vont ensemble'),
    });
  }
  if (!isLoopback(config.listen.host) && !config.allowInsecureListen) {
    problems.push({
      where: 'listen',
      message: text(
        `${config.listen.host} is reachable from other machines, without TLS. Put a proxy with TLS before 127.0.0.1, or set allowInsecureListen: true (VIGIE_ALLOW_INSECURE_LISTEN) if you accept that passwords and tokens can be read on the way`,
        `${config.listen.host} est joignable depuis d’autres machines, sans TLS. Mettez un mandataire avec TLS devant 127.0.0.1, ou réglez allowInsecureListen: true (VIGIE_ALLOW_INSECURE_LISTEN) si vous acceptez que mots de passe et jetons puissent être lus en chemin`,
      ),
    });
  }
  const same = config.listen.host === config.agentListen.host && config.listen.port === config.agentListen.port && config.listen.port !== 0;
  if (same) {
    problems.push({ where: 'agentListen', message: text('is the same address as listen', 'est la même adresse que listen') });
  }
  return problems;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
