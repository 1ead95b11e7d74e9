import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, ownerToken, root, until } from '../../harness/vigie.ts';

/*
 * The real server under hard conditions: any data directory, any user, killed and started again. Unlike the harness it
 * does not wait to be ready, so that a start which must fail can be looked at.
 */

export const owner = { email: 'owner@example.org', password: 'un mot de passe assez long' };
export const ownerEnvironment = { VIGIE_OWNER_EMAIL: owner.email, VIGIE_OWNER_PASSWORD: owner.password };

export interface Program {
  readonly url: string;
  readonly port: number;
  readonly agentPort: number;
  readonly dataDir: string;
  readonly pid: number;
  readonly exited: Promise<number>;
  output(): string;
  kill(signal: NodeJS.Signals): void;
}

export interface ProgramOptions {
  readonly dataDir: string;
  readonly ports?: { readonly port: number; readonly agentPort: number };
  readonly environment?: Readonly<Record<string, string>>;
  /** Words before the program: `setpriv …`. */
  readonly before?: readonly string[];
  /** Where the program lies; this checkout when absent. */
  readonly checkout?: string;
  readonly bun?: string;
}

const started = new Set<{ kill(signal: NodeJS.Signals): void; readonly exitCode: number | null }>();
const directories = new Set<string>();

export async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'vigie-attack-'));
  directories.add(directory);
  return directory;
}

/** Ends everything that `launch` and `makeDirectory` began; for `afterAll`. */
export async function cleanUp(): Promise<void> {
  for (const child of started) {
    if (child.exitCode === null) {
      child.kill('SIGKILL');
    }
  }
  started.clear();
  for (const directory of directories) {
    await rm(directory, { recursive: true, force: true });
  }
  directories.clear();
}

export async function launch(options: ProgramOptions): Promise<Program> {
  const { port, agentPort } = options.ports ?? { port: await freePort(), agentPort: await freePort() };
  let printed = '';
  const main = join(options.checkout ?? root, 'packages/vigie/src/main.ts');
  const child = Bun.spawn([...(options.before ?? []), options.bun ?? process.execPath, main, 'server'], {
    cwd: '/',
    env: {
      PATH: '/usr/bin:/bin',
      HOME: options.dataDir,
      LANG: 'C.UTF-8',
      VIGIE_LISTEN: `127.0.0.1:${port}`,
      VIGIE_AGENT_LISTEN: `127.0.0.1:${agentPort}`,
      VIGIE_DATA_DIR: options.dataDir,
      VIGIE_TOKEN: ownerToken,
      ...options.environment,
    },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  started.add(child);
  const read = async (stream: ReadableStream<Uint8Array>): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      printed += decoder.decode(chunk, { stream: true });
    }
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    agentPort,
    dataDir: options.dataDir,
    pid: child.pid,
    // A killed server's agent may hold the pipe a little longer than the server lives.
    exited: child.exited.then(async (code) => {
      await Promise.race([reading, Bun.sleep(500)]);
      return code;
    }),
    output: () => printed,
    kill: (signal) => child.kill(signal),
  };
}

/** Waits until the host of this machine is up, as a program with the owner's token sees it. */
export async function untilUp(program: Program, wanted = 'up'): Promise<void> {
  let ended: number | null = null;
  void program.exited.then((code) => {
    ended = code;
  });
  await until(async () => {
    if (ended !== null) {
      throw new Error(`vigie ended with ${ended}:\n${program.output()}`);
    }
    return (await hostState(program.url)) === wanted;
  }, `the host is ${wanted}`);
}

/** Null when the server does not answer. */
export async function hostState(url: string): Promise<string | null> {
  const answer = await ask(url, '/api/hosts/local').catch(() => null);
  return answer?.status === 200 ? String(answer.body.state) : null;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

/** One request with the owner's token unless told; a body makes it a POST. */
export async function ask(
  url: string,
  path: string,
  options: {
    readonly method?: string;
    readonly body?: unknown;
    readonly token?: string | null;
    readonly headers?: Record<string, string>;
  } = {},
): Promise<Answer> {
  const { token = ownerToken, body } = options;
  const response = await fetch(url + path, {
    method: options.method ?? (body === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: {
      ...(token === null ? {} : { 'X-Auth-Token': token }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed: unknown = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, text, body: (parsed ?? {}) as Record<string, unknown> };
}
