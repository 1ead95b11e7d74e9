import { Database } from 'bun:sqlite';
import { join } from 'node:path';
import { enrolHosts } from '@vigie/server/testing/enrol-hosts';
import { Ledger, type Violation } from '@vigie/testkit';
import { ownerToken, type RunningVigie, startVigie } from '../../e2e/harness/vigie.ts';
import { percentile } from '../result.ts';
import { generatedSeries, generateHost } from '../store/generate.ts';
import { numbered, SoakAgent } from './agent.ts';
import { type Sight, see, slopePerHour } from './observe.ts';

export interface SoakOptions {
  readonly hosts: number;
  readonly series: number;
  readonly eventsPerSecond: number;
  readonly seconds: number;
  readonly intervalMs: number;
}

export interface SoakResult {
  readonly frames: number;
  readonly events: number;
  readonly violations: readonly Violation[];
  readonly unanswered: number;
  readonly lostLinks: number;
  readonly residentMb: { readonly first: number; readonly last: number; readonly most: number };
  readonly slopeMbPerHour: number;
  readonly openFiles: { readonly least: number; readonly most: number };
  readonly worstLagMs: number;
  readonly stalls: number;
  readonly cpuCores: number;
  readonly acknowledgedMs: { readonly p50: number; readonly p99: number; readonly most: number };
}

const lookEveryMs = 5_000;
const enterAtOnce = 20;
const settleMs = 30_000;

/** Many agents against a real server for a while; then everything they were promised is looked for. */
export async function soak(options: SoakOptions, say: (line: string) => void = () => undefined): Promise<SoakResult> {
  const vigie = await startVigie({ environment: { VIGIE_LOG_LEVEL: 'warn' } });
  try {
    const enrolled = await enrolHosts(vigie.dataDir, options.hosts);
    await vigie.restart();
    return await run(vigie, enrolled, options, say);
  } finally {
    await vigie.stop();
  }
}

async function run(
  vigie: RunningVigie,
  enrolled: Awaited<ReturnType<typeof enrolHosts>>,
  options: SoakOptions,
  say: (line: string) => void,
): Promise<SoakResult> {
  const [frames, events] = [new Ledger(), new Ledger()];
  const latencies: number[] = [];
  const series = generatedSeries(options.series);
  const agents: SoakAgent[] = [];
  for (let from = 0; from < enrolled.length; from += enterAtOnce) {
    const some = enrolled.slice(from, from + enterAtOnce).map(
      (host, at) =>
        new SoakAgent({
          host,
          port: vigie.agentPort,
          series,
          values: generateHost(from + at + 1, options.series),
          frames,
          events,
          acknowledged: (ms) => void latencies.push(ms),
        }),
    );
    agents.push(...some);
    await Promise.all(some.map((agent) => agent.ready()));
  }
  say(`${agents.length} agents are in`);
  const sights: Sight[] = [];
  const endLooking = every(lookEveryMs, async () => {
    const sight = await see(vigie.url, ownerToken);
    sights.push(sight);
    say(
      `${sights.length * (lookEveryMs / 1000)} s: ${sight.residentMb.toFixed(0)} MB, ${sight.openFiles} files, late ${sight.worstLagMs.toFixed(0)} ms, ${sight.stalls} stalls`,
    );
  });
  const startedMs = Date.now();
  await load(agents, options);
  await settled(agents);
  await endLooking();
  const last = await see(vigie.url, ownerToken);
  sights.push(last);
  const lostLinks = agents.filter(({ closed }) => closed !== null).length;
  const unanswered = agents.reduce((sum, agent) => sum + agent.waiting, 0);
  const violations = [...(await judgeFrames(vigie, frames, startedMs)), ...judgeEvents(join(vigie.dataDir, 'events.db'), events)];
  for (const agent of agents) {
    agent.close();
  }
  const warm = sights.slice(Math.floor(sights.length / 3));
  const memory = warm.map(({ residentMb }) => residentMb);
  const files = warm.map(({ openFiles }) => openFiles);
  const first = sights[0] ?? last;
  return {
    frames: total(frames),
    events: total(events),
    violations,
    unanswered,
    lostLinks,
    residentMb: {
      first: memory[0] ?? Number.NaN,
      last: memory.at(-1) ?? Number.NaN,
      most: Math.max(...sights.map(({ residentMb }) => residentMb)),
    },
    slopeMbPerHour: slopePerHour(warm),
    openFiles: { least: Math.min(...files), most: Math.max(...files) },
    worstLagMs: Math.max(...sights.map(({ worstLagMs }) => worstLagMs)),
    stalls: last.stalls - first.stalls,
    cpuCores: (last.cpuSeconds - first.cpuSeconds) / ((last.atMs - first.atMs) / 1000),
    acknowledgedMs: { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), most: percentile(latencies, 1) },
  };
}

const turnMs = 100;

/** Spread over the second and over the interval, as hosts that started at their own times are. */
async function load(agents: readonly SoakAgent[], { seconds, intervalMs, eventsPerSecond }: SoakOptions): Promise<void> {
  const perAgent = eventsPerSecond / agents.length;
  const [frameTurns, eventTurns] = [intervalMs / turnMs, 1000 / turnMs];
  const startedAt = performance.now();
  const turns = (seconds * 1000) / turnMs;
  for (let turn = 0; turn < turns; turn++) {
    const nowMs = Date.now();
    agents.forEach((agent, at) => {
      if ((turn + at) % frameTurns === 0) {
        agent.sendFrame(nowMs);
      }
      if (perAgent > 0 && (turn + at) % eventTurns === 0) {
        const second = Math.floor((turn + at) / eventTurns);
        const count = Math.floor((second + 1) * perAgent) - Math.floor(second * perAgent);
        if (count > 0) {
          agent.sendEvents(count, nowMs);
        }
      }
    });
    await Bun.sleep(Math.max(0, startedAt + (turn + 1) * turnMs - performance.now()));
  }
}

async function settled(agents: readonly SoakAgent[]): Promise<void> {
  const endsAt = performance.now() + settleMs;
  while (performance.now() < endsAt && agents.some((agent) => agent.waiting > 0)) {
    await Bun.sleep(100);
  }
}

async function judgeFrames(vigie: RunningVigie, frames: Ledger, startedMs: number): Promise<readonly Violation[]> {
  const stored = new Map<string, number[]>();
  for (const host of frames.sources()) {
    const asked = new URLSearchParams({ names: numbered.name, from: String(startedMs - 1000), to: String(Date.now() + 1000), step: '0s' });
    const response = await fetch(`${vigie.url}/api/hosts/${host}/history?${asked}`, { headers: { 'X-Auth-Token': ownerToken } });
    if (!response.ok) {
      throw new Error(`history of ${host}: ${response.status} ${await response.text()}`);
    }
    const { series } = (await response.json()) as { series: { values: (number | null)[] }[] };
    stored.set(
      host,
      (series[0]?.values ?? []).filter((value) => value !== null),
    );
  }
  return frames.judge((host) => ({ numbers: stored.get(host) ?? [] })).violations;
}

/** Read from the file itself: the page of the API would be asked thousands of times. */
function judgeEvents(path: string, events: Ledger): readonly Violation[] {
  const db = new Database(path, { readonly: true });
  try {
    const stored = new Map(events.sources().map((host) => [host, [] as number[]]));
    const query = db.query<{ host: string; sequence: number }, []>(
      `SELECT host, sequence FROM event WHERE kind = 'process.started' ORDER BY id`,
    );
    for (const { host, sequence } of query.iterate()) {
      stored.get(host)?.push(sequence);
    }
    const verdict = events.judge((host) => ({ numbers: stored.get(host) ?? [] }));
    return verdict.violations;
  } finally {
    db.close();
  }
}

function total(ledger: Ledger): number {
  return ledger.sources().reduce((sum, source) => sum + ledger.claim(source).sent, 0);
}

function every(ms: number, call: () => Promise<void>): () => Promise<void> {
  let going = true;
  const loop = (async () => {
    while (going) {
      await call();
      await Bun.sleep(ms);
    }
  })();
  return async () => {
    going = false;
    await loop;
  };
}
