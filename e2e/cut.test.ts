import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, cleanUp, launch, makeDirectory, type Program, untilUp } from './attacks/parts/program.ts';
import { type CutProxy, startProxy } from './harness/proxy.ts';
import { root, until } from './harness/vigie.ts';

interface Enrolled {
  readonly hostId: string;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** The kernel tells only root which processes start. */
const isRoot = process.getuid?.() === 0;

/* A host whose network is cut, whose agent is killed meanwhile, and whose server too: everything arrives afterwards, once. */
describe.skipIf(!isRoot)('a host that is cut off (needs root)', () => {
  let folder: string;
  let server: Program;
  let proxy: CutProxy;
  let agent: Bun.Subprocess;
  let host: { readonly hostId: string };
  let nextMark = 1;

  function startAgent(): Bun.Subprocess {
    const file = (name: string) => join(folder, name);
    return Bun.spawn(
      [
        ...[process.execPath, '--smol', join(root, 'packages/vigie/src/main.ts'), 'agent'],
        ...['--server', `wss://127.0.0.1:${proxy.port}`, '--state-dir', file('remote'), '--host-id', host.hostId],
        ...['--ca', file('remote.ca'), '--cert', file('remote.cert'), '--key', file('remote.key')],
      ],
      { cwd: '/', env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' }, stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' },
    );
  }

  beforeAll(async () => {
    folder = await makeDirectory();
    server = await launch({ dataDir: folder });
    await untilUp(server);
    server.kill('SIGTERM');
    await server.exited;
    const made = Bun.spawnSync([process.execPath, join(root, 'packages/server/src/testing/enrol-hosts.ts'), folder, '1'], {
      stderr: 'inherit',
    });
    const [enrolled] = JSON.parse(made.stdout.toString()) as [Enrolled];
    host = enrolled;
    writeFileSync(join(folder, 'remote.ca'), enrolled.authority);
    writeFileSync(join(folder, 'remote.cert'), enrolled.certificate);
    writeFileSync(join(folder, 'remote.key'), enrolled.key, { mode: 0o600 });
    server = await launch({ dataDir: folder });
    await untilUp(server);
    proxy = await startProxy(() => server.agentPort);
    agent = startAgent();
    await untilRemote('up');
  }, 120_000);

  afterAll(async () => {
    agent?.kill('SIGKILL');
    proxy?.close();
    await cleanUp();
  });

  async function untilRemote(state: string): Promise<void> {
    await until(
      async () => (await ask(server.url, `/api/hosts/${host.hostId}`).catch(() => null))?.body.state === state,
      `the host is ${state}`,
      60_000,
    );
  }

  /** Starts a process that can be told from every other; gives its mark. It lives long enough that a busy machine reads its command line. */
  async function mark(): Promise<string> {
    // `sleep` adds its arguments up, so that one of them may be a name.
    const name = `0.0000${10_000 + nextMark++}`;
    Bun.spawn(['/usr/bin/sleep', '15', name], { stdin: 'ignore' });
    await Bun.sleep(50);
    return name;
  }

  async function marks(count: number): Promise<string[]> {
    const made: string[] = [];
    for (let index = 0; index < count; index++) {
      made.push(await mark());
    }
    return made;
  }

  const spooled = (lane: string): string =>
    readdirSync(join(folder, 'remote/spool'))
      .filter((name) => name.startsWith(lane))
      .map((name) => readFileSync(join(folder, 'remote/spool', name), 'latin1'))
      .join('');

  async function timesListed(name: string): Promise<number> {
    const query = new URLSearchParams({ host: host.hostId, kind: 'process.started', q: `"${name}"` });
    const answer = await ask(server.url, `/api/events?${query}`);
    return (answer.body.items as { fields: { command: string } }[]).filter(({ fields }) => fields.command.includes(name)).length;
  }

  it('tells everything afterwards, once, though agent and server were killed meanwhile', async () => {
    const cutAt = Date.now();
    const all = await marks(4);
    proxy.cut();
    await untilRemote('down');
    all.push(...(await marks(6)));
    await until(() => all.slice(4).every((name) => spooled('bulk').includes(name)), 'the agent has them on its disk');
    agent.kill('SIGKILL');
    await agent.exited;
    const before = spooled('kept');
    agent = startAgent();
    await until(() => spooled('kept').length > before.length, 'the next life of the agent has begun');
    all.push(...(await marks(6)));
    server.kill('SIGKILL');
    await server.exited;
    all.push(...(await marks(4)));
    // A frame at least is measured in the dark.
    await until(() => spooled('frames').length > 0, 'frames wait on the disk');
    server = await launch({ dataDir: folder, ports: server });
    await untilUp(server);
    const healedAt = Date.now();
    proxy.heal();
    await untilRemote('up');
    await until(async () => (await Promise.all(all.map(timesListed))).every((times) => times > 0), 'every process is listed', 60_000);
    expect(await Promise.all(all.map(timesListed))).toEqual(all.map(() => 1));
    const history = await ask(server.url, `/api/hosts/${host.hostId}/history?names=node_load1&step=0s&from=${cutAt}&to=now`);
    expect((history.body.times as number[]).some((timeMs) => timeMs > cutAt && timeMs < healedAt)).toBe(true);
    // Both lanes had something in the first life; frames may not, and then begin their numbers in the second.
    const ofTheFirstLife = () => readdirSync(join(folder, 'remote/spool')).filter((name) => /^(bulk|kept)-00000001-/.test(name));
    await until(() => ofTheFirstLife().length === 0, 'the agent lets go of what has arrived');
  }, 180_000);
});
