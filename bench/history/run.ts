import { heapStats } from 'bun:jsc';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presentMoment } from '../../packages/server/src/features/history/moment.ts';
import type { StateChange } from '../../packages/server/src/features/history/state.ts';
import { mostSocketChanges } from '../../packages/server/src/features/history/written-sockets.ts';
import { packRecords } from '../../packages/server/src/storage/history/block.ts';
import { type HistoryRecord, SqliteHistoryStore } from '../../packages/server/src/storage/history/index.ts';
import { createFakeHosts } from '../../packages/server/src/testing/fake-hosts.ts';
import { type BenchResult, percentile } from '../result.ts';
import { ReplayedHost } from './replay.ts';
import { type Look, recordStream } from './stream.ts';

/** Seconds that are recorded: `npm run bench -- history --bench-seconds=600`. */
const seconds = Number(process.argv.find((word) => word.startsWith('--bench-seconds='))?.split('=')[1] ?? 300);
const hosts = 40;
const asks = 60;
const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** What the history of a busy host costs: bytes, time to write and to read, memory. */
export async function benchHistory(): Promise<BenchResult[]> {
  const looks = await recordStream(seconds);
  const shiftMs = Math.ceil((looks[0]?.timeMs ?? 0) / hourMs) * hourMs + 5000 - (looks[0]?.timeMs ?? 0);
  const records: HistoryRecord[] = [];
  const before = process.cpuUsage();
  const host = new ReplayedHost((record) => records.push(record));
  for (const look of looks) {
    host.take(look, shiftMs);
  }
  const used = process.cpuUsage(before);
  const what = `${looks[0]?.processes.rows.length} processes that compile, write, start and connect, ${seconds} s`;
  return [
    { name: 'history, one busy host and day', value: bytesOfDay(records) / 1e6, how: `${what}; 24 keys and the changes, as sealed` },
    {
      name: 'history, processor time of one look',
      value: (used.user + used.system) / 1000 / looks.length,
      how: 'comparing, recording, JSON; each host has one every 10 s',
    },
    { name: 'history, memory of one host', value: memoryOfHost(looks, shiftMs), how: `what ${hosts} recorders add to the newest tables` },
    {
      name: 'history, a random moment of a day, p95',
      value: await momentLatency(records),
      how: `host.at with all parts as JSON, ${asks} moments, blocks not in memory`,
    },
  ];
}

/**
 * Keys, changes and changes of sockets are packed apart, so that nothing of a short recording is flattered by being repeated;
 * sockets are kept up to a number of changes an hour.
 */
function bytesOfDay(records: readonly HistoryRecord[]): number {
  const spanMs = (records.at(-1)?.timeMs ?? 0) - (records[0]?.timeMs ?? 0);
  const keys = records.filter(({ key }) => key);
  const changes = records.filter(({ key }) => !key).map((record) => ({ ...record, change: JSON.parse(record.body) as StateChange }));
  const only = (take: (change: StateChange) => StateChange) =>
    packRecords(
      changes.map(({ change, ...record }) => ({ ...record, body: JSON.stringify(take(change)) })),
      true,
    ).length;
  const socketCount = changes.reduce((sum, { change: { s = [], c = [] } }) => sum + s.length + c.length, 0);
  const socketBytes = only(({ s, c }) => ({ ...(s ? { s } : {}), ...(c ? { c } : {}) }));
  const otherBytes = only(({ s: _rows, c: _gone, ...rest }) => rest);
  const socketsOfHour = Math.min(mostSocketChanges, socketCount * (hourMs / spanMs));
  const ofKeys = 24 * (packRecords(keys, true).length / keys.length);
  const ofSockets = socketCount === 0 ? 0 : 24 * socketsOfHour * (socketBytes / socketCount);
  const ofOthers = otherBytes * (dayMs / spanMs);
  console.error(`history: keys ${megabytes(ofKeys)}, sockets ${megabytes(ofSockets)}, processes ${megabytes(ofOthers)}`);
  return ofKeys + ofSockets + ofOthers;
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;

function memoryOfHost(looks: readonly Look[], shiftMs: number): number {
  const plain = JSON.stringify(looks);
  const measure = (make: (host: number) => ReplayedHost): number => {
    Bun.gc(true);
    const before = heapStats().heapSize;
    const all = Array.from({ length: hosts }, (_, host) => make(host));
    for (const host of all) {
      for (const look of JSON.parse(plain) as readonly Look[]) {
        host.take(look, shiftMs);
      }
    }
    Bun.gc(true);
    const bytes = heapStats().heapSize - before;
    // Whoever is measured must still be there.
    return all.length > 0 ? bytes : 0;
  };
  const without = measure(() => new ReplayedHost(null));
  const withRecorder = measure(() => new ReplayedHost(() => undefined));
  return (withRecorder - without) / hosts / 1024;
}

/** A day of what was recorded, again and again, each time an hour full. */
async function momentLatency(records: readonly HistoryRecord[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-history-'));
  try {
    const startMs = (records[0]?.timeMs ?? 0) - 30 * dayMs;
    const endMs = startMs + dayMs;
    const path = join(folder, 'history.db');
    const store = new SqliteHistoryStore({ path, now: () => endMs });
    const changes = records.filter(({ key }) => !key);
    const [key] = records.filter((record) => record.key);
    for (let hour = 0; hour < 24 && key; hour++) {
      store.append('h', { ...key, timeMs: startMs + hour * hourMs });
      for (let index = 1; index < 360; index++) {
        store.append('h', { ...(changes[index % changes.length] as HistoryRecord), timeMs: startMs + hour * hourMs + index * 10_000 });
      }
      store.flush();
      while (store.maintain(endMs)) {
        // Everything but the last hour is sealed.
      }
    }
    await store.close();
    const times: number[] = [];
    const hosts = createFakeHosts({ host: { id: 'h', state: 'down' } });
    const parts = new Set(['processes', 'sockets', 'inventory'] as const);
    for (let ask = 0; ask < asks; ask++) {
      const history = new SqliteHistoryStore({ path, now: () => endMs });
      const begun = performance.now();
      const moment = presentMoment({ hosts, history }, 'h', startMs + Math.floor(Math.random() * dayMs), parts, 'en');
      JSON.stringify(moment);
      times.push(performance.now() - begun);
      if (!moment.processes?.items.length) {
        throw new Error('the moment is empty');
      }
      await history.close();
    }
    return percentile(times, 0.95);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
