import { afterEach, describe, expect, it } from 'bun:test';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger, randomFrom } from '@vigie/testkit';
import { numbered, openWorkload, timeOf, workloadStart } from '../../testing/metric-workload.ts';

/*
 * Power loss: of what was written after the last sync any part may be missing or zero. A commit syncs the WAL, so the files as of a
 * commit are on the disk, and the WAL of the next commit may have any tail torn off or zeroed down to the length of this one.
 */

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-power-'));
  folders.push(folder);
  return folder;
}

interface Picture {
  readonly database: string;
  readonly wal: string;
  /** What had been acknowledged by then. */
  readonly acknowledged: number;
}

const frames = 200;
const seed = Number(process.env.VIGIE_POWER_SEED ?? 20261120);

/** Runs the store and keeps its files as they were after each commit. */
async function photograph(): Promise<Picture[]> {
  const [live, kept] = [newFolder(), newFolder()];
  const path = join(live, 'metrics.db');
  const pictures: Picture[] = [];
  let acknowledged = 0;
  const store = openWorkload(path, () => timeOf(frames), {
    onStep: (name) => {
      if (name.endsWith('committed') && existsSync(`${path}-wal`)) {
        const database = join(kept, `${pictures.length}.db`);
        copyFileSync(path, database);
        copyFileSync(`${path}-wal`, `${database}-at`);
        pictures.push({ database, wal: `${database}-at`, acknowledged });
      }
    },
  });
  for (let number = 1; number <= frames; number++) {
    const frame = { sequence: number, timeMs: timeOf(number), intervalMs: 10_000, samples: [{ series: numbered, value: number }] };
    const done = store.append({ hostId: 'h', stream: 'life', frame });
    if (number % 4 === 0) {
      store.flush();
      await done;
      acknowledged = number;
    }
    if (number % 60 === 0) {
      store.seal('h');
    }
  }
  await store.close();
  return pictures;
}

/** T1 on one state of the disk. */
async function judge(picture: Picture, prepareWal: (wal: string) => void): Promise<void> {
  const path = join(newFolder(), 'metrics.db');
  copyFileSync(picture.database, path);
  copyFileSync(picture.wal, `${path}-wal`);
  prepareWal(`${path}-wal`);
  const ledger = new Ledger();
  for (let number = 1; number <= frames; number++) {
    ledger.next('h');
  }
  if (picture.acknowledged > 0) {
    ledger.acknowledgedUpTo({ source: 'h', number: picture.acknowledged });
  }
  const store = openWorkload(path, () => timeOf(frames));
  const { series } = store.query({
    hosts: ['h'],
    names: [numbered.name],
    fromMs: workloadStart,
    toMs: timeOf(frames + 1),
    stepMs: 0,
  });
  expect(ledger.judge(() => ({ numbers: [...(series[0]?.values ?? [])] })).violations).toEqual([]);
  expect((await store.check()).problems).toEqual([]);
  await store.close();
}

describe('the metric store, when the power fails', () => {
  it(`has everything acknowledged, whatever became of what was not synced (seed ${seed})`, async () => {
    const random = randomFrom(seed);
    const pictures = await photograph();
    expect(pictures.length).toBeGreaterThan(40);
    let torn = 0;
    for (const [index, picture] of pictures.entries()) {
      await judge(picture, () => undefined);
      const next = pictures[index + 1];
      const [synced, later] = [statSync(picture.wal).size, next ? statSync(next.wal).size : 0];
      if (!next || later <= synced || !readFileSync(next.database).equals(readFileSync(picture.database))) {
        continue;
      }
      torn++;
      const cut = synced + Math.floor(random() * (later - synced));
      // The WAL of the next commit on the promises of this one.
      const half = { ...picture, wal: next.wal };
      await judge(half, (wal) => truncateSync(wal, cut));
      await judge(half, (wal) => writeFileSync(wal, readFileSync(wal).fill(0, cut)));
      await judge(half, (wal) => writeFileSync(wal, readFileSync(wal).fill(0, synced, cut)));
    }
    expect(torn).toBeGreaterThan(20);
  }, 120_000);
});
