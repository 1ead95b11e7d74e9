import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { join } from 'node:path';
import { ownerToken, type RunningVigie, root, startSleep, startVigie } from './harness/vigie.ts';

/* The command line as a person and a script use it, against the real server. */
let vigie: RunningVigie;
const sleeps: ReturnType<typeof startSleep>[] = [];

beforeAll(async () => {
  vigie = await startVigie();
}, 60_000);
afterAll(async () => {
  for (const sleep of sleeps) {
    sleep.stop();
  }
  await vigie?.stop();
}, 20_000);

function sleeper(): ReturnType<typeof startSleep> {
  const sleep = startSleep();
  sleeps.push(sleep);
  return sleep;
}

async function run(
  words: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> {
  const child = Bun.spawn([process.execPath, join(root, 'packages/vigie/src/main.ts'), ...words], {
    env: { PATH: '/usr/bin:/bin', HOME: vigie.dataDir, LANG: 'C.UTF-8', VIGIE_SERVER: vigie.url, VIGIE_TOKEN: ownerToken, ...environment },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const [out, err, code] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text(), child.exited]);
  return { code, out, err };
}

describe('vigie', () => {
  it('lists processes as a table, as JSON and as CSV', async () => {
    const sleep = sleeper();
    const table = await run(['process', 'list', '--q', String(sleep.pid)]);
    expect([table.code, table.out.includes('/bin/sleep 600')]).toEqual([0, true]);
    const json = JSON.parse((await run(['process', 'list', '--q', String(sleep.pid), '-o', 'json'])).out) as { items: { pid: number }[] };
    expect(json.items.map((item) => item.pid)).toContain(sleep.pid);
    const csv = (await run(['process', 'list', '--q', String(sleep.pid), '-o', 'csv'])).out.split(/\r?\n/);
    expect(csv[0]).toStartWith('pid,');
  });

  it('shows a plan and does nothing with --dry-run', async () => {
    const sleep = sleeper();
    const plan = await run(['process', 'signal', String(sleep.pid), '--signal', 'KILL', '--dry-run']);
    expect([plan.code, plan.err.includes('pidfd_send_signal'), plan.err.includes('▮▮')]).toEqual([0, true, true]);
    expect(process.kill(sleep.pid, 0)).toBe(true);
    const french = await run(['process', 'signal', String(sleep.pid), '--signal', 'KILL', '--dry-run'], { LANG: 'fr_FR.UTF-8' });
    expect(french.err).toContain('risque moyen');
  });

  it('renices to a negative value and terminates', async () => {
    const sleep = sleeper();
    expect((await run(['process', 'renice', String(sleep.pid), '--nice', '-3', '-o', 'json'])).out).toContain('"nice": -3');
    expect((await run(['process', 'signal', String(sleep.pid), '--signal', 'TERM'])).code).toBe(0);
    await sleep.ended;
  });

  it('does not run what is critical without a word, and says how', async () => {
    const refused = await run(['process', 'signal', '1', '--signal', 'TERM']);
    expect([refused.code, refused.err.includes('--yes'), refused.err.includes('process 1')]).toEqual([5, true, true]);
  });

  it('ends with the code of what went wrong', async () => {
    expect((await run(['process', 'get', '4194303'])).code).toBe(4);
    expect((await run(['process', 'list'], { VIGIE_TOKEN: 'a-token-that-is-not-known-here' })).code).toBe(3);
    expect((await run(['process', 'renice', '5', '--nice', '99'])).code).toBe(2);
    expect((await run(['process', 'signal', '5', '--signal', 'NOPE'], { LANG: 'fr_FR.UTF-8' })).code).toBe(2);
  });

  it('signs in once and remembers', async () => {
    const kept = await run(['login', '--server', vigie.url, '--token', ownerToken], { VIGIE_TOKEN: '', VIGIE_SERVER: '' });
    expect(kept.code).toBe(0);
    expect((await run(['host', 'list'], { VIGIE_TOKEN: '', VIGIE_SERVER: '' })).out).toContain('up');
  });

  it('makes a token that can only read, and revokes it', async () => {
    const made = JSON.parse((await run(['token', 'create', 'for reading', '-o', 'json'])).out) as { secret: string; token: { id: string } };
    expect((await run(['host', 'list'], { VIGIE_TOKEN: made.secret })).code).toBe(0);
    expect((await run(['token', 'list'], { VIGIE_TOKEN: made.secret })).code).toBe(3);
    expect((await run(['token', 'revoke', made.token.id])).code).toBe(0);
    expect((await run(['host', 'list'], { VIGIE_TOKEN: made.secret })).code).toBe(3);
  });

  it('tells the history of a figure', async () => {
    const history = await run(['metric', 'query', '--names', 'node_load1', '--from', 'now-5m', '-o', 'json']);
    expect([history.code, (JSON.parse(history.out) as { tier: string }).tier]).toEqual([0, 'raw']);
  });

  it('shows the configuration in force, and every wrong setting at once', async () => {
    const shown = await run(['config', 'show', '--effective'], { VIGIE_LISTEN: '127.0.0.1:9999' });
    expect([shown.code, /listen\s+127\.0\.0\.1:9999\s+environment/.test(shown.out), shown.out.includes(ownerToken)]).toEqual([
      0,
      true,
      false,
    ]);
    const wrong = await run(['config', 'validate', '--listen', 'nonsense'], { VIGIE_TOKEN: 'short', VIGIE_LISSEN: 'x' });
    expect([wrong.code, ...['--listen', 'VIGIE_TOKEN', 'VIGIE_LISSEN'].map((word) => wrong.err.includes(word))]).toEqual([
      1,
      true,
      true,
      true,
    ]);
  });
});
