import { afterEach, describe, expect, it } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomFrom } from '@vigie/testkit';
import { numbered, openWorkload, runWorkload, timeOf, workloadFrames, workloadStart } from '../../testing/metric-workload.ts';

const child = new URL('../../testing/metric-workload.ts', import.meta.url).pathname;
const hour = 3_600_000;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-kill-'));
  folders.push(folder);
  return join(folder, 'metrics.db');
}

/** T1: what was acknowledged is stored, nothing twice, nothing that was not sent, in its order. Gives the newest number stored. */
async function judge(path: string, acknowledged: number): Promise<number> {
  const store = openWorkload(path, () => timeOf(workloadFrames));
  const { times, series } = store.query({
    hosts: ['h'],
    names: [numbered.name],
    fromMs: workloadStart,
    toMs: timeOf(workloadFrames + 1),
    stepMs: 0,
  });
  const stored = [...(series[0]?.values ?? [])];
  expect(stored).toEqual(stored.map((_, index) => index + 1));
  expect([...times]).toEqual(stored.map(timeOf));
  expect(stored.length).toBeGreaterThanOrEqual(acknowledged);
  const counts = countsOf(store);
  expect(counts[0]).toBe(stored.length);
  expect((await store.check()).problems).toEqual([]);
  await store.close();
  return stored.length;
}

/** How many frames each tier knows, and the increase of the counter. */
function countsOf(store: ReturnType<typeof openWorkload>): number[] {
  const total = (stepMs: number, name: string, aggregate: 'count' | 'increase'): number => {
    const { series } = store.query({
      hosts: ['h'],
      names: [name],
      fromMs: workloadStart,
      toMs: timeOf(workloadFrames + 1),
      stepMs,
      aggregate,
    });
    return [...(series[0]?.values ?? [])].filter((value) => !Number.isNaN(value)).reduce((sum, value) => sum + value, 0);
  };
  return [60_000, 300_000, hour].flatMap((stepMs) => [
    total(stepMs, numbered.name, 'count'),
    total(stepMs, 'vigie_test_total', 'increase'),
  ]);
}

interface Ended {
  readonly acknowledged: number;
  readonly signal: NodeJS.Signals | number | null;
}

/** Runs the workload in a process of its own, killed after some acknowledgements or at a step. */
async function runChild(path: string, from: number, kill: { after?: number; step?: string; time?: number }): Promise<Ended> {
  const process = Bun.spawn([globalThis.process.execPath, child, path, String(from), String(kill.time ?? 0), kill.step ?? ''], {
    stdout: 'pipe',
    stderr: 'inherit',
  });
  let text = '';
  const decoder = new TextDecoder();
  for await (const bytes of process.stdout) {
    text += decoder.decode(bytes, { stream: true });
    if (kill.after !== undefined && text.split('\n').length > kill.after) {
      process.kill('SIGKILL');
    }
  }
  await process.exited;
  // A last line without its end was not written whole.
  const lines = text.split('\n').slice(0, -1).map(Number);
  return { acknowledged: Math.max(0, ...lines), signal: process.signalCode };
}

describe('the metric store, killed', () => {
  const seed = Number(process.env.VIGIE_KILL_SEED ?? 20261120);
  const rounds = Number(process.env.VIGIE_KILL_ROUNDS ?? 40);

  it(`keeps what it acknowledged through ${rounds} random kills (seed ${seed})`, async () => {
    const random = randomFrom(seed);
    let path = newPath();
    let from = 1;
    let kills = 0;
    for (let round = 0; round < rounds; round++) {
      const { acknowledged, signal } = await runChild(path, from, { after: 1 + Math.floor(random() * 120) });
      kills += signal === 'SIGKILL' ? 1 : 0;
      from = (await judge(path, acknowledged)) + 1;
      // What the agent was not told of it sends again; the store must not show it twice.
      from = Math.max(1, from - Math.floor(random() * 20));
      if (from > workloadFrames - 30) {
        [path, from] = [newPath(), 1];
      }
    }
    expect(kills).toBeGreaterThan(rounds / 2);
  }, 120_000);

  it('comes to the same end wherever it is killed: at each step of append, seal, merge, roll-up and forgetting', async () => {
    const seen = new Map<string, number>();
    const clock = { nowMs: workloadStart };
    const whole = openWorkload(newPath(), () => clock.nowMs, { onStep: (name) => void seen.set(name, (seen.get(name) ?? 0) + 1) });
    await runWorkload(whole, clock, 1, () => undefined);
    const expected = countsOf(whole);
    await whole.close();
    expect([...new Set([...seen.keys()].map((name) => name.split(/[ :]/)[0]))].sort()).toEqual([
      'append',
      'forget',
      'merge',
      'roll',
      'seal',
    ]);
    for (const [step, times] of seen) {
      for (const time of new Set([1, times])) {
        const path = newPath();
        const { acknowledged, signal } = await runChild(path, 1, { step, time });
        expect([step, time, signal]).toEqual([step, time, 'SIGKILL']);
        const again = { nowMs: timeOf(Math.max(1, acknowledged)) };
        const store = openWorkload(path, () => again.nowMs);
        await runWorkload(store, again, acknowledged + 1, () => undefined);
        expect([step, time, ...countsOf(store)]).toEqual([step, time, ...expected]);
        expect((await store.check()).problems).toEqual([]);
        await store.close();
      }
    }
  }, 180_000);
});
