import { ownerToken, type RunningVigie, startVigie } from '../../e2e/harness/vigie.ts';
import { type BenchResult, percentile } from '../result.ts';
import { watchFigures } from '../watch.ts';
import { childrenOf, cpuSeconds, crowd, residentMb } from './proc.ts';

/** Long enough for start-up to be compiled, collected and given back. */
const settleMs = 30_000;
const windowMs = Number(process.env.VIGIE_BENCH_WINDOW_MS ?? 60_000);

/** The real server and its agent on a machine with about 400 processes: memory, CPU, answers, live updates. */
export async function benchSystem(): Promise<BenchResult[]> {
  const disperse = crowd(400);
  const vigie = await startVigie();
  try {
    const agent = childrenOf(vigie.pid)[0] ?? Number.NaN;
    await Bun.sleep(settleMs);
    const atRest = await cpuShare(agent, windowMs);
    const restResident = residentMb(agent);
    const page = await watchFigures(vigie, 'local', ['metrics', 'processes', 'sockets']);
    await Bun.sleep(settleMs);
    page.latencies.length = 0;
    const atOneSecond = await cpuShare(agent, windowMs);
    const watchedResident = residentMb(agent);
    page.close();
    const answers = await timeAnswers(vigie, 200);
    return [
      {
        name: 'agent, resident memory',
        value: Math.max(restResident, watchedResident),
        how: `VmRSS, ${restResident.toFixed(1)} at rest and ${watchedResident.toFixed(1)} while a page watches at 1 s`,
      },
      { name: 'agent, CPU at the default interval', value: atRest, how: `${windowMs / 1000} s, 400 processes, nobody looks` },
      {
        name: 'agent, CPU at 1 s',
        value: atOneSecond,
        how: `${windowMs / 1000} s, 400 processes, a page watches figures, processes and sockets`,
      },
      { name: 'server, resident memory with 1 host', value: residentMb(vigie.pid), how: 'VmRSS after all of this' },
      { name: 'GET /api/processes, p95', value: percentile(answers, 0.95), how: '200 requests one after the other, 400 processes' },
      {
        name: 'live update, agent to page, p95',
        value: percentile(page.latencies, 0.95),
        how: 'time in the frame to arrival in a WebSocket client',
      },
    ];
  } finally {
    await vigie.stop();
    disperse();
  }
}

/** How long a server takes that has been set up before: from the start of the process to its first answer. */
export async function benchSecondStart(): Promise<BenchResult[]> {
  const vigie = await startVigie();
  try {
    const startedAt = performance.now();
    await vigie.restart();
    return [
      { name: 'second start, to first answer', value: (performance.now() - startedAt) / 1000, how: 'stop, start, until this host is up' },
    ];
  } finally {
    await vigie.stop();
  }
}

async function cpuShare(pid: number, durationMs: number): Promise<number> {
  const [before, startedAt] = [cpuSeconds(pid), performance.now()];
  await Bun.sleep(durationMs);
  return ((cpuSeconds(pid) - before) / ((performance.now() - startedAt) / 1000)) * 100;
}

async function timeAnswers(vigie: RunningVigie, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const startedAt = performance.now();
    const response = await fetch(`${vigie.url}/api/processes`, { headers: { 'X-Auth-Token': ownerToken } });
    await response.arrayBuffer();
    times.push(performance.now() - startedAt);
    // Not a busy loop: about as often as an impatient script.
    await Bun.sleep(20);
  }
  return times;
}
