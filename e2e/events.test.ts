import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerToken, type RunningVigie, startVigie, until } from './harness/vigie.ts';

interface Listed {
  readonly items: readonly { readonly kind: string; readonly text: string; readonly fields: Record<string, unknown> }[];
}

/** A kernel tells only root, and only in the first process namespace. */
const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)('events (needs root)', () => {
  let vigie: RunningVigie;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vigie-events-'));
    vigie = await startVigie();
  }, 60_000);
  afterAll(async () => {
    await vigie?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function list(input: Readonly<Record<string, string>>): Promise<Listed['items']> {
    const response = await fetch(`${vigie.url}/api/events?${new URLSearchParams(input)}`, { headers: { 'X-Auth-Token': ownerToken } });
    expect(response.status).toBe(200);
    return ((await response.json()) as Listed).items;
  }

  it('a real process with an odd name appears when it starts and when it ends, found by its name', async () => {
    const program = join(folder, '"*NEAR(é) <b>');
    await copyFile('/usr/bin/sleep', program);
    const child = Bun.spawn([program, '600'], { stdin: 'ignore' });
    const byWords = async (kind: string) =>
      (await list({ host: 'local', kind, q: `pid:${child.pid} NEAR(é)` })).find((event) => event.fields.pid === child.pid);
    await until(async () => (await byWords('process.started')) !== undefined, 'the start is listed');
    expect(await byWords('process.started')).toMatchObject({ fields: { name: '"*NEAR(é) <b>', command: `${program} 600` } });
    child.kill('SIGKILL');
    await child.exited;
    await until(async () => (await byWords('process.exited')) !== undefined, 'the end is listed');
    expect((await byWords('process.exited'))?.fields).toMatchObject({ name: '"*NEAR(é) <b>', signal: 'KILL', exitCode: null });
  });

  it('the agent tells of its own start, and a restart leaves a gap and no event twice', async () => {
    expect((await list({ kind: 'agent' })).map((event) => event.kind)).toContain('agent.started');
    await vigie.restart();
    await until(async () => (await list({ kind: 'agent.started' })).length === 2, 'both lives are listed');
    expect((await list({ kind: 'agent.stopped' })).length).toBeLessThanOrEqual(1);
    const response = await fetch(`${vigie.url}/api/gaps`, { headers: { 'X-Auth-Token': ownerToken } });
    expect(((await response.json()) as { items: { reason: string }[] }).items.map((gap) => gap.reason)).toContain('agent_away');
  });
});
