import { existsSync, readFileSync } from 'node:fs';
import { type Language, negotiateLanguage } from '@vigie/contract';
import type { ConfigSource } from '@vigie/server';

/** Where this process takes its settings from. */
export function configSource(words: readonly string[]): ConfigSource {
  return {
    argv: words,
    environment: process.env,
    uid: process.getuid?.() ?? 0,
    workingDirectory: process.cwd(),
    readFile: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null),
  };
}

/** The language of who starts it: `LC_ALL`, `LC_MESSAGES`, `LANG`. */
export function processLanguage(): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return negotiateLanguage((LC_ALL || LC_MESSAGES || LANG || '').split(/[_.]/)[0]);
}
