import { parseArgs } from 'node:util';
import { runAgent } from '@vigie/agent';

const options = {
  server: { type: 'string' },
  'state-dir': { type: 'string' },
  'host-id': { type: 'string' },
  ca: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  'server-pid': { type: 'string', multiple: true },
  'spool-bytes': { type: 'string' },
} as const;

const needed = ['server', 'state-dir', 'host-id', 'ca', 'cert', 'key'] as const;

/** `vigie agent …`: runs until it is told to stop, or until the server that started it is gone. */
export async function runAgentCommand(words: readonly string[]): Promise<number> {
  const values = parseFlags(words);
  if (typeof values === 'string') {
    console.error(`vigie agent: ${values}`);
    return 2;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => stop.abort());
  }
  await runAgent({ ...values, signal: stop.signal });
  return 0;
}

type AgentOptions = Omit<Parameters<typeof runAgent>[0], 'signal'>;

function parseFlags(words: readonly string[]): AgentOptions | string {
  let values: { [name in keyof typeof options]?: string | string[] | undefined };
  try {
    ({ values } = parseArgs({ args: [...words], options, strict: true }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const missing = needed.filter((name) => values[name] === undefined);
  if (missing.length > 0) {
    return `needed and missing / nécessaires et absents : ${missing.map((name) => `--${name}`).join(', ')}`;
  }
  const text = (name: keyof typeof options): string => String(values[name]);
  const spoolBytes = values['spool-bytes'] === undefined ? undefined : Number(values['spool-bytes']);
  if (spoolBytes !== undefined && !(Number.isSafeInteger(spoolBytes) && spoolBytes >= 0)) {
    return '--spool-bytes: a number of bytes / un nombre d’octets';
  }
  return {
    serverUrl: text('server'),
    stateDir: text('state-dir'),
    hostId: text('host-id'),
    caFile: text('ca'),
    certFile: text('cert'),
    keyFile: text('key'),
    serverPids: [values['server-pid'] ?? []].flat().map(Number),
    ...(spoolBytes === undefined ? {} : { spoolBytes }),
  };
}
