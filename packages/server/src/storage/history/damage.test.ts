import { Database } from 'bun:sqlite';
import { afterEach, describe, expect, it } from 'bun:test';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mountSmallDisk } from '../../testing/small-disk.ts';
import type { HistoryProblem } from './port.ts';
import { SqliteHistoryStore } from './sqlite-history-store.ts';

const start = Date.UTC(2026, 10, 20, 8);
const hour = 3_600_000;
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) {
    await end();
  }
});

async function filled(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-history-damage-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'history.db');
  const store = new SqliteHistoryStore({ path, now: () => start });
  for (let index = 0; index < 4; index++) {
    store.append('a', { timeMs: start + index * hour, key: true, body: `"key ${index}"` });
    store.append('a', { timeMs: start + index * hour + 1000, key: false, body: `"change ${index}"` });
  }
  store.flush();
  while (store.maintain(start)) {
    // Everything that can be sealed is.
  }
  await store.close();
  return path;
}

function spoil(path: string, statement: string): void {
  const db = new Database(path);
  expect(db.run(statement).changes).toBe(1);
  db.close();
}

function open(path: string) {
  const problems: HistoryProblem[] = [];
  const store = new SqliteHistoryStore({ path, now: () => start + 4 * hour, onProblem: (problem) => problems.push(problem) });
  ends.push(() => store.close());
  return { store, problems, at: (timeMs: number) => [...store.read('a', timeMs, timeMs)].map(({ body }) => body) };
}

describe('the history of host states, damaged', () => {
  it('is readable by its owner only', async () => {
    expect(statSync(await filled()).mode & 0o777).toBe(0o600);
  });

  it('sets a damaged block aside, tells it once, and reads everything else', async () => {
    const path = await filled();
    spoil(path, `UPDATE block SET body = zeroblob(length(body)) WHERE first = ${start + hour}`);
    const { store, problems, at } = open(path);
    const damaged = { hostId: 'a', fromMs: start + hour, toMs: start + hour + 1000, reason: 'checksum', foundMs: start + 4 * hour };
    expect(at(start + hour + 500)).toEqual([]);
    expect(at(start + hour + 500)).toEqual([]);
    expect(problems).toEqual([damaged]);
    expect(store.isDamaged('a', start + hour + 500)).toBe(true);
    expect(store.isDamaged('a', start + 500)).toBe(false);
    expect(at(start + 500)).toEqual(['"key 0"']);
    expect(at(start + 2 * hour + 1000)).toEqual(['"key 2"', '"change 2"']);
    expect([...store.read('a', start, start + 9 * hour)].map(({ body }) => body)).not.toContain('"key 1"');
    expect((await store.check()).problems).toEqual([damaged]);
  });

  it('is found by a check that nobody reads before', async () => {
    const path = await filled();
    spoil(path, `UPDATE block SET body = substr(body, 2) WHERE first = ${start}`);
    const { store } = open(path);
    expect((await store.check()).problems).toMatchObject([{ hostId: 'a', fromMs: start }]);
    expect((await store.check()).problems).toHaveLength(1);
  });

  it('leaves out what follows a damaged record of the log, and asks for a key', async () => {
    const path = await filled();
    spoil(path, `UPDATE log SET body = zeroblob(4) WHERE is_key = 1 AND at = ${start + 3 * hour}`);
    const { store, problems, at } = open(path);
    expect(at(start + 3 * hour + 1000)).toEqual([]);
    expect(problems).toMatchObject([{ hostId: 'a', fromMs: start + 3 * hour }]);
    expect(store.takeLost()).toEqual(['a']);
    expect(store.takeLost()).toEqual([]);
  });

  const disk = mountSmallDisk(4);
  it.skipIf(!disk)(
    'says once that the disk is full, names who must begin anew, and goes on when there is space (needs root: it mounts a disk)',
    async () => {
      ends.push(() => disk?.close());
      const refused: unknown[] = [];
      const store = new SqliteHistoryStore({
        path: join(disk?.folder ?? '', 'history.db'),
        now: () => start,
        onRefused: (error) => refused.push(error),
      });
      ends.push(() => store.close());
      const read = () => [...store.read('a', start + hour, start + hour)].length;
      disk?.leave(0);
      const body = JSON.stringify(Array.from({ length: 40_000 }, () => Math.random()));
      for (let index = 0; index < 2; index++) {
        store.append('a', { timeMs: start, key: true, body });
        expect(read()).toBe(0);
      }
      expect(refused).toHaveLength(1);
      expect(store.takeLost()).toEqual(['a']);
      disk?.empty();
      store.append('a', { timeMs: start, key: true, body });
      expect(read()).toBe(1);
    },
  );
});
