import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { compileProgram } from './harness/compiled.ts';
import { ownerToken, type RunningVigie, startSleep, startVigie } from './harness/vigie.ts';

/* The one file: it is made here, and started where nothing of the checkout is in reach. */
let program = '';
let vigie: RunningVigie;

beforeAll(async () => {
  program = compileProgram();
  vigie = await startVigie({ program: [program] });
}, 180_000);
afterAll(async () => {
  await vigie?.stop();
}, 20_000);

describe('the compiled file', () => {
  it('serves the page it brings along', async () => {
    const page = await (await fetch(vigie.url)).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? '';
    const answer = await fetch(vigie.url + script);
    expect([answer.status, answer.headers.get('content-type')?.startsWith('text/javascript')]).toEqual([200, true]);
  });

  it('sees and steers with its own agent', async () => {
    const sleep = startSleep();
    const headers = { 'X-Auth-Token': ownerToken, 'Content-Type': 'application/json' };
    const restarted = (await (await fetch(`${vigie.url}/api/process/${sleep.pid}/restart`, { method: 'POST', headers })).json()) as {
      ok: boolean;
      new_pid: number;
    };
    expect(restarted.ok).toBe(true);
    await sleep.ended;
    const killed = await fetch(`${vigie.url}/api/process/${restarted.new_pid}/signal`, {
      method: 'POST',
      headers,
      body: '{"signal":"KILL"}',
    });
    expect(killed.status).toBe(200);
  });

  it('is the command as well', () => {
    const listed = Bun.spawnSync([program, 'host', 'list'], { env: { VIGIE_SERVER: vigie.url, VIGIE_TOKEN: ownerToken } });
    expect([listed.exitCode, listed.stdout.toString().includes('up')]).toEqual([0, true]);
    expect(Bun.spawnSync([program, 'version'], { env: {} }).stdout.toString()).toStartWith('vigie ');
  });
});
