import type { MetricSeries } from '@vigie/contract/agent';
import { SqliteMetricStore } from '@vigie/server/metrics';
import type { Recording } from './frames.ts';
import { generatedSeries, generateHost } from './generate.ts';

/** Frames of one host, in order of time: what every store is given. */
export interface HostData {
  readonly hostId: string;
  readonly series: readonly MetricSeries[];
  /** Calls for each frame; the values are good until the next call, NaN is none. */
  each(take: (timeMs: number, values: Float64Array) => void): void;
}

export const intervalMs = 10_000;

export function generatedHosts(hosts: number, series: number, frames: number, endMs: number): HostData[] {
  const known = generatedSeries(series);
  return Array.from({ length: hosts }, (_, at) => ({
    hostId: `host-${at}`,
    series: known.map((one) => ({ ...one })),
    each: (take) => {
      const host = generateHost(at + 1, series);
      for (let frame = frames - 1; frame >= 0; frame--) {
        take(endMs - frame * intervalMs, host.next());
      }
    },
  }));
}

export function recordedHost(recording: Recording, hostId: string): HostData {
  return {
    hostId,
    series: recording.series,
    each: (take) => {
      const values = new Float64Array(recording.series.length);
      recording.times.forEach((timeMs, row) => {
        recording.columns.forEach((column, at) => {
          values[at] = column[row] as number;
        });
        take(timeMs, values);
      });
    },
  };
}

const day = 86_400_000;

/**
 * A year of one host: what was recorded, again and again with the clock moved on and counters that go on growing. The last
 * `days` at one minute, before them a frame each half hour.
 */
export function yearOf(recording: Recording, hostId: string, days: number, endMs: number): HostData {
  const rows = recording.times.length;
  const growth = recording.columns.map((column, at) =>
    recording.series[at]?.kind === 'counter' ? Math.max(0, (column.at(-1) ?? 0) - (column[0] ?? 0)) : 0,
  );
  return {
    hostId,
    series: recording.series,
    each: (take) => {
      const values = new Float64Array(recording.series.length);
      let frame = 0;
      const put = (timeMs: number): void => {
        const [row, rounds] = [frame % rows, Math.floor(frame / rows)];
        recording.columns.forEach((column, at) => {
          values[at] = (column[row] as number) + rounds * (growth[at] as number);
        });
        frame++;
        take(timeMs, values);
      };
      for (let timeMs = endMs - 365 * day; timeMs < endMs - days * day; timeMs += 1_800_000) {
        put(timeMs);
      }
      for (let timeMs = endMs - days * day; timeMs <= endMs; timeMs += 60_000) {
        put(timeMs);
      }
    },
  };
}

export interface Filled {
  readonly samples: number;
  /** Processor time of taking it in, with commits and housekeeping. */
  readonly cpuSeconds: number;
  readonly blockBytes: number;
  readonly blockSamples: number;
}

/** Frames of all hosts by turns, as they come from a fleet, each turn committed and followed by housekeeping. */
export async function fill(path: string, hosts: readonly HostData[]): Promise<Filled> {
  let nowMs = 0;
  const store = new SqliteMetricStore({ path, now: () => nowMs, maxHeadRows: 360 });
  const turns = hosts.map(framesOf);
  const acknowledged: Promise<void>[] = [];
  let [samples, micros] = [0, 0];
  try {
    const last = Math.max(...turns.map((frames) => frames.length)) - 1;
    for (let turn = 0; turn <= last; turn++) {
      const before = process.cpuUsage();
      if (turn === last) {
        // The newest frame stays where it is in a server that runs: in the log and in memory.
        store.flush();
        for (const { hostId } of hosts) {
          store.seal(hostId);
        }
      }
      for (const [at, host] of hosts.entries()) {
        const frame = turns[at]?.[turn];
        if (frame) {
          nowMs = Math.max(nowMs, frame.timeMs);
          samples += frame.samples.length;
          acknowledged.push(store.append({ hostId: host.hostId, stream: 'bench', frame: { ...frame, sequence: turn + 1, intervalMs } }));
        }
      }
      if (hosts.length > 1 || turn % 60 === 59) {
        store.flush();
        while (store.maintain(nowMs)) {
          // Housekeeping is part of the price.
        }
      }
      const used = process.cpuUsage(before);
      micros += used.user + used.system;
    }
    store.flush();
    await Promise.all(acknowledged);
    const { bytes, samples: blockSamples } = store.size();
    return { samples, cpuSeconds: micros / 1e6, blockBytes: bytes, blockSamples };
  } finally {
    await store.close();
  }
}

interface MadeFrame {
  readonly timeMs: number;
  readonly samples: readonly { readonly series: MetricSeries; readonly value: number }[];
}

function framesOf(host: HostData): MadeFrame[] {
  const frames: MadeFrame[] = [];
  host.each((timeMs, values) => {
    const samples = host.series.map((series, at) => ({ series, value: values[at] as number }));
    frames.push({ timeMs, samples: samples.filter(({ value }) => !Number.isNaN(value)) });
  });
  return frames;
}
