import { afterAll, beforeAll, expect, it } from 'bun:test';
import { readFileSync } from 'node:fs';
import { ask, cleanUp, launch, makeDirectory, ownerEnvironment, type Program, untilUp } from './parts/program.ts';

/* S22: very many wrong tokens from one address. Good ones beside them are served; the wrong are refused and leave no heap behind. */
let vigie: Program;
beforeAll(async () => {
  vigie = await launch({ dataDir: await makeDirectory(), environment: ownerEnvironment });
  await untilUp(vigie);
}, 60_000);
afterAll(cleanUp);

const perSecond = 1_000;
const seconds = 10;
const residentMb = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${vigie.pid}/status`, 'utf8'))?.[1]) / 1024;
const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0;

it('healthy requests all succeed and wrong tokens are all refused', async () => {
  await ask(vigie.url, '/api/processes');
  const memoryBefore = residentMb();
  const entriesBefore = (await ask(vigie.url, '/api/audit?limit=1000')).body.count as number;
  const refusals = new Map<number, number>();
  const sent: Promise<void>[] = [];
  let serial = 0;
  const flood = setInterval(() => {
    for (let index = 0; index < perSecond / 50; index += 1) {
      serial += 1;
      const token = `wrong-${serial}-${'z'.repeat(30)}`;
      sent.push(
        fetch(`${vigie.url}/api/processes`, { headers: { 'X-Auth-Token': token } }).then(async (response) => {
          refusals.set(response.status, (refusals.get(response.status) ?? 0) + 1);
          await response.arrayBuffer();
        }),
      );
    }
  }, 20);
  const times: number[] = [];
  const end = Date.now() + seconds * 1000;
  try {
    while (Date.now() < end) {
      const before = performance.now();
      expect((await ask(vigie.url, '/api/processes?limit=20')).status).toBe(200);
      times.push(performance.now() - before);
      await Bun.sleep(20);
    }
  } finally {
    clearInterval(flood);
  }
  await Promise.all(sent);
  console.log(
    `${sent.length} wrong tokens in ${seconds} s; ${times.length} healthy requests beside: p50 ${percentile(times, 0.5).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms; memory ${memoryBefore.toFixed(0)} → ${residentMb().toFixed(0)} MB`,
  );
  expect([...refusals.keys()].filter((status) => status !== 401 && status !== 429)).toEqual([]);
  expect(refusals.get(429)).toBeGreaterThan(0);
  expect(sent.length).toBeGreaterThan(1_000);
  // The trail tells of the attack, and is not filled by it.
  const entries = (await ask(vigie.url, '/api/audit?limit=1000')).body.count as number;
  expect(entries - entriesBefore).toBeGreaterThan(0);
  expect(entries - entriesBefore).toBeLessThanOrEqual(200);
  expect(vigie.output()).not.toMatch(/ error /);
}, 60_000);

it('refuses wrong passwords the same way, for an account that exists and for none', async () => {
  const attempt = (email: string) =>
    ask(vigie.url, '/api/auth/sign-in/email', {
      token: null,
      headers: { origin: vigie.url },
      body: { email, password: 'a wrong password' },
    });
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) => attempt(index % 2 === 0 ? 'owner@example.org' : `nobody-${index}@example.org`)),
  );
  expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
  expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(5);
  expect((await ask(vigie.url, '/api/hosts/local')).status).toBe(200);
});
