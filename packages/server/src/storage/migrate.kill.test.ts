import { Database } from 'bun:sqlite';
import { afterEach, describe, expect, it } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomFrom } from '@vigie/testkit';

/* G17: new tables for old data, killed at random instants, go on at the next start and change nothing of what was there. */

const child = new URL('../testing/open-metrics.ts', import.meta.url).pathname;
const seed = Number(process.env.VIGIE_MIGRATE_SEED ?? 20261120);
const [kills, rows] = [20, 200_000];
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** `metrics.db` as its first version left it, with many rows. */
function oldDatabase(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-migrate-'));
  folders.push(folder);
  const path = join(folder, 'metrics.db');
  const db = new Database(path, { create: true });
  db.run('PRAGMA journal_mode = WAL');
  db.run(`
    CREATE TABLE series (id INTEGER PRIMARY KEY, host TEXT NOT NULL, name TEXT NOT NULL, labels TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('gauge', 'counter')), UNIQUE (host, name, labels, kind));
    CREATE TABLE stream (host TEXT NOT NULL, stream TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (host, stream)) WITHOUT ROWID;
    CREATE TABLE shape (id INTEGER PRIMARY KEY, host TEXT NOT NULL, series BLOB NOT NULL);
    CREATE TABLE head (id INTEGER PRIMARY KEY, host TEXT NOT NULL, shape INTEGER NOT NULL, time REAL NOT NULL, samples BLOB NOT NULL);
    CREATE INDEX head_by_host ON head (host, id);
    CREATE TABLE block (id INTEGER PRIMARY KEY, host TEXT NOT NULL, tier INTEGER NOT NULL, window REAL NOT NULL, first REAL NOT NULL,
      last REAL NOT NULL, samples INTEGER NOT NULL, head BLOB NOT NULL, body BLOB NOT NULL);
    CREATE INDEX block_by_time ON block (host, tier, last);
    CREATE TABLE rolled (host TEXT NOT NULL, tier INTEGER NOT NULL, until REAL NOT NULL, PRIMARY KEY (host, tier)) WITHOUT ROWID;
    CREATE TABLE damaged (id INTEGER PRIMARY KEY, host TEXT NOT NULL, tier INTEGER NOT NULL, first REAL NOT NULL, last REAL NOT NULL,
      reason TEXT NOT NULL, found REAL NOT NULL, head BLOB NOT NULL, body BLOB NOT NULL);
    PRAGMA user_version = 1;`);
  db.transaction(() => {
    const insert = db.query('INSERT INTO stream (host, stream, last) VALUES (?, ?, ?)');
    for (let row = 0; row < rows; row++) {
      insert.run(`host-${row % 500}`, `stream-${row}`, row);
    }
  })();
  db.close();
  return path;
}

function stateOf(path: string) {
  const db = new Database(path, { readonly: true });
  const { user_version: version } = db.query('PRAGMA user_version').get() as { user_version: number };
  const sum = db.query('SELECT count(*) AS count, sum(last) AS sum, count(DISTINCT host) AS hosts FROM stream').get();
  const columns = (db.query('PRAGMA table_info(stream)').all() as { name: string }[]).map(({ name }) => name);
  const whole = db.query('PRAGMA integrity_check').get();
  db.close();
  return { version, sum, columns, whole };
}

describe('bringing old tables up to date', () => {
  it(`goes on after ${kills} kills at random instants, and changes nothing of what was there (seed ${seed})`, async () => {
    const random = randomFrom(seed);
    const path = oldDatabase();
    const before = stateOf(path).sum;
    let killed = 0;
    for (let round = 0; round < kills; round++) {
      const opening = Bun.spawn([process.execPath, child, path], { stdout: 'ignore', stderr: 'ignore' });
      await Bun.sleep(random() * 400);
      opening.kill('SIGKILL');
      await opening.exited;
      killed += opening.signalCode === 'SIGKILL' ? 1 : 0;
      const { sum, version, columns, whole } = stateOf(path);
      // A version is there whole or not at all.
      expect([sum, version >= 2, whole]).toEqual([before, columns.includes('seen'), { integrity_check: 'ok' }]);
    }
    expect(killed).toBeGreaterThan(0);
    const last = Bun.spawnSync([process.execPath, child, path], { stderr: 'inherit' });
    expect(last.stdout.toString()).toBe('open\n');
    expect(stateOf(path)).toMatchObject({ sum: before, whole: { integrity_check: 'ok' } });
    expect(stateOf(path).version).toBeGreaterThanOrEqual(2);
  }, 120_000);
});
