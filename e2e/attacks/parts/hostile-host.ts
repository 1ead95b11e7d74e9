import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { asFileName, payloads } from './payloads.ts';

export interface HostileHost {
  /** One process per payload: its program, its name, its first argument and its directory are the payload. */
  readonly pids: readonly number[];
  /** One process with all of them: arguments, environment, open files. */
  readonly carrier: number;
  readonly directory: string;
  stop(): Promise<void>;
}

/** Processes and UNIX sockets that are called like attacks. */
export async function startHostileHost(): Promise<HostileHost> {
  // Short, because the path of a UNIX socket ends at 107 bytes.
  const directory = await mkdtemp('/tmp/vx-');
  const children: Bun.Subprocess[] = [];
  const servers: Server[] = [];
  const quiet = { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' } as const;
  for (const [index, payload] of payloads.entries()) {
    const own = join(directory, String(index));
    const inside = join(own, asFileName(payload));
    await mkdir(inside, { recursive: true });
    const program = join(inside, asFileName(payload));
    await copyFile('/usr/bin/tail', program);
    const argument = payload.slice(0, 3_000).replaceAll('\0', '');
    children.push(
      Bun.spawn([program, '-f', '/dev/null'], {
        cwd: inside,
        argv0: argument,
        env: { [asFileName(payload).replaceAll('=', '_') || 'X']: argument },
        ...quiet,
      }),
    );
    const socket = createServer();
    servers.push(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.listen(join(directory, `${index}${asFileName(payload, 80)}`), resolve);
    });
  }
  const files = join(directory, 'files');
  await mkdir(files);
  const names = [...new Set(payloads.map((payload) => asFileName(payload)))];
  for (const name of names) {
    await writeFile(join(files, name), '');
  }
  const environment = Object.fromEntries(payloads.map((payload, index) => [`P${index}`, payload]));
  const carrier = Bun.spawn(['/usr/bin/tail', '-f', '--', ...names.map((name) => join(files, name))], {
    cwd: directory,
    env: environment,
    ...quiet,
  });
  children.push(carrier);
  return {
    pids: children.map(({ pid }) => pid),
    carrier: carrier.pid,
    directory,
    stop: async () => {
      for (const child of children) {
        child.kill('SIGKILL');
      }
      await Promise.all(children.map(({ exited }) => exited));
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      await rm(directory, { recursive: true, force: true });
    },
  };
}
