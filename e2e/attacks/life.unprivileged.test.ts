import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { chown, cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../harness/vigie.ts';
import { ask, cleanUp, launch, makeDirectory, ownerEnvironment, type Program, untilUp } from './parts/program.ts';

/* The server and its agent as nobody in particular: what it may not see is marked as hidden, what it may not do is refused. */
const uid = 65_534;
const isRoot = process.getuid?.() === 0;
const reason = isRoot ? '' : ' (skipped: only root can start it as another user)';

let vigie: Program;
let foreign: Bun.Subprocess;
let own: Bun.Subprocess;
const quiet = { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' } as const;

beforeAll(async () => {
  if (!isRoot) {
    return;
  }
  const directory = await makeDirectory();
  Bun.spawnSync(['/bin/chmod', '755', directory]);
  // The checkout may lie where others may not look: a copy, with the libraries beside it.
  const checkout = join(directory, 'checkout');
  await mkdir(checkout);
  await cp(join(root, 'packages'), join(checkout, 'packages'), { recursive: true, verbatimSymlinks: true });
  await cp(join(root, 'node_modules'), join(checkout, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) =>
      !/node_modules\/(?:@biomejs|@typescript|typescript|playwright-core|\.vite|lucide-react|@rolldown|rolldown|lightningcss[^/]*|knip|\.bin)(?:\/|$)/.test(
        source,
      ),
  });
  const bun = join(directory, 'bun');
  await cp(process.execPath, bun);
  Bun.spawnSync(['/bin/chmod', '-R', 'a+rX', checkout, bun]);
  Bun.spawnSync(['/bin/chmod', '755', bun]);
  const dataDir = join(directory, 'data');
  await mkdir(dataDir);
  await chown(dataDir, uid, uid);
  const as = [
    '/usr/bin/setpriv',
    `--reuid=${uid}`,
    `--regid=${uid}`,
    '--clear-groups',
    '--inh-caps=-all',
    '--bounding-set=-all',
    '--no-new-privs',
  ];
  foreign = Bun.spawn(['/bin/sleep', '600'], { ...quiet, env: { SECRET_OF_ROOT: 'canary-of-root' } });
  own = Bun.spawn([...as, '/bin/sleep', '600'], quiet);
  vigie = await launch({ dataDir, checkout, bun, before: as, environment: ownerEnvironment });
  await untilUp(vigie);
}, 60_000);
afterAll(async () => {
  foreign?.kill('SIGKILL');
  own?.kill('SIGKILL');
  await cleanUp();
});

describe.skipIf(!isRoot)(`an agent without rights${reason}`, () => {
  it('says that it is not privileged', async () => {
    const { body } = await ask(vigie.url, '/api/hosts/local');
    expect(body.agentPrivileged).toBe(false);
  });

  it('shows what it may see of a foreign process, and marks the rest as hidden rather than as zero', async () => {
    const { status, body, text } = await ask(vigie.url, `/api/process/${foreign.pid}`);
    const row = body.process as Record<string, unknown> & { hidden: string[] };
    expect([status, row.name, row.username, row.cmdline]).toEqual([200, 'sleep', 'root', ['/bin/sleep', '600']]);
    expect(row.hidden.length).toBeGreaterThan(0);
    for (const name of row.hidden) {
      // A list stays a list, as Roy ProcWatch's callers expect; the rest is null.
      expect([name, [null, '[]'].includes(row[name] === null || row[name] === undefined ? null : JSON.stringify(row[name]))]).toEqual([
        name,
        true,
      ]);
    }
    expect([row.exe ?? null, body.environment ?? null]).toEqual([null, null]);
    // Since Linux 6.2 the size of /proc/<pid>/fd tells everybody how many there are; before, nobody but the owner.
    expect(row.open_files_count).not.toBe(0);
    expect(text).not.toContain('canary-of-root');
    const mine = (await ask(vigie.url, `/api/process/${own.pid}`)).body.process as { hidden: string[]; exe: string };
    expect(mine.exe).toContain('sleep');
  });

  const actions: readonly [path: string, body: object][] = [
    ['signal', { signal: 'TERM' }],
    ['signal', { signal: 'KILL' }],
    ['renice', { nice: 5 }],
    ['affinity', { cpus: [0] }],
    ['ioprio', { class: 'idle' }],
  ];
  for (const [action, body] of actions) {
    it(`refuses with access_denied on a foreign process: ${action} ${JSON.stringify(body)}`, async () => {
      for (const pid of [foreign.pid, 1]) {
        let answer = await ask(vigie.url, `/api/process/${pid}/${action}`, { body });
        if (answer.status === 409) {
          const { hash } = answer.body.plan as { hash: string };
          answer = await ask(vigie.url, `/api/process/${pid}/${action}`, { body: { ...body, confirm: hash } });
        }
        expect([pid, answer.status, answer.body.code]).toEqual([pid, 403, 'access_denied']);
        expect(String(answer.body.error)).toContain('Access denied');
      }
      expect(foreign.exitCode).toBeNull();
    });
  }

  it('refuses to restart a foreign process before anything is stopped', async () => {
    const { status } = await ask(vigie.url, `/api/process/${foreign.pid}/restart`, { body: {} });
    expect([403, 409]).toContain(status);
    expect(foreign.exitCode).toBeNull();
  });

  it('does to its own what it is asked, and is refused a priority above its own', async () => {
    expect((await ask(vigie.url, `/api/process/${own.pid}/renice`, { body: { nice: 5 } })).status).toBe(200);
    const raised = await ask(vigie.url, `/api/process/${own.pid}/renice`, { body: { nice: -5 } });
    expect([raised.status, raised.body.code]).toEqual([403, 'access_denied']);
    expect((await ask(vigie.url, `/api/process/${own.pid}/signal`, { body: { signal: 'TERM' } })).status).toBe(200);
    await own.exited;
  });
});
