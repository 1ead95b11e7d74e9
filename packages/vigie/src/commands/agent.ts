import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type AgentIdentity, readIdentity, runAgent } from '@vigie/agent';
import { text } from '@vigie/contract/agent';
import { processLanguage } from './language.ts';

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

/** Given by a server that starts its own agent; an enrolled agent has them in its state directory. */
const given = ['server', 'host-id', 'ca', 'cert', 'key'] as const;

/** `vigie agent …`: runs until it is told to stop, or until the server that started it is gone. */
export async function runAgentCommand([first, ...rest]: readonly string[]): Promise<number> {
  if (first === 'enrol' || first === 'enroll') {
    const { runEnrolCommand } = await import('./enrol.ts');
    return runEnrolCommand(rest);
  }
  const values = parseFlags(first === undefined ? [] : [first, ...rest]);
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
type Values = { readonly [name in keyof typeof options]?: string | string[] | undefined };

function parseFlags(words: readonly string[]): AgentOptions | string {
  let values: Values;
  try {
    ({ values } = parseArgs({ args: [...words], options, strict: true }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const stateDir = values['state-dir'];
  if (typeof stateDir !== 'string') {
    return 'needed and missing / nécessaire et absent : --state-dir';
  }
  const spoolBytes = values['spool-bytes'] === undefined ? undefined : Number(values['spool-bytes']);
  if (spoolBytes !== undefined && !(Number.isSafeInteger(spoolBytes) && spoolBytes >= 0)) {
    return '--spool-bytes: a number of bytes / un nombre d’octets';
  }
  const identity = identityOf(values, stateDir);
  if (typeof identity === 'string') {
    return identity;
  }
  return {
    identity,
    renews: values['host-id'] === undefined,
    stateDir,
    serverPids: [values['server-pid'] ?? []].flat().map(Number),
    ...(spoolBytes === undefined ? {} : { spoolBytes }),
  };
}

function identityOf(values: Values, stateDir: string): AgentIdentity | string {
  const missing = given.filter((name) => values[name] === undefined);
  if (missing.length === given.length) {
    return (
      readIdentity(stateDir) ??
      text(
        `${stateDir} holds no identity: join first, with vigie agent enrol`,
        `${stateDir} ne contient aucune identité : rejoignez d’abord, avec vigie agent enrol`,
      )[processLanguage()]
    );
  }
  if (missing.length > 0) {
    return `needed and missing / nécessaires et absents : ${missing.map((name) => `--${name}`).join(', ')}`;
  }
  const value = (name: keyof typeof options): string => String(values[name]);
  const file = (name: 'ca' | 'cert' | 'key'): string => readFileSync(value(name), 'utf8');
  return {
    serverUrl: value('server'),
    hostId: value('host-id'),
    authority: file('ca'),
    certificate: file('cert'),
    key: file('key'),
    proxy: null,
  };
}
