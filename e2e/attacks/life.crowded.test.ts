import { afterAll, beforeAll, expect, it } from 'bun:test';
import { readFileSync } from 'node:fs';
import { until } from '../harness/vigie.ts';
import { openLive } from './parts/live.ts';
import { ask, cleanUp, launch, makeDirectory, type Program, untilUp } from './parts/program.ts';

/* Two thousand processes at once, and pages that stop reading while they come and go (G11, G13 in small). */
let vigie: Program;
const children: Bun.Subprocess[] = [];
const quiet = { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' } as const;
const count = 2_000;
const stoppedMs = 60_000;

beforeAll(async () => {
  vigie = await launch({ dataDir: await makeDirectory() });
  await untilUp(vigie);
}, 60_000);
afterAll(async () => {
  for (const child of children) {
    child.kill('SIGKILL');
  }
  await Promise.all(children.map(({ exited }) => exited));
  await cleanUp();
}, 60_000);

const residentMb = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
const agentPid = (): number => Number(readFileSync(`/proc/${vigie.pid}/task/${vigie.pid}/children`, 'utf8').trim().split(' ')[0]);

/** A page of its own process, so that it can be stopped: eight sockets that ask for everything every second. */
const pageScript = `
  const [url, token] = process.argv.slice(-2);
  for (let index = 0; index < 8; index += 1) {
    const answer = await fetch(url + '/api/live/ticket', { method: 'POST', headers: { 'X-Auth-Token': token, 'Content-Type': 'application/json' }, body: '{}' });
    const { ticket } = await answer.json();
    const socket = new WebSocket(url.replace('http', 'ws') + '/api/live');
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: 'hello', ticket }));
      socket.send(JSON.stringify({ type: 'subscribe', id: 1, topic: 'processes', intervalMs: 1000 }));
      socket.send(JSON.stringify({ type: 'subscribe', id: 2, topic: 'sockets', intervalMs: 1000 }));
      socket.send(JSON.stringify({ type: 'subscribe', id: 3, topic: 'metrics', intervalMs: 1000 }));
    };
  }
  setInterval(() => {}, 1000);
  console.log('open');
`;

it('shows them all, steers one of them, and forgets them when they end', async () => {
  const before = (await ask(vigie.url, '/api/processes')).body.count as number;
  for (let index = 0; index < count; index += 1) {
    children.push(Bun.spawn(['/bin/sleep', '601'], quiet));
  }
  await until(async () => ((await ask(vigie.url, '/api/processes?q=sleep+601')).body.items as unknown[]).length >= count, 'all are shown');
  const chosen = children.at(-1) as Bun.Subprocess;
  expect((await ask(vigie.url, `/api/process/${chosen.pid}/renice`, { body: { nice: 7 } })).status).toBe(200);
  const targets = children.slice(0, 500).map(({ pid }) => ({ pid }));
  const planned = await ask(vigie.url, '/api/processes/signal', { body: { targets, signal: 'KILL', dry_run: true } });
  const { hash } = planned.body.plan as { hash: string };
  const { status, body } = await ask(vigie.url, '/api/processes/signal', { body: { targets, signal: 'KILL', confirm: hash } });
  expect([status, body.ok, (body.results as unknown[]).length]).toEqual([200, true, 500]);
  await until(
    async () => ((await ask(vigie.url, '/api/processes')).body.count as number) <= before + count - 450,
    'those that ended are gone',
  );
  console.log(`${count} processes: server ${residentMb(vigie.pid).toFixed(0)} MB, agent ${residentMb(agentPid()).toFixed(0)} MB`);
}, 60_000);

it('spends a bounded memory on pages that stopped reading, and serves the others meanwhile', async () => {
  const reading = await openLive(vigie.url);
  reading.send(JSON.stringify({ type: 'subscribe', id: 1, topic: 'processes', intervalMs: 1000 }));
  const page = Bun.spawn([process.execPath, '-e', pageScript, '--', vigie.url, 'mettez-une-longue-cle-aleatoire-ici'], {
    ...quiet,
    stdout: 'pipe',
  });
  children.push(page);
  await page.stdout.getReader().read();
  await Bun.sleep(2_000);
  const before = residentMb(vigie.pid);
  page.kill('SIGSTOP');
  const received = reading.messages.length;
  let most = before;
  const end = Date.now() + stoppedMs;
  while (Date.now() < end) {
    // Rows change all the time: some end, others begin.
    for (let index = 0; index < 20; index += 1) {
      children.push(Bun.spawn(['/bin/sleep', '0.5'], quiet));
    }
    expect((await ask(vigie.url, '/api/processes?limit=10')).status).toBe(200);
    most = Math.max(most, residentMb(vigie.pid));
    reading.messages.splice(0, Math.max(0, reading.messages.length - received - 10_000));
    await Bun.sleep(1_000);
  }
  console.log(`8 sockets stopped for ${stoppedMs / 1000} s: server ${before.toFixed(0)} → at most ${most.toFixed(0)} MB`);
  // 4 MB for each of them at the most, and what one full table costs to make.
  expect(most - before).toBeLessThan(8 * 4 + 60);
  expect(reading.messages.length).toBeGreaterThan(received + 20);
  page.kill('SIGCONT');
  await until(async () => (await ask(vigie.url, '/api/hosts/local')).body.state === 'up', 'the host is up');
  expect(vigie.output()).not.toMatch(/ error /);
  reading.close();
}, 120_000);
