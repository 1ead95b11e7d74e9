import type { HostUsage } from '@vigie/contract';
import type { ProcessRow } from '@vigie/contract/agent';
import type { HistoryStore } from '../../storage/history/index.ts';
import { SummedPeaks } from './peaks.ts';
import { Replay, silentAfterMs } from './replay.ts';

export type Resource = HostUsage['resource'];
export type Group = HostUsage['by'];

/** What the processor did in less time than this counts as spread over it: the kernel counts in hundredths of a second. */
const leastPeakMs = 5000;
/** Starts are told in ticks since the boot, whose time is known to about a second. */
const startsWithinMs = 1500;
/** Nobody else waits longer than this while a long window is played. */
const turnMs = 15;

interface Tally {
  readonly key: string;
  row: ProcessRow;
  /** Resource × milliseconds. */
  sum: number;
  peak: number;
  peakMs: number;
  firstMs: number;
  lastMs: number;
  running: number;
}

export interface Ranking {
  readonly tallies: readonly (Tally & { readonly average: number })[];
  /** Of the window, what is kept: 0 to 1. */
  readonly coveredRatio: number;
}

/**
 * Who used a resource between two moments, the greatest first. The records are played; what does not change is not measured
 * again, so a process was as it was until then. Processor time is the difference of the kernel's own counter, spread over
 * the time since the process was measured or the minute before, in which all that changed are measured: nothing of it is
 * estimated. Memory and rates are samples: each counts from the look before it (10 s) until the next sample, which comes at
 * the next look for the ten greatest of each resource, and within a minute for all. A process that began since the look
 * before has used its processor time since it began. What reaches over an end of the window counts for the part inside, and
 * averages are over the whole window, so that a short storm and a long drizzle compare. What a process did between its last
 * look and its end, and processes that began and ended between two looks, are not in it; nor is any time of which nothing
 * is known, which `coveredRatio` tells.
 */
export async function rankUsage(
  history: HistoryStore,
  hostId: string,
  window: { readonly fromMs: number; readonly toMs: number },
  resource: Resource,
  by: Group,
  signal: AbortSignal,
): Promise<Ranking> {
  const { fromMs, toMs } = window;
  const tallies = new Map<string, Tally>();
  // Of many together the peak is of their sum; of one, what was measured.
  const peaks = by === 'process' ? null : new SummedPeaks(window);
  let unknownMs = 0;

  const tallyOf = (row: ProcessRow, atMs: number): Tally => {
    const key = keyOf(row, by);
    let tally = tallies.get(key);
    if (!tally) {
      tally = { key, row, sum: 0, peak: 0, peakMs: Math.max(atMs, fromMs), firstMs: atMs, lastMs: atMs, running: 0 };
      tallies.set(key, tally);
    }
    tally.row = row;
    return tally;
  };
  const see = (row: ProcessRow, atMs: number): Tally => {
    const tally = tallyOf(row, atMs);
    tally.firstMs = Math.min(tally.firstMs, atMs);
    tally.lastMs = Math.max(tally.lastMs, atMs);
    return tally;
  };
  const account = (row: ProcessRow, startMs: number, endMs: number, value: number): void => {
    const insideMs = Math.min(endMs, toMs) - Math.max(startMs, fromMs);
    if (insideMs <= 0) {
      return;
    }
    const tally = see(row, Math.max(startMs, fromMs));
    see(row, Math.min(endMs, toMs));
    tally.sum += value * insideMs;
    if (peaks) {
      peaks.add(tally.key, Math.max(startMs, fromMs), Math.min(endMs, toMs), value);
      return;
    }
    const spreadMs = resource === 'cpu' ? Math.min(leastPeakMs, toMs - fromMs) : 0;
    const peak = value * Math.min(1, (endMs - startMs) / Math.max(spreadMs, endMs - startMs));
    if (peak > tally.peak) {
      tally.peak = peak;
      tally.peakMs = Math.min(endMs, toMs);
    }
  };

  const replay = new Replay({
    measured: (before, after, since) => {
      if (resource === 'cpu') {
        const elapsedMs = after.atMs - since.minuteMs;
        const usedSeconds = Math.max(0, after.row.cpuSeconds - before.row.cpuSeconds);
        account(after.row, since.minuteMs, after.atMs, elapsedMs > 0 ? usedSeconds / (elapsedMs / 1000) : 0);
        return;
      }
      account(before.row, before.atMs, since.lookMs, levelOf(resource, before.row));
      account(after.row, since.lookMs, after.atMs, levelOf(resource, after.row));
    },
    appeared: ({ row, atMs }, sinceMs) => {
      const elapsedMs = atMs - Math.max(row.startedAtMs, sinceMs ?? atMs);
      if (resource === 'cpu' && elapsedMs > 0 && row.startedAtMs >= (sinceMs ?? atMs) - startsWithinMs) {
        account(row, atMs - elapsedMs, atMs, row.cpuSeconds / (elapsedMs / 1000));
      }
    },
    ended: (before, atMs) => {
      if (resource !== 'cpu') {
        account(before.row, before.atMs, atMs, levelOf(resource, before.row));
      }
    },
    unknown: (sinceMs, untilMs) => {
      unknownMs += Math.max(0, Math.min(untilMs, toMs) - Math.max(sinceMs, fromMs));
    },
  });
  let firstMs: number | null = null;
  let turnStart = performance.now();
  // The measure that ends the window comes at most a minute after it.
  for (const record of history.read(hostId, fromMs, toMs + silentAfterMs)) {
    firstMs ??= record.timeMs;
    replay.apply(record);
    if (performance.now() - turnStart > turnMs) {
      await Bun.sleep(0);
      signal.throwIfAborted();
      turnStart = performance.now();
    }
  }
  const lastMs = replay.unknownSinceMs ?? replay.toldMs ?? fromMs;
  for (const { row, atMs } of replay.processes.values()) {
    if (resource !== 'cpu') {
      account(row, atMs, lastMs, levelOf(resource, row));
    }
    if (lastMs >= toMs - silentAfterMs) {
      const tally = tallies.get(keyOf(row, by));
      if (tally) {
        tally.running++;
        tally.lastMs = Math.max(tally.lastMs, Math.min(lastMs, toMs));
      }
    }
  }
  const knownMs = firstMs === null ? 0 : Math.max(0, Math.min(lastMs, toMs) - Math.max(firstMs, fromMs)) - unknownMs;
  const spanMs = toMs - fromMs;
  const ranked = [...tallies.values()]
    .filter(({ sum }) => sum > 0)
    .map((tally) => ({ ...tally, ...peaks?.of(tally.key), average: tally.sum / spanMs }))
    .sort((a, b) => b.average - a.average);
  return { tallies: ranked, coveredRatio: Math.min(1, Math.max(0, knownMs / spanMs)) };
}

function levelOf(resource: Exclude<Resource, 'cpu'>, row: ProcessRow): number {
  switch (resource) {
    case 'memory':
      return row.rssBytes ?? 0;
    case 'disk':
      return (row.readBytesPerSecond ?? 0) + (row.writeBytesPerSecond ?? 0);
    case 'network':
      return (row.receivedBytesPerSecond ?? 0) + (row.sentBytesPerSecond ?? 0);
    default:
      return resource satisfies never;
  }
}

function keyOf(row: ProcessRow, by: Group): string {
  switch (by) {
    case 'process':
      return `${row.pid}:${row.startTicks}`;
    case 'unit':
      return row.unit ?? '';
    case 'container':
      return row.container ?? '';
    case 'user':
      return row.user;
    default:
      return by satisfies never;
  }
}
