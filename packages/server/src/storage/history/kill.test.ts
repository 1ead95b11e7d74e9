import { afterEach, describe, expect, it } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomFrom } from '@vigie/testkit';
import { historyRecords, historyStart, historyTime } from '../../testing/history-workload.ts';
import { SqliteHistoryStore } from './sqlite-history-store.ts';

const child = new URL('../../testing/history-workload.ts', import.meta.url).pathname;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-history-kill-'));
  folders.push(folder);
  return join(folder, 'history.db');
}

/** Runs the writer in a process of its own, killed after so many lines; gives the newest number it said was flushed. */
async function runChild(path: string, from: number, lines: number): Promise<{ readonly flushed: number; readonly killed: boolean }> {
  const running = Bun.spawn([process.execPath, child, path, String(from)], { stdout: 'pipe', stderr: 'inherit' });
  const decoder = new TextDecoder();
  let told = '';
  for await (const bytes of running.stdout) {
    told += decoder.decode(bytes, { stream: true });
    if (told.split('\n').length > lines) {
      running.kill('SIGKILL');
    }
  }
  await running.exited;
  return { flushed: Math.max(0, ...told.split('\n').slice(0, -1).map(Number)), killed: running.signalCode === 'SIGKILL' };
}

/** Everything that was ever kept, in its order, nothing twice. */
async function judge(path: string, flushed: number): Promise<number> {
  const store = new SqliteHistoryStore({ path, now: () => historyTime(historyRecords), keepMs: () => Number.MAX_SAFE_INTEGER });
  const numbers = [...store.read('h', historyStart, historyTime(historyRecords))].map(({ body }) => Number(body));
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  expect(numbers.length).toBeGreaterThanOrEqual(flushed);
  expect((await store.check()).problems).toEqual([]);
  await store.close();
  return numbers.length;
}

describe('the history of host states, killed', () => {
  const seed = Number(process.env.VIGIE_KILL_SEED ?? 20_261_120);

  it(`keeps what was flushed, in its order, through random kills (seed ${seed})`, async () => {
    const random = randomFrom(seed);
    let path = newPath();
    let from = 1;
    let kills = 0;
    for (let round = 0; round < 12; round++) {
      const { flushed, killed } = await runChild(path, from, 1 + Math.floor(random() * 60));
      kills += killed ? 1 : 0;
      from = (await judge(path, flushed)) + 1;
      if (from > historyRecords) {
        [path, from] = [newPath(), 1];
      }
    }
    expect(kills).toBeGreaterThan(0);
  }, 120_000);
});
