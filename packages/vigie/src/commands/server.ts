import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig, type RunningServer, StartError, startServer } from '@vigie/server';
import type { Embedded } from '../run.ts';
import { processLanguage } from './language.ts';
import { configSource } from './source.ts';

/** `vigie server …`: runs until it is told to stop. A second SIGINT or SIGTERM does not wait for what is slow. */
export async function runServerCommand(words: readonly string[], embedded: Embedded | null): Promise<number> {
  const language = processLanguage();
  let server: RunningServer;
  try {
    server = await startServer({
      config: loadConfig(configSource(words)),
      page: embedded?.page ?? fileURLToPath(new URL('../../../web/dist', import.meta.url)),
      agent: { command: agentCommand(embedded !== null), environment: agentEnvironment },
      programs: programs(embedded !== null),
      language,
      print: (line) => console.log(line),
    });
  } catch (error) {
    if (!(error instanceof StartError)) {
      throw error;
    }
    console.error(`vigie: ${error.text[language]}`);
    return 1;
  }
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130));
        resolve();
      });
    }
  });
  await server.stop();
  return 0;
}

/** What hosts install: this very file, and the one beside it for the other platform; in a checkout what `npm run compile` made. */
function programs(compiled: boolean): ReadonlyMap<string, string> {
  const native = `linux-${process.arch}`;
  const directory = compiled ? dirname(process.execPath) : fileURLToPath(new URL('../../../../dist', import.meta.url));
  return new Map(
    ['linux-x64', 'linux-arm64'].map((platform) => [
      platform,
      platform !== native ? join(directory, `vigie-${platform}`) : compiled ? process.execPath : join(directory, 'vigie'),
    ]),
  );
}

/**
 * Measured with 400 processes: the optimising compiler costs the agent 9 MB and saves nothing at its pace
 * (docs/decisions/0004-memory-of-the-agent.md).
 */
const agentEnvironment = { LANG: 'C.UTF-8', BUN_JSC_useDFGJIT: '0' };

/**
 * How this program starts itself as an agent: the compiled file by its own name, a checkout through Bun, which must not
 * read the settings of the folder it starts in.
 */
function agentCommand(compiled: boolean): string[] {
  return compiled
    ? [process.execPath, 'agent']
    : [process.execPath, '--smol', '--no-env-file', '--config=/dev/null', fileURLToPath(new URL('../main.ts', import.meta.url)), 'agent'];
}
