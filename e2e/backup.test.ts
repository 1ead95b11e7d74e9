import { afterEach, describe, expect, it } from 'bun:test';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerToken, type RunningVigie, root, startVigie, until } from './harness/vigie.ts';

const running: RunningVigie[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((vigie) => vigie.stop()));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
}, 30_000);

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-restore-'));
  folders.push(folder);
  return folder;
}

async function start(options: Parameters<typeof startVigie>[0] = {}): Promise<RunningVigie> {
  const vigie = await startVigie(options);
  running.push(vigie);
  return vigie;
}

async function ask(vigie: RunningVigie, path: string, body?: unknown) {
  const response = await fetch(vigie.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'X-Auth-Token': ownerToken, 'Content-Type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

interface History {
  readonly times: number[];
  readonly series: { readonly values: (number | null)[] }[];
}

async function history(vigie: RunningVigie): Promise<Map<number, number | null>> {
  const { body } = await ask(vigie, '/api/hosts/local/history?names=node_load1&from=now-10m&step=0s');
  const { times, series } = body as unknown as History;
  return new Map(times.map((time, index) => [time, series[0]?.values[index] ?? null]));
}

async function restore(...words: string[]): Promise<{ code: number; output: string }> {
  const child = Bun.spawn([process.execPath, join(root, 'packages/vigie/src/main.ts'), 'restore', ...words], {
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const output = (await new Response(child.stdout).text()) + (await new Response(child.stderr).text());
  return { code: await child.exited, output };
}

describe('a backup', () => {
  it('is made under load, is verified, and restores to what was acknowledged when it was made', async () => {
    const vigie = await start();
    await until(async () => (await history(vigie)).size >= 2, 'two frames are kept');
    const before = await history(vigie);
    // Somebody is always asking while it is made.
    let asking = true;
    const load = Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let count = 0; ; count++) {
          if (!asking) {
            return count;
          }
          expect((await ask(vigie, '/api/processes')).status).toBe(200);
        }
      }),
    );
    const made = await ask(vigie, '/api/backups', {});
    asking = false;
    expect((await load).every((count) => count > 0)).toBe(true);
    expect([made.status, (made.body.action as { verified?: unknown }).verified]).toEqual([200, true]);
    const directory = String(made.body.directory);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect((await readdir(directory)).sort()).toEqual(
      expect.arrayContaining(['agent', 'ca', 'history.db', 'manifest.json', 'metrics.db', 'state.db']),
    );

    const copy = join(await newFolder(), 'backup');
    await cp(directory, copy, { recursive: true });
    // Where a server runs, nothing is restored.
    const busy = await restore(copy, '--data-dir', vigie.dataDir, '--force-into-empty');
    expect([busy.code, busy.output]).toEqual([1, expect.stringContaining('already uses')]);
    const target = await newFolder();
    await writeFile(join(target, 'mine'), 'keep me');
    expect((await restore(copy, '--data-dir', target)).output).toContain('is not empty');
    const forced = await restore(copy, '--data-dir', target, '--force-into-empty');
    expect(forced.code).toBe(0);
    const [aside = ''] = /\S+\.before-\S+/.exec(forced.output) ?? [];
    folders.push(aside);
    expect(await readFile(join(aside, 'mine'), 'utf8')).toBe('keep me');

    await vigie.stop();
    const again = await start({ argv: ['--data-dir', target] });
    const after = await history(again);
    expect([...before].filter(([time, value]) => after.get(time) !== value)).toEqual([]);
    const check = await ask(again, '/api/store/check');
    expect([check.status, check.body.ok]).toEqual([200, true]);
  }, 90_000);

  it('that is damaged is refused before anything is touched', async () => {
    const vigie = await start();
    const { body } = await ask(vigie, '/api/backups', {});
    const copy = join(await newFolder(), 'backup');
    await cp(String(body.directory), copy, { recursive: true });
    const bytes = await readFile(join(copy, 'state.db'));
    bytes.writeUInt8(bytes.readUInt8(5000) ^ 1, 5000);
    await writeFile(join(copy, 'state.db'), bytes);
    const target = join(await newFolder(), 'data');
    const refused = await restore(copy, '--data-dir', target);
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('state.db of the backup is missing or damaged')]);
    expect(await stat(target).catch(() => null)).toBeNull();
    expect((await restore(target, '--data-dir', target)).output).toContain('is no backup');
    expect((await restore()).code).toBe(2);
  }, 60_000);
});
