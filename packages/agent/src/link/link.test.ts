import { beforeEach, describe, expect, test } from 'bun:test';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { type Command, helloStatement, type MetricSeries, productVersion, type Watch, type Welcome } from '@vigie/contract/agent';
import { Spool, type SpooledFrame } from '../spool/index.ts';
import { MemoryFiles } from '../spool/testing/memory-files.ts';
import { Link } from './link.ts';
import { buildFacts, FakeClock, ScriptedServer } from './testing/scripted-server.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const identity = { hostId: 'host-1', certificate: 'PEM', key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
const load: MetricSeries = { name: 'node_load1', labels: {}, kind: 'gauge' };
const frame = (timeMs: number): SpooledFrame => ({ timeMs, intervalMs: 1000, samples: [{ series: load, value: timeMs / 2 }] });

let clock: FakeClock;
let server: ScriptedServer;
let told: { connected: Welcome[]; disconnected: number; watches: Watch[]; commands: Command[]; log: string[] };
let spool: Spool;
let link: Link;

beforeEach(() => {
  clock = new FakeClock();
  server = new ScriptedServer();
  told = { connected: [], disconnected: 0, watches: [], commands: [], log: [] };
  let streams = 0;
  spool = new Spool({ files: new MemoryFiles(), clock, newStream: () => `stream-${++streams}` });
  link = new Link(
    {
      transport: server,
      spool,
      clock,
      identity,
      facts: () => buildFacts(),
      random: () => 0.5,
      log: (_level, message) => told.log.push(message),
    },
    {
      connected: (welcome) => told.connected.push(welcome),
      disconnected: () => told.disconnected++,
      watch: (watch) => told.watches.push(watch),
      command: (command) => told.commands.push(command),
    },
  );
  link.start();
});

const timesOf = (connection = server.last) => connection.all('frame').map((sent) => sent.timeMs);

describe('the handshake', () => {
  test('the agent signs the nonce with the key of its certificate, and says what the host is', async () => {
    const hello = await server.welcome();
    expect(hello).toMatchObject({
      protocol: 1,
      agentVersion: productVersion,
      hostId: 'host-1',
      certificate: 'PEM',
      facts: { name: 'web-03' },
    });
    const statement = Buffer.from(helloStatement('nonce', 'host-1'));
    const key = { key: createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })), dsaEncoding: 'der' as const };
    expect(verify('sha256', statement, key, Buffer.from(hello.signature, 'base64'))).toBe(true);
    expect(link.connected).toBe(true);
    expect(told.connected[0]?.config.allowedSignals).toEqual(['TERM']);
  });

  test('nothing is sent before the welcome', async () => {
    link.sendFrame(frame(1));
    server.last.send('challenge', { nonce: 'n', serverTimeMs: 1, versions: [1, 1] });
    await server.last.expect('hello');
    link.sendFrame(frame(2));
    expect(server.last.received).toEqual([]);
  });

  test('a command before the welcome ends the session', async () => {
    server.last.send('command', { id: '1', verb: 'run', name: 'process.signal', input: {}, timeoutMs: 1000 });
    expect(server.last.state).toBe('aborted by agent');
    expect(told.commands).toEqual([]);
  });

  test('a server that speaks only newer protocols gets no hello', async () => {
    server.last.send('challenge', { nonce: 'n', serverTimeMs: 1, versions: [2, 3] });
    await Promise.resolve();
    expect(server.last.state).toBe('aborted by agent');
    expect(server.last.all('hello')).toEqual([]);
  });

  test('a refusal is tried again only after the time the server named', async () => {
    server.last.send('challenge', { nonce: 'n', serverTimeMs: 1, versions: [1, 1] });
    await server.last.expect('hello');
    server.last.send('refuse', { code: 'unknown_host', reason: 'who?', retryAfterMs: 60_000 });
    clock.advance(59_000);
    expect(server.connections.length).toBe(1);
    clock.advance(1000);
    expect(server.connections.length).toBe(2);
  });

  test('a server that says nothing is left after 15 s', () => {
    clock.advance(14_999);
    expect(server.last.state).toBe('open');
    clock.advance(1);
    expect(server.connections[0]?.state).toBe('aborted by agent');
  });
});

describe('after the welcome', () => {
  beforeEach(async () => {
    await server.welcome();
  });

  test('watches and commands reach the agent; the pings of the server are answered', async () => {
    server.last.send('watch', { metricsMs: 5000, processesMs: null, socketsMs: 2000 });
    server.last.send('command', { id: 'c1', verb: 'read', name: 'process.detail', input: { pid: 1 }, timeoutMs: 1000 });
    server.last.send('ping', { sentAtMs: 42 });
    expect(told.watches).toEqual([{ metricsMs: 5000, processesMs: null, socketsMs: 2000 }]);
    expect(told.commands).toMatchObject([{ id: 'c1', verb: 'read', input: { pid: 1 } }]);
    expect(server.last.all('pong')).toMatchObject([{ sentAtMs: 42 }]);
  });

  test.each<[string, (connection: ScriptedServer['last']) => void]>([
    ['bytes that are no message', (connection) => connection.sendBytes(new Uint8Array([200, 1]))],
    ['nothing', (connection) => connection.sendBytes(new Uint8Array())],
    ['a watch of another shape', (connection) => connection.sendBytes(new TextEncoder().encode('\x09{"metricsMs":"fast"}'))],
    ['a watch that would keep the host busy', (connection) => connection.send('watch', { metricsMs: 1, processesMs: 1, socketsMs: 1 })],
    [
      'a command with an unknown verb',
      (connection) => connection.sendBytes(new TextEncoder().encode('\x0a{"id":"1","verb":"exec","name":"x","timeoutMs":1}')),
    ],
    ['a message that is for the server', (connection) => connection.send('goodbye', { reason: '' })],
    ['a second welcome', (connection) => connection.send('challenge', { nonce: '', serverTimeMs: 1, versions: [1, 1] })],
  ])('%s ends the session, and another is begun', (_name, send) => {
    send(server.last);
    expect(server.last.state).toBe('aborted by agent');
    clock.advance(1000);
    expect(server.connections.length).toBe(2);
  });

  test('members of messages that nobody knows are left behind', () => {
    server.last.sendBytes(
      new TextEncoder().encode(
        '\x0a{"id":"1","verb":"read","name":"x","input":{},"timeoutMs":1,"__proto__":{"admin":true},"role":"owner"}',
      ),
    );
    expect(Object.keys(told.commands[0] ?? {})).toEqual(['id', 'verb', 'name', 'input', 'timeoutMs']);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  test('a ping goes out every 10 s, and 30 s of silence end the session', () => {
    clock.advance(10_000);
    expect(server.last.all('ping').length).toBe(1);
    server.last.send('pong', { sentAtMs: 1, peerTimeMs: 1 });
    clock.advance(29_999);
    expect(server.last.state).toBe('open');
    clock.advance(1);
    expect(server.connections[0]?.state).toBe('aborted by agent');
    expect(told.disconnected).toBe(1);
  });

  test('an orderly stop says goodbye and does not come back', async () => {
    await link.stop('the server stops');
    expect(server.last.all('goodbye')).toEqual([{ reason: 'the server stops' }]);
    expect(server.last.state).toBe('closed by agent');
    clock.advance(3_600_000);
    expect(server.connections.length).toBe(1);
  });

  test('an answer larger than a message may be becomes an error that says so', () => {
    link.sendResult({ id: 'c1', ok: true, output: 'x'.repeat(9 * 1024 * 1024) });
    expect(server.last.all('result')).toMatchObject([{ id: 'c1', ok: false, code: 'action_failed' }]);
  });
});

describe('frames', () => {
  test('what was measured while nobody listened is sent in order, and what was not acknowledged is sent again', async () => {
    link.sendFrame(frame(1));
    link.sendFrame(frame(2));
    await server.welcome();
    link.sendFrame(frame(3));
    const first = server.last;
    expect(timesOf(first)).toEqual([1, 2, 3]);
    expect(first.all('frame').map(({ sequence, samples }) => [sequence, samples[0]?.value])).toEqual([
      [1, 0.5],
      [2, 1],
      [3, 1.5],
    ]);
    first.send('ack', { stream: 'stream-1', sequence: 2 });
    first.close();
    link.sendFrame(frame(4));
    clock.advance(30_000);
    await server.welcome();
    expect(timesOf()).toEqual([3, 4]);
    expect(server.last.all('frame').map(({ sequence }) => sequence)).toEqual([3, 4]);
  });

  test('an acknowledgement of frames that were never sent changes nothing', async () => {
    await server.welcome();
    link.sendFrame(frame(1));
    server.last.send('ack', { stream: 'stream-1', sequence: 9 });
    server.last.send('ack', { stream: 'stream-1', sequence: 0 });
    server.last.send('ack', { stream: 'another', sequence: 1 });
    expect(spool.counts.waitingFrames).toBe(1);
  });

  test('after a long absence what happens now is sent before what waited, each in its order', async () => {
    for (let index = 0; index < 100; index++) {
      link.sendFrame(frame(index));
    }
    await server.welcome();
    link.sendFrame(frame(1000));
    expect(server.last.all('frame').at(-1)?.timeMs).not.toBe(1000);
    server.last.send('ack', { stream: 'stream-1', sequence: 1 });
    expect(timesOf().slice(-2)).toEqual([63, 1000]);
    server.last.send('ack', { stream: 'stream-1', sequence: 64 });
    expect(timesOf().filter((timeMs) => timeMs < 1000)).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });

  test('a network that takes nothing is not fed further, and catches up later', async () => {
    await server.welcome();
    server.last.bufferedBytes = 2 * 1024 * 1024;
    expect(link.congested).toBe(true);
    link.sendFrame(frame(1));
    link.sendFrame(frame(2));
    expect(timesOf()).toEqual([]);
    server.last.bufferedBytes = 0;
    link.sendFrame(frame(3));
    expect(timesOf()).toEqual([1, 2, 3]);
  });

  test('a server that does not acknowledge gets at most 64 frames', async () => {
    await server.welcome();
    for (let index = 0; index < 100; index++) {
      link.sendFrame(frame(index));
    }
    expect(timesOf().length).toBe(64);
    server.last.send('ack', { stream: 'stream-1', sequence: 10 });
    expect(timesOf().length).toBe(74);
  });
});

describe('coming back', () => {
  test('the waits grow from half a second to thirty, and begin anew after a session that lasted', async () => {
    const waits: number[] = [];
    for (let round = 0; round < 9; round++) {
      const before = clock.monotonicMs();
      const count = server.connections.length;
      server.last.close();
      while (server.connections.length === count) {
        clock.advance(125);
      }
      waits.push(clock.monotonicMs() - before);
    }
    expect(waits.map((wait) => Math.round(wait / 125) * 125)).toEqual([375, 750, 1500, 3000, 6000, 12_000, 22_500, 22_500, 22_500]);
    await server.welcome();
    clock.advance(11_000);
    server.last.close();
    clock.advance(375);
    expect(server.connections.length).toBe(11);
  });

  test('the same reason is told to the log once', () => {
    for (let round = 0; round < 5; round++) {
      const count = server.connections.length;
      server.last.close('the connection failed');
      while (server.connections.length === count) {
        clock.advance(100);
      }
    }
    expect(told.log).toEqual(['the link is down; trying again']);
  });

  test('snapshots are split into messages the protocol can carry', async () => {
    await server.welcome();
    const rows = Array.from({ length: 2500 }, (_, index) => ({ pid: index, cmdline: ['x'.repeat(1000)] }));
    link.sendProcesses({ timeMs: 1, intervalMs: 0, full: true, rows: rows as never, gone: [9] });
    const parts = server.last.all('processes');
    expect(parts.map((part) => [part.full, part.rows.length, part.gone.length])).toEqual([
      [true, 1000, 1],
      [false, 1000, 0],
      [false, 500, 0],
    ]);
  });
});
