import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessSnapshot, SocketSnapshot } from '@vigie/contract/agent';
import { openHostTree } from '../../packages/agent/src/kernel/index.ts';
import { createUsers, ProcessTable, SocketTable } from '../../packages/agent/src/snapshots/index.ts';
import { putLoad } from '../store/load.ts';

/** What an agent sends at one look. */
export interface Look {
  readonly timeMs: number;
  readonly processes: ProcessSnapshot;
  readonly sockets: SocketSnapshot;
}

const processCount = 400;

/** Looks at this machine as its agent does at rest, every 10 s, while it compiles, writes, starts short processes and connects. */
export async function recordStream(seconds: number, intervalMs = 10_000): Promise<readonly Look[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-history-'));
  const endCrowd = crowd();
  const endLoad = putLoad(folder);
  const endTraffic = connect();
  const tree = openHostTree();
  const users = createUsers(tree);
  const processes = new ProcessTable({ tree, users });
  const sockets = new SocketTable({ tree, users, processes });
  const looks: Look[] = [];
  try {
    const startMs = Date.now();
    for (let index = 0; index * intervalMs <= seconds * 1000; index++) {
      await Bun.sleep(Math.max(0, startMs + index * intervalMs - Date.now()));
      const timeMs = Date.now();
      looks.push(
        index === 0
          ? { timeMs, processes: processes.full(timeMs), sockets: sockets.full(timeMs) }
          : { timeMs, processes: processes.refresh(timeMs), sockets: sockets.refresh(timeMs) },
      );
    }
  } finally {
    sockets.close();
    await endTraffic();
    await endLoad();
    await endCrowd();
    rmSync(folder, { recursive: true, force: true });
  }
  return looks;
}

/** Brings the machine to about 400 processes. Returns their end. */
function crowd(): () => Promise<void> {
  const pids: number[] = [];
  openHostTree().processes.pids(pids);
  const children = Array.from({ length: Math.max(0, processCount - pids.length) }, (_, index) =>
    Bun.spawn(['/usr/bin/sleep', String(10_000 + index)], { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore', env: {} }),
  );
  return async () => {
    for (const child of children) {
      child.kill('SIGKILL');
    }
    await Promise.all(children.map((child) => child.exited));
  };
}

/** Connections on loopback that come, carry something and go: about ten a second. Returns their end. */
function connect(): () => Promise<void> {
  let going = true;
  const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response('x'.repeat(20_000)) });
  const client = (async () => {
    while (going) {
      await fetch(server.url, { headers: { connection: 'close' } }).then((response) => response.arrayBuffer());
      await Bun.sleep(100);
    }
  })();
  return async () => {
    going = false;
    await client;
    await server.stop(true);
  };
}
