import { afterAll, describe, expect, it } from 'bun:test';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EventBatch, MetricSeries } from '@vigie/contract/agent';
import { Ledger } from '@vigie/testkit';
import { mountSmallDisk } from '../testing/small-disk.ts';
import { SqliteEventStore } from './events/index.ts';
import { SqliteMetricStore } from './metrics/index.ts';

/* T3: the disk refuses at the Nth block, for every N of a stretch that reaches from the first write to the last. */

const start = Date.UTC(2026, 10, 20, 10);
const disk = mountSmallDisk(4);
const why = disk ? '' : ' (skipped: needs root and mount)';
afterAll(() => disk?.close());

const number: MetricSeries = { name: 'fault_number', labels: {}, kind: 'gauge' };
const others = Array.from({ length: 30 }, (_, at): MetricSeries => ({ name: `fault_${at}`, labels: {}, kind: 'gauge' }));
const [items, firstBlocks, lastBlocks] = [60, 1, 110];

interface Door {
  /** Sends one item; false when it was refused for want of space. Any other refusal is thrown. */
  send(sequence: number): Promise<boolean>;
  stored(): number[];
  close(): Promise<void>;
}

const refusedAsFull = (error: { code?: unknown }): false => {
  if (error.code !== 'storage_full') {
    throw error;
  }
  return false;
};

function openFigures(path: string): Door {
  const store = new SqliteMetricStore({ path, now: () => start, groupMs: 1 });
  return {
    send: (sequence) => {
      const samples = [{ series: number, value: sequence }, ...others.map((series, at) => ({ series, value: Math.sin(sequence * at) }))];
      const frame = { sequence, timeMs: start + sequence * 1000, intervalMs: 1000, samples };
      const kept = store.append({ hostId: 'h', stream: 's', frame }).then(() => true, refusedAsFull);
      store.flush();
      if (sequence % 20 === 0) {
        try {
          store.seal('h');
        } catch (error) {
          expect(String(error)).toMatch(/full|disk|I\/O/i);
        }
      }
      return kept;
    },
    stored: () => [
      ...(store.query({ hosts: ['h'], names: [number.name], fromMs: start, toMs: start + 1e8, stepMs: 0 }).series[0]?.values ?? []),
    ],
    close: () => store.close(),
  };
}

function openEvents(path: string): Door {
  const store = new SqliteEventStore({ path, groupMs: 1 });
  return {
    send: (sequence) => {
      const fields = { pid: sequence, name: 'worker', command: 'x'.repeat(400) };
      const event = { sequence, timeMs: start + sequence, kind: 'process.started', severity: 'info', fields } as const;
      const batch: EventBatch = { stream: 's', sentAtMs: start, events: [event], gaps: [] };
      const kept = store.append({ ...batch, hostId: 'h', receivedMs: start }).then(() => true, refusedAsFull);
      store.flush();
      return kept;
    },
    stored: () =>
      store
        .page({ limit: 1000 })
        .items.map(({ sequence }) => sequence)
        .reverse(),
    close: () => store.close(),
  };
}

describe.each([
  ['metrics.db', openFigures],
  ['events.db', openEvents],
] as const)('%s, when the disk is full at every block in turn', (name, open) => {
  it.skipIf(!disk)(
    `keeps what it acknowledged, once and in order, and goes on when there is space${why}`,
    async () => {
      if (!disk) {
        return;
      }
      let refusals = 0;
      for (let blocks = firstBlocks; blocks <= lastBlocks; blocks++) {
        disk.empty();
        const path = join(disk.folder, name);
        for (const suffix of ['', '-wal', '-shm']) {
          rmSync(path + suffix, { force: true });
        }
        const ledger = new Ledger();
        let door = open(path);
        const send = async (): Promise<boolean> => {
          const item = ledger.next('h');
          const kept = await door.send(item.number);
          if (kept) {
            ledger.acknowledged(item);
          }
          return kept;
        };
        const look = (settled: boolean) => {
          const { violations } = ledger.judge(() => ({ numbers: door.stored() }), { settled });
          expect([blocks, ...violations]).toEqual([blocks]);
        };
        await send();
        disk.leave(blocks);
        let kept = true;
        for (let count = 1; kept && count < items; count++) {
          kept = await send();
        }
        look(false);
        disk.empty();
        await door.close();
        door = open(path);
        look(false);
        const last = ledger.claim('h').sent;
        if (!kept) {
          refusals++;
          expect(await door.send(last)).toBe(true);
          ledger.acknowledged({ source: 'h', number: last });
        }
        await send();
        look(true);
        await door.close();
      }
      expect(refusals).toBeGreaterThan(20);
    },
    180_000,
  );
});
