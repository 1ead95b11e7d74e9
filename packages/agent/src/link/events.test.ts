import { beforeEach, describe, expect, test } from 'bun:test';
import { generateKeyPairSync } from 'node:crypto';
import { Spool } from '../spool/index.ts';
import { MemoryFiles } from '../spool/testing/memory-files.ts';
import { Link } from './link.ts';
import { buildFacts, FakeClock, ScriptedServer } from './testing/scripted-server.ts';

const key = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const found = (pid: number, kind = 'login.opened') => ({ timeMs: pid, kind, fields: { pid } });
const accepting = { accepts: ['events'] };

let clock: FakeClock;
let server: ScriptedServer;
let spool: Spool;
let link: Link;

beforeEach(() => {
  clock = new FakeClock();
  server = new ScriptedServer();
  let streams = 0;
  // Frames take the first name, then the many, then what is never dropped.
  spool = new Spool({ files: new MemoryFiles(), clock, newStream: () => `life-${++streams}` });
  link = new Link(
    {
      transport: server,
      clock,
      identity: { hostId: 'h', certificate: 'c', key },
      facts: () => buildFacts(),
      random: () => 0,
      log: () => undefined,
      spool,
    },
    { connected: () => undefined, disconnected: () => undefined, watch: () => undefined, command: () => undefined },
  );
  link.start();
});

const numbers = () => server.last.all('events').map((batch) => [...batch.events, ...batch.gaps].map((item) => item.sequence));

describe('the conversation about events', () => {
  test('what is found in one turn travels in one message, numbered, and is forgotten when it is acknowledged', async () => {
    link.found.event(found(1));
    await server.welcome(accepting);
    await Promise.resolve();
    link.found.event(found(2));
    link.found.gap({ class: 'process', fromMs: 1, toMs: 2, count: null, reason: 'kernel_overflow' });
    await Promise.resolve();
    expect(numbers()).toEqual([[1], [2, 3]]);
    expect(server.last.all('events')[0]).toMatchObject({ stream: 'life-3', sentAtMs: clock.wallMs(), events: [{ severity: 'info' }] });
    server.last.send('eventsAck', { stream: 'life-3', sequence: 2 });
    expect(spool.counts.waitingEvents).toBe(1);
    server.last.send('eventsAck', { stream: 'another-life', sequence: 3 });
    expect(spool.counts.waitingEvents).toBe(1);
    server.last.send('eventsAck', { stream: 'life-3', sequence: 3 });
    expect(spool.counts.waitingEvents).toBe(0);
  });

  test('what was not acknowledged is sent again in the next session with the same numbers', async () => {
    await server.welcome(accepting);
    link.found.event(found(1));
    link.found.event(found(2));
    await Promise.resolve();
    server.last.send('eventsAck', { stream: 'life-3', sequence: 1 });
    server.last.close();
    clock.advance(1000);
    link.found.event(found(3));
    await server.welcome(accepting);
    await Promise.resolve();
    expect(numbers()).toEqual([[2, 3]]);
  });

  test('a server that could not keep them says nothing, and is asked again in the same session', async () => {
    await server.welcome(accepting);
    server.last.answersPings = true;
    link.found.event(found(1));
    await Promise.resolve();
    clock.advance(31_000);
    link.found.event(found(2));
    await Promise.resolve();
    expect(numbers()).toEqual([[1], [1, 2]]);
  });

  test('an older server, whose welcome does not accept them, is sent none', async () => {
    await server.welcome();
    link.found.event(found(1));
    await Promise.resolve();
    expect(server.last.all('events')).toEqual([]);
    expect(link.connected).toBe(true);
    expect(spool.counts.waitingEvents).toBe(1);
  });

  test('what stops the agent is still told before the goodbye', async () => {
    await server.welcome(accepting);
    link.found.event(found(1, 'agent.stopped'));
    await link.stop('stopped');
    expect(server.last.received.map((message) => message.type).slice(-2)).toEqual(['events', 'goodbye']);
  });
});
