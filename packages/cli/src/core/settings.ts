import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Language, negotiateLanguage, text } from '@vigie/contract';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';

/** Where the server is and how to sign in: flag, then environment, then what `vigie login` kept, then the default. */
export interface Settings {
  readonly server: string;
  readonly token: string | null;
  readonly language: Language;
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Kept {
  readonly server?: string;
  readonly token?: string;
}

export function credentialsPath(environment: Environment): string {
  const base = environment.XDG_CONFIG_HOME || join(environment.HOME ?? '/root', '.config');
  return join(base, 'vigie', 'credentials.json');
}

export function readSettings(
  flags: { server?: string | undefined; token?: string | undefined; language?: string | undefined },
  environment: Environment,
): Settings {
  const kept = readKept(credentialsPath(environment));
  const server = flags.server ?? (environment.VIGIE_SERVER || kept.server) ?? 'http://127.0.0.1:8088';
  requireAddress(server);
  return {
    server: server.replace(/\/+$/, ''),
    token:
      flags.token ?? tokenOfEnvironment(environment) ?? (kept.server === undefined || kept.server === server ? (kept.token ?? null) : null),
    language: flags.language === 'fr' || flags.language === 'en' ? flags.language : languageOf(environment),
  };
}

/** `LC_ALL`, `LC_MESSAGES`, `LANG`, as locale(7) orders them. */
export function languageOf(environment: Environment): Language {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return negotiateLanguage(locale.split(/[_.]/)[0]);
}

/** Keeps the address and the token for the next commands, readable by this user only. */
export function keepCredentials(environment: Environment, credentials: Required<Kept>): string {
  const path = credentialsPath(environment);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
  return path;
}

function tokenOfEnvironment(environment: Environment): string | undefined {
  if (environment.VIGIE_TOKEN) {
    return environment.VIGIE_TOKEN;
  }
  if (!environment.VIGIE_TOKEN_FILE) {
    return undefined;
  }
  try {
    return readFileSync(environment.VIGIE_TOKEN_FILE, 'utf8').trim();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(text(`VIGIE_TOKEN_FILE cannot be read: ${why}`, `VIGIE_TOKEN_FILE est illisible : ${why}`), exitCodes.usage);
  }
}

function readKept(path: string): Kept {
  if (!existsSync(path)) {
    return {};
  }
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Kept) : {};
  } catch {
    throw new CommandFailure(
      text(`${path} is not valid; run vigie login again`, `${path} n’est pas valide ; relancez vigie login`),
      exitCodes.usage,
    );
  }
}

function requireAddress(server: string): void {
  const url = URL.parse(server);
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new CommandFailure(
      text(
        `The server must be an http or https address, not “${server}”`,
        `Le serveur doit être une adresse http ou https, pas « ${server} »`,
      ),
      exitCodes.usage,
    );
  }
}
