import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, HostFacts, MetricSeries, ProcessRow } from '@vigie/contract/agent';
import { buildContext } from './actions/processes/testing/children.ts';
import type { Collector } from './collectors/index.ts';
import { buildFacts, FakeClock, ScriptedServer } from './link/testing/scripted-server.ts';
import { Runtime } from './runtime.ts';
import { Spool } from './spool/index.ts';
import { MemoryFiles } from './spool/testing/memory-files.ts';
import { CommandJournal } from './state/index.ts';

const key = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const load: MetricSeries = { name: 'node_load1', labels: {}, kind: 'gauge' };

let folder: string;
let clock: FakeClock;
let server: ScriptedServer;
let log: string[];
let facts: HostFacts;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-runtime-'));
  clock = new FakeClock();
  server = new ScriptedServer();
  log = [];
  facts = buildFacts();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A table whose every round has one row more. */
function buildTable() {
  let rounds = 0;
  const row = () => ({ pid: rounds }) as ProcessRow;
  const take = (full: boolean) => {
    rounds++;
    return { timeMs: clock.wallMs(), intervalMs: 0, full, rows: [row()], gone: [], ownersHidden: false };
  };
  return { refresh: () => take(false), full: () => take(true), rounds: () => rounds };
}

function buildRuntime(collectors: readonly Pick<Collector, 'name' | 'collect'>[] = []) {
  const processes = buildTable();
  const sockets = buildTable();
  let streams = 0;
  const runtime = new Runtime({
    clock,
    log: (_level, message, fields) => log.push(`${message} ${fields?.part ?? ''}`.trim()),
    collectors: collectors.map((collector) => ({ series: [], ...collector })),
    sources: [],
    processes,
    inventory: { full: () => ({ timeMs: 0, full: true, kinds: [], items: [], gone: [] }), refresh: () => null },
    sockets: { refresh: () => ({ ...sockets.refresh(), rows: [], gone: [] }), full: () => ({ ...sockets.full(), rows: [], gone: [] }) },
    readFacts: (missing) => ({ ...facts, missing }),
    spool: new Spool({ files: new MemoryFiles(), clock, newStream: () => `stream-${++streams}` }),
    journal: new CommandJournal(join(folder, 'commands.jsonl'), clock.wallMs.bind(clock)),
    actions: buildContext(),
    link: { transport: server, identity: { hostId: 'h', certificate: 'c', key }, random: () => 0 },
  });
  runtime.start();
  return { runtime, processes };
}

function numberIn(frame: Frame | undefined, name: string, collector?: string): number | undefined {
  return frame?.samples.find(({ series }) => series.name === name && (!collector || series.labels.collector === collector))?.value;
}

describe('collectors', () => {
  test('one that throws never stops the others; it is told once, and in a series', async () => {
    let calls = 0;
    buildRuntime([
      {
        name: 'broken',
        collect: () => {
          throw new Error('no such luck');
        },
      },
      { name: 'absent', collect: () => null },
      { name: 'load', collect: () => [{ series: load, value: ++calls }] },
    ]);
    await server.welcome();
    clock.advance(3000);
    const frame = server.last.all('frame').at(-1);
    expect(numberIn(frame, 'node_load1')).toBe(calls);
    expect(numberIn(frame, 'vigie_agent_collector_success', 'broken')).toBe(0);
    expect(numberIn(frame, 'vigie_agent_collector_success', 'load')).toBe(1);
    expect(log.filter((line) => line.includes('broken'))).toHaveLength(1);
  });

  test('those that find nothing are named in the facts of the host', async () => {
    buildRuntime([{ name: 'pressure', collect: () => null }]);
    await server.welcome();
    server.last.answersPings = true;
    clock.advance(60_000);
    expect(server.last.all('facts')).toMatchObject([{ missing: ['pressure'] }]);
  });

  test('go on at rest while the server is away, and what they found is sent when it is back', async () => {
    buildRuntime([{ name: 'load', collect: (nowMs) => [{ series: load, value: nowMs }] }]);
    await server.welcome();
    clock.advance(2000);
    const sent = server.last.all('frame').length;
    server.last.send('ack', { stream: 'stream-1', sequence: sent });
    server.last.close();
    const count = server.connections.length;
    clock.advance(30_000);
    expect(server.connections.length).toBeGreaterThan(count);
    await server.welcome();
    clock.advance(0);
    expect(server.last.all('frame').length).toBeGreaterThanOrEqual(4);
  });
});

describe('snapshots', () => {
  test('are full at first, then by difference, and full again in a new session', async () => {
    buildRuntime();
    await server.welcome();
    clock.advance(2000);
    expect(server.last.all('processes').map(({ full }) => full)).toEqual([true, false, false]);
    server.last.close();
    clock.advance(1000);
    await server.welcome();
    clock.advance(1000);
    expect(server.last.all('processes').map(({ full }) => full)).toEqual([true, false]);
  });

  test('are not made when nobody wants them', async () => {
    const { processes } = buildRuntime();
    await server.welcome({ watch: { metricsMs: 1000, processesMs: null, socketsMs: null } });
    clock.advance(10_000);
    expect(processes.rounds()).toBe(0);
    server.last.send('watch', { metricsMs: 1000, processesMs: 2000, socketsMs: null });
    clock.advance(4000);
    expect(processes.rounds()).toBe(3);
  });

  test('wait while the network takes nothing; the round is counted as left out', async () => {
    const { processes } = buildRuntime();
    await server.welcome();
    clock.advance(0);
    server.last.bufferedBytes = 4 * 1024 * 1024;
    clock.advance(5000);
    expect(processes.rounds()).toBe(1);
    server.last.bufferedBytes = 0;
    clock.advance(1000);
    expect(server.last.all('processes').at(-1)?.full).toBe(false);
    expect(numberIn(server.last.all('frame').at(-1), 'vigie_agent_skipped_rounds_total')).toBeGreaterThan(0);
  });

  test('follow at once after a command that changed something', async () => {
    buildRuntime();
    await server.welcome({ watch: { metricsMs: 10_000, processesMs: 10_000, socketsMs: 10_000 } });
    clock.advance(1);
    const before = server.last.all('processes').length;
    const input = { targets: [{ pid: 4_194_000, startTicks: 1 }], signal: 'TERM' };
    server.last.send('command', { id: 'c1', verb: 'run', name: 'process.signal', input, timeoutMs: 1000 });
    expect(await server.last.expect('result')).toMatchObject({ id: 'c1', ok: true, output: { results: [{ code: 'process_not_found' }] } });
    clock.advance(50);
    expect(server.last.all('processes').length).toBe(before + 1);
  });
});

test('the allowed signals are those of this session, and none without one', async () => {
  buildRuntime();
  await server.welcome({ config: { allowedSignals: ['HUP'] } });
  const input = { targets: [{ pid: 4_194_000, startTicks: 1 }], signal: 'TERM' };
  server.last.send('command', { id: 'c1', verb: 'run', name: 'process.signal', input, timeoutMs: 1000 });
  expect(await server.last.expect('result')).toMatchObject({ ok: false, code: 'signal_not_allowed' });
});

test('facts that change are sent, facts that do not are not', async () => {
  buildRuntime();
  await server.welcome();
  server.last.answersPings = true;
  clock.advance(120_000);
  expect(server.last.all('facts')).toEqual([]);
  facts = buildFacts({ name: 'renamed' });
  clock.advance(60_000);
  expect(server.last.all('facts')).toMatchObject([{ name: 'renamed' }]);
});

test('after a stop nothing is measured any more', async () => {
  const { runtime, processes } = buildRuntime();
  await server.welcome();
  clock.advance(1000);
  const rounds = processes.rounds();
  await runtime.stop('stopped');
  clock.advance(60_000);
  expect(processes.rounds()).toBe(rounds);
  expect(server.connections.length).toBe(1);
});
