import { existsSync, readFileSync } from 'node:fs';
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
