import { ConfigError, describeSettings, loadConfig } from '@vigie/server';
import { processLanguage } from './language.ts';
import { configSource } from './source.ts';

/** `config get` asks a running server; `show` and `validate` read what a server started here would read. */
export function isLocalConfigCommand(words: readonly string[]): boolean {
  return words[0] === 'show' || words[0] === 'validate';
}

/** `vigie config show [--effective] …` and `vigie config validate …`, with the flags of the server. */
export function runConfigCommand([verb, ...rest]: readonly string[]): number {
  try {
    const loaded = loadConfig(configSource(rest.filter((word) => word !== '--effective')));
    if (verb === 'validate') {
      console.log(processLanguage() === 'fr' ? 'La configuration est juste.' : 'The configuration is right.');
      return 0;
    }
    const rows = describeSettings(loaded).map(({ key, value, origin }) => [key, value, origin]);
    const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
    for (const row of rows) {
      console.log(`${row[0]?.padEnd(width(0))}  ${row[1]?.padEnd(width(1))}  ${row[2]}`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      throw error;
    }
    console.error(`vigie: ${error.text[processLanguage()]}`);
    return 1;
  }
}
