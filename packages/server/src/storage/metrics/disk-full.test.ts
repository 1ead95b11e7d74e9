import { afterEach, describe, expect, it } from 'bun:test';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, MetricSeries } from '@vigie/contract/agent';
import { SqliteMetricStore } from './sqlite-metric-store.ts';

const start = Date.UTC(2026, 10, 20, 10);
const mountProgram = '/usr/bin/mount';
const canMount = process.getuid?.() === 0 && Bun.spawnSync([mountProgram, '--version']).success && mountWorks();
const why = canMount ? '' : ' (skipped: needs root and mount)';
const series = Array.from({ length: 40 }, (_, at): MetricSeries => ({ name: `full_${at}`, labels: {}, kind: 'gauge' }));
const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).reverse()) {
    cleanUp();
  }
});

function mountWorks(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-mount-'));
  const works = Bun.spawnSync([mountProgram, '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).success;
  if (works) {
    Bun.spawnSync(['/usr/bin/umount', folder]);
  }
  rmSync(folder, { recursive: true, force: true });
  return works;
}

/** A file system of some megabytes. */
function smallDisk(megabytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-full-'));
  mkdirSync(folder, { recursive: true });
  Bun.spawnSync([mountProgram, '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  cleanUps.push(() => {
    Bun.spawnSync(['/usr/bin/umount', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

function frame(sequence: number): Omit<Frame, 'stream'> {
  return {
    sequence,
    timeMs: start + sequence * 1000,
    intervalMs: 1000,
    samples: series.map((one, at) => ({ series: one, value: sequence + Math.sin(sequence * at) })),
  };
}

describe('a metric store on a full disk', () => {
  it.skipIf(!canMount)(`refuses, keeps what it acknowledged, and works again when there is space${why}`, async () => {
    const folder = smallDisk(2);
    const path = join(folder, 'metrics.db');
    let store = new SqliteMetricStore({ path, now: () => start, groupMs: 1 });
    const acknowledged: number[] = [];
    const refused: unknown[] = [];
    const send = async (sequence: number): Promise<void> => {
      const kept = store.append({ hostId: 'h', stream: 's', frame: frame(sequence) });
      store.flush();
      await kept.then(
        () => void acknowledged.push(sequence),
        (error: { code?: unknown }) => void refused.push(error.code),
      );
    };
    const stored = (): number[] => {
      const result = store.query({ hosts: ['h'], names: ['full_0'], fromMs: start, toMs: start + 1e8, stepMs: 0 });
      return [...(result.series[0]?.values ?? [])];
    };
    let sequence = 0;
    while (refused.length === 0 && sequence < 20_000) {
      await send(++sequence);
    }
    expect([refused[0], acknowledged.length > 100]).toEqual(['storage_full', true]);
    const atRefusal = [...acknowledged];
    expect(stored()).toEqual(atRefusal.map((number) => number + Math.sin(0)));
    // Housekeeping needs space as well; when it fails, nothing is lost by it.
    try {
      store.seal('h');
    } catch (error) {
      expect(String(error)).toMatch(/full/);
    }
    expect(stored()).toEqual(atRefusal);
    await store.close();
    store = new SqliteMetricStore({ path, now: () => start, groupMs: 1 });
    expect(stored()).toEqual(atRefusal);
    Bun.spawnSync([mountProgram, '-o', 'remount,size=16m', folder]);
    for (let again = sequence; again < sequence + 50; again++) {
      await send(again);
    }
    expect(stored()).toEqual([...atRefusal, ...Array.from({ length: 50 }, (_, index) => sequence + index)]);
    store.seal('h');
    expect((await store.check()).problems).toEqual([]);
    await store.close();
  });

  it.skipIf(!canMount)(`leaves the reserve to others, who can still write${why}`, async () => {
    const folder = smallDisk(8);
    const store = new SqliteMetricStore({ path: join(folder, 'metrics.db'), now: () => start, groupMs: 1, reserveBytes: 4_000_000 });
    let code: unknown = null;
    for (let sequence = 1; code === null && sequence < 20_000; sequence++) {
      const kept = store.append({ hostId: 'h', stream: 's', frame: frame(sequence) });
      store.flush();
      code = await kept.then(
        () => null,
        (error: { code?: unknown }) => error.code,
      );
    }
    const { bavail, bsize } = statfsSync(folder);
    expect([code, bavail * bsize > 3_000_000]).toEqual(['storage_full', true]);
    writeFileSync(join(folder, 'another'), new Uint8Array(2_000_000));
    await store.close();
  });
});
