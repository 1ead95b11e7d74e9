/*
 * A snapshot of all processes and sockets, beside psutil on the same processes in the same run. Like for like: pid, parent,
 * name, program, user, state, start, processor time, memory, nice, threads, command line, number of open files, and every
 * socket with its owner. The tables tell more (unit, container, I/O); that is not taken out.
 *
 * `bun bench/snapshot/run.ts` prints the numbers as JSON and as one line.
 */
import { openHostTree } from '../../packages/agent/src/kernel/index.ts';
import { createUsers, ProcessTable, SocketTable } from '../../packages/agent/src/snapshots/index.ts';

/** A result of `bench/result.ts`, with what it is to be beside, for who runs this file alone. */
export interface SnapshotResult {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly peer?: { readonly name: string; readonly value: number };
  readonly how: string;
}

const processCount = 400;
const rounds = 15;
/** Ours and the peer take turns, so that what else the machine does falls on both. */
const turns = 3;
const warmUp = 5;
const python = '/usr/bin/python3';

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Brings the host to about 400 processes, runs, and takes them away again. */
async function withProcesses<T>(run: () => Promise<T>): Promise<T> {
  const pids: number[] = [];
  openHostTree().processes.pids(pids);
  const children = Array.from({ length: Math.max(0, processCount - pids.length) }, () =>
    Bun.spawn(['/usr/bin/sleep', '300'], { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore', env: {} }),
  );
  try {
    await Bun.sleep(300);
    return await run();
  } finally {
    for (const child of children) {
      child.kill('SIGKILL');
    }
    await Promise.all(children.map((child) => child.exited));
  }
}

/** Null where psutil is not installed. */
async function measurePsutil(): Promise<{ readonly full: number[]; readonly basic: number[] } | null> {
  const child = Bun.spawn([python, `${import.meta.dir}/psutil-snapshot.py`, String(rounds / turns)], {
    stdout: 'pipe',
    stderr: 'ignore',
    env: {},
  });
  const output = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) {
    return null;
  }
  return JSON.parse(output) as { full: number[]; basic: number[] };
}

/** Everything read anew, as for the first snapshot of an agent that has been running. */
function measureFull(count: number): number[] {
  const tree = openHostTree();
  const users = createUsers(tree);
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const processes = new ProcessTable({ tree, users });
    const sockets = new SocketTable({ tree, users, processes });
    const started = performance.now();
    processes.full(Date.now());
    sockets.full(Date.now());
    times.push(performance.now() - started);
    sockets.close();
  }
  return times;
}

/** What a running agent does every second: time of the wall, and of the processor. */
async function measureSteady(): Promise<{ readonly wall: number[]; readonly cpu: number[] }> {
  const tree = openHostTree();
  const users = createUsers(tree);
  const processes = new ProcessTable({ tree, users });
  const sockets = new SocketTable({ tree, users, processes });
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let index = 0; index < rounds + warmUp; index++) {
    await Bun.sleep(1000);
    const before = process.cpuUsage();
    const started = performance.now();
    processes.refresh(Date.now());
    sockets.refresh(Date.now());
    wall.push(performance.now() - started);
    const used = process.cpuUsage(before);
    cpu.push((used.user + used.system) / 1000);
  }
  sockets.close();
  return { wall: wall.slice(warmUp), cpu: cpu.slice(warmUp) };
}

export async function benchSnapshot(): Promise<SnapshotResult[]> {
  return await withProcesses(async () => {
    measureFull(warmUp);
    const full: number[] = [];
    const psutil = { full: [] as number[], basic: [] as number[] };
    for (let turn = 0; turn < turns; turn++) {
      const peer = await measurePsutil();
      psutil.full.push(...(peer?.full ?? []));
      psutil.basic.push(...(peer?.basic ?? []));
      full.push(...measureFull(rounds / turns));
    }
    const steady = await measureSteady();
    const beside = (values: readonly number[]) => (values.length === 0 ? {} : { peer: { name: 'psutil', value: median(values) } });
    const how = `median of ${rounds} with ${processCount} processes`;
    return [
      { name: 'process snapshot, full', value: median(full), unit: 'ms', ...beside(psutil.full), how: `${how}, everything read anew` },
      {
        name: 'process snapshot, steady refresh',
        value: median(steady.wall),
        unit: 'ms',
        ...beside(psutil.basic),
        how: `${how}, sockets included, ${median(steady.cpu).toFixed(1)} ms of processor`,
      },
    ];
  });
}

if (import.meta.main) {
  const results = await benchSnapshot();
  console.log(JSON.stringify(results, null, 2));
  console.log(
    results
      .map(
        ({ name, value, unit, peer, how }) =>
          `${name}: ${value.toFixed(1)} ${unit}${peer ? ` (${peer.name} ${peer.value.toFixed(1)})` : ''}, ${how}`,
      )
      .join('\n'),
  );
}
