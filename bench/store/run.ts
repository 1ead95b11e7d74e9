import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MetricSeries } from '@vigie/contract/agent';
import type { MetricQuery, NewestQuery } from '@vigie/server/metrics';
import { type BenchResult, median } from '../result.ts';
import { fill, generatedHosts, type HostData, recordedHost, yearOf } from './data.ts';
import { type Recording, unpackFrames } from './frames.ts';
import { bytesBelow, hasPrometheus, hasVictoria, importToVictoria, residentMb, startPrometheus, startVictoria } from './peers.ts';

/** Sizes, each changeable: `npm run bench -- store --bench-frames=360`. */
const size = {
  hosts: flag('hosts', 500),
  series: flag('series', 200),
  frames: flag('frames', 60),
  days: flag('days', 30),
  /** Series of the host whose year is kept. */
  yearSeries: flag('year-series', 20),
  /** Hosts of the fleet that Prometheus is given: its importer takes a line of text for each sample. */
  prometheusHosts: flag('prometheus-hosts', 50),
};
const asks = 15;
const fleetName = 'node_load1';

/** The same data in our store, in VictoriaMetrics and in Prometheus: size, speed, answers, memory. */
export async function benchStore(): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-store-'));
  try {
    const recordings = { idle: await read('idle'), busy: await read('busy') };
    const endMs = Math.floor(Date.now() / 60_000) * 60_000;
    const fleet = generatedHosts(size.hosts, size.series, size.frames, endMs);
    return [
      ...(await sizes(folder, 'real, idle', recordedHost(recordings.idle, 'idle'))),
      ...(await sizes(folder, 'real, busy', recordedHost(recordings.busy, 'busy'))),
      ...(await ofFleet(folder, fleet, endMs)),
      ...(await ofYear(folder, recordings.busy, endMs)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function flag(name: string, fallback: number): number {
  const found = process.argv.find((word) => word.startsWith(`--bench-${name}=`));
  return found ? Number(found.split('=')[1]) : fallback;
}

async function read(name: string): Promise<Recording> {
  return unpackFrames(await Bun.file(new URL(`recorded/${name}.bin`, import.meta.url)).bytes());
}

function fresh(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}

const others = (peers: readonly (readonly [string, number, string] | null)[]): string =>
  [
    ...peers.flatMap((peer) => (peer ? [`${peer[0]} ${peer[1] >= 100 ? peer[1].toFixed(0) : peer[1].toPrecision(3)}${peer[2]}`] : [])),
    ...(hasVictoria ? [] : ['VictoriaMetrics is not installed']),
    ...(hasPrometheus ? [] : ['Prometheus is not installed']),
  ].join('; ');

const chunksOfPrometheus = /chunks\//;

async function sizes(folder: string, what: string, host: HostData): Promise<BenchResult[]> {
  const own = await fill(join(fresh(folder, `${host.hostId}-vigie`), 'metrics.db'), [host]);
  const value = own.blockBytes / own.blockSamples;
  const victoria = hasVictoria ? await victoriaSize(fresh(folder, `${host.hostId}-victoria`), host) : null;
  const prometheus = hasPrometheus ? await prometheusSize(fresh(folder, `${host.hostId}-prometheus`), host) : null;
  const first: BenchResult = {
    name: `metrics, bytes per sample, ${what}`,
    value,
    how: `${own.blockSamples} samples at 1 s; blocks with their heads, without SQLite's pages${prometheus === null ? '' : `; Prometheus ${prometheus.toPrecision(3)} (chunks)`}`,
  };
  return [victoria === null ? first : { ...first, peer: { name: 'VictoriaMetrics', value: victoria } }];
}

async function victoriaSize(folder: string, host: HostData): Promise<number> {
  const peer = await startVictoria(folder);
  const { samples, bytes } = await importToVictoria(peer, [host]).finally(() => peer.stop());
  return bytes / samples;
}

async function prometheusSize(folder: string, host: HostData): Promise<number> {
  const peer = await startPrometheus(folder, [host]);
  await peer.stop();
  return bytesBelow(join(folder, 'store'), chunksOfPrometheus) / peer.samples;
}

async function ofFleet(folder: string, fleet: readonly HostData[], endMs: number): Promise<BenchResult[]> {
  const path = join(fresh(folder, 'fleet-vigie'), 'metrics.db');
  const own = await fill(path, fleet);
  const served = await serve(path, endMs);
  const newest: NewestQuery = { names: [fleetName], matchers: [{ name: 'device', op: '=', value: deviceOf(fleet) }] };
  const query = `${fleetName}{device="${deviceOf(fleet)}"}`;
  const instant = (url: string) => `${url}/api/v1/query?${new URLSearchParams({ query, time: String(endMs / 1000) })}`;
  try {
    const value = await timed(() => ask(`${served.url}/newest`, newest), fleet.length);
    const victoria = hasVictoria ? await startVictoria(fresh(folder, 'fleet-victoria')) : null;
    const given = victoria ? await importToVictoria(victoria, fleet) : null;
    const theirs = victoria
      ? { newest: await timed(() => get(instant(victoria.url)), fleet.length), memory: residentMb(victoria.pid) }
      : null;
    await victoria?.stop();
    const some = fleet.slice(0, size.prometheusHosts);
    const prometheus = hasPrometheus ? await startPrometheus(fresh(folder, 'fleet-prometheus'), some) : null;
    const newestOfPrometheus = prometheus ? await timed(() => get(instant(prometheus.url)), some.length) : null;
    const memoryOfPrometheus = prometheus ? residentMb(prometheus.pid) : null;
    await prometheus?.stop();
    const victoriaBytes = given ? given.bytes / given.samples : null;
    const what = `${fleet.length} hosts × ${size.series} series × ${size.frames} frames`;
    const part = `${some.length} hosts`;
    return [
      {
        name: 'metrics, durable ingest on one core',
        value: own.samples / own.cpuSeconds / 1e6,
        ...(given ? { peer: { name: 'VictoriaMetrics', value: given.samples / given.cpuSeconds / 1e6 } } : {}),
        how: `${what}, processor time with commits, sealing and roll-ups; ${others([prometheus && [`promtool (${part})`, prometheus.samples / prometheus.cpuSeconds / 1e6, ' M/s, not durable per batch']])}`,
      },
      {
        name: 'metrics, bytes per sample, generated',
        value: own.blockBytes / own.blockSamples,
        ...(victoriaBytes === null ? {} : { peer: { name: 'VictoriaMetrics', value: victoriaBytes } }),
        how: `${what}; ${others([prometheus && [`Prometheus (${part})`, bytesBelow(join(folder, 'fleet-prometheus/store'), chunksOfPrometheus) / prometheus.samples, ' byte']])}`,
      },
      {
        name: 'metrics, newest value of 500 hosts',
        value,
        ...(theirs ? { peer: { name: 'VictoriaMetrics', value: theirs.newest } } : {}),
        how: `median of ${asks} over HTTP, newest frame in the log; ${others([newestOfPrometheus === null ? null : [`Prometheus (${part})`, newestOfPrometheus, ' ms']])}`,
      },
      {
        name: 'metrics, memory of a process that holds the fleet',
        value: residentMb(served.pid),
        ...(theirs ? { peer: { name: 'VictoriaMetrics', value: theirs.memory } } : {}),
        how: `VmRSS after the queries; ${others([memoryOfPrometheus === null ? null : [`Prometheus (${part})`, memoryOfPrometheus, ' MB']])}`,
      },
    ];
  } finally {
    await served.stop();
  }
}

async function ofYear(folder: string, recording: Recording, endMs: number): Promise<BenchResult[]> {
  const whole = recording.series.findIndex(({ name }) => name === 'node_memory_MemAvailable_bytes');
  const order = [whole, ...recording.series.keys()].filter((at, index) => index === 0 || at !== whole).slice(0, size.yearSeries);
  const some: Recording = {
    times: recording.times,
    series: order.map((at) => recording.series[at] as MetricSeries),
    columns: order.map((at) => recording.columns[at] as Float64Array),
  };
  const host = yearOf(some, 'year', size.days, endMs);
  const { name } = some.series[0] as MetricSeries;
  const path = join(fresh(folder, 'year-vigie'), 'metrics.db');
  await fill(path, [host]);
  const day = 86_400_000;
  const own = (days: number, stepMs: number): MetricQuery => {
    return { hosts: ['year'], names: [name], fromMs: endMs - days * day, toMs: endMs, stepMs, aggregate: 'avg' };
  };
  const range = (url: string, days: number, step: number) => {
    const asked = { query: `avg_over_time(${name}{host="year"}[${step}s])`, start: String((endMs - days * day) / 1000) };
    return `${url}/api/v1/query_range?${new URLSearchParams({ ...asked, end: String(endMs / 1000), step: String(step) })}`;
  };
  const raw = { query: `${name}{host="year"}[${size.days}d]`, time: String(endMs / 1000) };
  const samples = (url: string) => `${url}/api/v1/query?${new URLSearchParams(raw)}`;
  const served = await serve(path, endMs);
  /** What the store itself took, without HTTP and JSON. */
  const [month, year]: [number[], number[]] = [[], []];
  try {
    const ours = {
      month: await timed(() => ask(`${served.url}/query`, own(size.days, 60_000), month), 1),
      year: await timed(() => ask(`${served.url}/query`, own(365, 3_600_000), year), 1),
    };
    const victoria = hasVictoria ? await startVictoria(fresh(folder, 'year-victoria')) : null;
    if (victoria) {
      await importToVictoria(victoria, [host]);
    }
    const theirs = victoria
      ? {
          month: await timed(() => get(range(victoria.url, size.days, 60)), 1),
          year: await timed(() => get(range(victoria.url, 365, 3600)), 1),
        }
      : null;
    await victoria?.stop();
    const prometheus = hasPrometheus ? await startPrometheus(fresh(folder, 'year-prometheus'), [host]) : null;
    const last = prometheus
      ? { month: await timed(() => get(samples(prometheus.url)), 1), year: await timed(() => get(range(prometheus.url, 365, 3600)), 1) }
      : null;
    await prometheus?.stop();
    return [
      {
        name: 'metrics, one series over 30 days at 1 min',
        value: median(month),
        ...(theirs ? { peer: { name: 'VictoriaMetrics', value: theirs.month } } : {}),
        how: `median of ${asks}, ${size.days * 1440} points, in the store; over HTTP, as its peers, ${ours.month.toFixed(1)} ms; ${others([last && ['Prometheus', last.month, ' ms, samples as they are']])}`,
      },
      {
        name: 'metrics, one series over a year at 1 h',
        value: median(year),
        ...(theirs ? { peer: { name: 'VictoriaMetrics', value: theirs.year } } : {}),
        how: `median of ${asks}, 8760 points, in the store; over HTTP, as its peers, ${ours.year.toFixed(1)} ms; ${others([last && ['Prometheus', last.year, ' ms']])}`,
      },
    ];
  } finally {
    await served.stop();
  }
}

function deviceOf(fleet: readonly HostData[]): string {
  return fleet[0]?.series.find(({ name }) => name === fleetName)?.labels.device ?? '';
}

async function serve(path: string, nowMs: number): Promise<{ readonly url: string; readonly pid: number; stop(): Promise<void> }> {
  if (!existsSync(path)) {
    throw new Error(`${path} is missing`);
  }
  const child = Bun.spawn([process.execPath, new URL('serve.ts', import.meta.url).pathname, path, String(nowMs)], {
    stdout: 'pipe',
    stderr: 'inherit',
  });
  const { value } = await child.stdout.getReader().read();
  return {
    url: `http://127.0.0.1:${Number(new TextDecoder().decode(value))}`,
    pid: child.pid,
    stop: async () => {
      child.kill();
      await child.exited;
    },
  };
}

const ask = async (url: string, body: unknown, took: number[] = []): Promise<number> => {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  const answer = (await response.json()) as { tookMs: number; series: unknown[] } | unknown[];
  if (Array.isArray(answer)) {
    return answer.length;
  }
  took.push(answer.tookMs);
  return answer.series.length;
};
const get = async (url: string): Promise<number> => {
  const { data } = (await (await fetch(url)).json()) as { data?: { result: unknown[] } };
  return data?.result.length ?? 0;
};

/** The median, once the answer has as many series as it must. */
async function timed(question: () => Promise<number>, series: number): Promise<number> {
  const took: number[] = [];
  for (let round = 0; round < asks; round++) {
    const startedAt = performance.now();
    const found = await question();
    took.push(performance.now() - startedAt);
    if (found !== series) {
      throw new Error(`${found} series came back, not ${series}`);
    }
  }
  return median(took);
}
