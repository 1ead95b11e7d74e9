import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');
const bun = process.execPath;

/** A token as Roy ProcWatch's document has it. */
export const ownerToken = 'mettez-une-longue-cle-aleatoire-ici';

export interface RunningVigie {
  readonly url: string;
  readonly agentPort: number;
  readonly dataDir: string;
  readonly pid: number;
  /** Everything it has printed so far. */
  output(): string;
  /** Sends a signal and waits for the end; gives the exit code. Called twice, it waits only. */
  stop(signal?: NodeJS.Signals): Promise<number>;
  /** Stops it, and starts it again on the same data, after `awayMs`. */
  restart(awayMs?: number): Promise<void>;
}

export interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly argv?: readonly string[];
  /** The program: this checkout's by default, or a compiled file. */
  readonly program?: readonly string[];
}

/** Starts the real server as a process, on free ports of loopback and a data directory of its own. */
export async function startVigie(options: StartOptions = {}): Promise<RunningVigie> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vigie-e2e-'));
  const [port, agentPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  let printed = '';
  let child = launch();

  function launch() {
    const started = Bun.spawn(
      [...(options.program ?? [bun, '--smol', join(root, 'packages/vigie/src/main.ts')]), 'server', ...(options.argv ?? [])],
      {
        cwd: dataDir,
        env: {
          PATH: '/usr/bin:/bin',
          HOME: dataDir,
          LANG: 'C.UTF-8',
          VIGIE_LISTEN: `127.0.0.1:${port}`,
          VIGIE_AGENT_LISTEN: `127.0.0.1:${agentPort}`,
          VIGIE_DATA_DIR: dataDir,
          VIGIE_TOKEN: ownerToken,
          ...options.environment,
        },
        stdin: 'ignore',
        stdout: 'pipe',
        stderr: 'pipe',
      },
    );
    for (const stream of [started.stdout, started.stderr]) {
      void keep(stream);
    }
    return started;
  }

  async function keep(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      printed += decoder.decode(chunk, { stream: true });
    }
  }

  async function ready(): Promise<void> {
    await until(async () => {
      if (child.exitCode !== null) {
        throw new Error(`vigie ended with ${child.exitCode}:\n${printed}`);
      }
      const response = await fetch(`${url}/api/hosts`, {
        headers: { 'X-Auth-Token': options.environment?.VIGIE_TOKEN ?? ownerToken },
      }).catch(() => null);
      const hosts = response?.ok ? ((await response.json()) as { items: { state: string }[] }) : null;
      return hosts?.items.some((host) => host.state === 'up') ?? false;
    }, `vigie is ready at ${url}\n${printed}`);
  }

  await ready();
  return {
    url,
    agentPort,
    dataDir,
    get pid() {
      return child.pid;
    },
    output: () => printed,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const code = await child.exited;
      await rm(dataDir, { recursive: true, force: true });
      return code;
    },
    async restart(awayMs = 0) {
      child.kill('SIGTERM');
      await child.exited;
      await Bun.sleep(awayMs);
      child = launch();
      await ready();
    },
  };
}

/** Waits for something to become true, at most 30 s; looks often, so that it costs no more than it must. */
export async function until(condition: () => boolean | Promise<boolean>, what: string, timeoutMs = 30_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > end) {
      throw new Error(`this did not happen within ${timeoutMs / 1000} s: ${what}`);
    }
    await Bun.sleep(50);
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

/** A real process to steer; it ends with the test. */
export function startSleep(seconds = 600): { readonly pid: number; readonly ended: Promise<number>; stop(): void } {
  const child = Bun.spawn(['/bin/sleep', String(seconds)], { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' });
  return { pid: child.pid, ended: child.exited, stop: () => child.kill('SIGKILL') };
}
