import { Database } from 'bun:sqlite';
import { afterAll, afterEach, describe, expect, it } from 'bun:test';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasChromium, needsChromium, openBrowser, openPage } from '../harness/browser.ts';
import { until } from '../harness/vigie.ts';
import { openLive } from './parts/live.ts';
import { ask, cleanUp, hostState, launch, makeDirectory, owner, ownerEnvironment, type Program, untilUp } from './parts/program.ts';

/* Parts that die without a word: what comes back by itself, and what a later start makes of what was under way. */
afterEach(cleanUp);
afterAll(cleanUp);

const lives = (pid: number): boolean => existsSync(`/proc/${pid}/exe`) && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

function agentOf(server: Program): number {
  const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return Number(children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('\0agent\0')));
}

describe('an agent that is killed', () => {
  it('is shown as gone, is started again, and serves again', async () => {
    const server = await launch({ dataDir: await makeDirectory() });
    await untilUp(server);
    const page = await openLive(server.url);
    page.send(JSON.stringify({ type: 'subscribe', id: 1, topic: 'hosts' }));
    const states = (): unknown[] =>
      page.messages
        .filter(({ type }) => type === 'data')
        .flatMap(({ payload }) => (payload as { items: { state: string }[] }).items.map(({ state }) => state));
    await until(() => states().includes('up'), 'the page knows that it is up');
    // News in quick succession are told as one.
    await Bun.sleep(1_500);
    const first = agentOf(server);
    process.kill(first, 'SIGKILL');
    await until(() => states().some((state) => state !== 'up'), 'the page is told that it is gone');
    const refused = await ask(server.url, `/api/process/${process.pid}/renice`, { body: { nice: 0 } });
    expect([200, 503]).toContain(refused.status);
    await until(() => states().at(-1) === 'up', 'the page is told that it is back');
    expect(agentOf(server)).not.toBe(first);
    expect((await ask(server.url, '/api/process/1')).status).toBe(200);
    page.close();
  }, 60_000);

  it.skipIf(!hasChromium)(
    `leaves the page with what it has, and the page goes on by itself${needsChromium}`,
    async () => {
      const server = await launch({ dataDir: await makeDirectory(), environment: ownerEnvironment });
      await untilUp(server);
      const browser = await openBrowser();
      try {
        const { page, alarms } = await openPage(browser);
        await page.goto(server.url);
        await page.getByLabel(/e-?mail/i).fill(owner.email);
        await page.locator('input[type=password]').fill(owner.password);
        await page.keyboard.press('Enter');
        await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
        await page.goto(`${server.url}/hosts/local/processes`);
        await page.getByRole('row').nth(3).waitFor();
        process.kill(agentOf(server), 'SIGKILL');
        await until(async () => (await hostState(server.url)) !== 'up', 'the host is gone');
        expect(await page.getByRole('row').count()).toBeGreaterThan(3);
        await until(async () => (await hostState(server.url)) === 'up', 'the host is back');
        await page.getByRole('row').nth(3).waitFor();
        expect(alarms).toEqual([]);
      } finally {
        await browser.close();
      }
    },
    60_000,
  );
});

describe('a server that is killed', () => {
  it('takes its agent with it, and starts again with what was under way as unknown and set-up closed', async () => {
    const dataDir = await makeDirectory();
    const first = await launch({ dataDir, environment: ownerEnvironment });
    await untilUp(first);
    const agent = agentOf(first);
    // Its restart waits for the old one to end, which takes its time: the action is under way when the server dies.
    const stubborn = Bun.spawn(['/bin/bash', '-c', 'trap "" TERM; while true; do read -t 1 <> <(:) || true; done'], {
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'ignore',
    });
    await Bun.sleep(300);
    const restarting = ask(first.url, `/api/process/${stubborn.pid}/restart`, { body: {} }).catch(() => null);
    const database = new Database(join(dataDir, 'state.db'), { readonly: true });
    const stateOf = (): unknown =>
      (database.query("select state from action where operation = 'process.restart'").get() as { state: string } | null)?.state;
    await until(() => stateOf() === 'running' || stateOf() === 'dispatched', 'the action is under way');
    first.kill('SIGKILL');
    await first.exited;
    await restarting;
    await until(() => !lives(agent), 'its agent has ended too');
    const second = await launch({ dataDir, ports: { port: first.port, agentPort: first.agentPort }, environment: ownerEnvironment });
    await untilUp(second);
    expect(stateOf()).toBe('unknown');
    database.close();
    const { body } = await ask(second.url, '/api/audit?operation=process.restart');
    expect((body.items as { state: string }[])[0]?.state).toBe('unknown');
    expect((await ask(second.url, '/api/session')).body.setupRequired).toBe(false);
    expect(second.output()).not.toContain('Set-up code');
    stubborn.kill('SIGKILL');
  }, 60_000);

  it('can be killed again and again while it starts and writes', async () => {
    const dataDir = await makeDirectory();
    const sleep = Bun.spawn(['/bin/sleep', '600']);
    const seen: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      const server = await launch({ dataDir, environment: ownerEnvironment });
      if (round % 2 === 0) {
        // In the middle of its start, a little later each time.
        await Bun.sleep(150 + 100 * round);
      } else {
        await untilUp(server);
        const created = await ask(server.url, '/api/tokens', { body: { name: `token-${round}` } });
        seen.push(String((created.body.token as { id: string }).id));
        void ask(server.url, `/api/process/${sleep.pid}/renice`, { body: { nice: round } }).catch(() => null);
      }
      server.kill('SIGKILL');
      await server.exited;
    }
    const last = await launch({ dataDir, environment: ownerEnvironment });
    await untilUp(last);
    const { body } = await ask(last.url, '/api/tokens');
    expect((body.items as { id: string }[]).map(({ id }) => id).sort()).toEqual(seen.sort());
    const states = ((await ask(last.url, '/api/audit?limit=1000')).body.items as { state: string }[]).map(({ state }) => state);
    expect(states.filter((state) => ['planned', 'confirmed', 'dispatched', 'running'].includes(state))).toEqual([]);
    sleep.kill('SIGKILL');
  }, 60_000);
});

describe('a server that is told to stop', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`ends with 0 on one ${signal} and takes its agent along`, async () => {
      const server = await launch({ dataDir: await makeDirectory() });
      await untilUp(server);
      const agent = agentOf(server);
      server.kill(signal);
      expect(await server.exited).toBe(0);
      await until(() => !lives(agent), 'its agent has ended');
    }, 60_000);
  }

  it('ends at once on a second SIGTERM, and the next start works', async () => {
    const dataDir = await makeDirectory();
    const server = await launch({ dataDir });
    await untilUp(server);
    const agent = agentOf(server);
    process.kill(agent, 'SIGSTOP');
    server.kill('SIGTERM');
    await Bun.sleep(200);
    server.kill('SIGTERM');
    expect([0, 130]).toContain(await server.exited);
    process.kill(agent, 'SIGCONT');
    await until(() => !lives(agent), 'its agent has ended');
    await untilUp(await launch({ dataDir }));
  }, 60_000);
});
