import { beforeEach, describe, expect, test } from 'bun:test';
import { generateKeyPairSync } from 'node:crypto';
import { EventQueue } from './event-queue.ts';
import { Link } from './link.ts';
import { buildFacts, FakeClock, ScriptedServer } from './testing/scripted-server.ts';

const key = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const found = (pid: number, kind = 'process.started') => ({ timeMs: pid, kind, fields: { pid } });
const accepting = { accepts: ['events'] };

let clock: FakeClock;
let server: ScriptedServer;
let link: Link;

beforeEach(() => {
  clock = new FakeClock();
  server = new ScriptedServer();
  link = new Link(
    {
      transport: server,
      clock,
      identity: { hostId: 'h', certificate: 'c', key },
      facts: () => buildFacts(),
      random: () => 0,
      log: () => undefined,
      stream: 'life-1',
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
    expect(server.last.all('events')[0]).toMatchObject({ stream: 'life-1', sentAtMs: clock.wallMs(), events: [{ severity: 'info' }] });
    server.last.send('eventsAck', { stream: 'life-1', sequence: 2 });
    expect(link.waitingEvents).toBe(1);
    server.last.send('eventsAck', { stream: 'another-life', sequence: 3 });
    expect(link.waitingEvents).toBe(1);
    server.last.send('eventsAck', { stream: 'life-1', sequence: 3 });
    expect(link.waitingEvents).toBe(0);
  });

  test('what was not acknowledged is sent again in the next session with the same numbers', async () => {
    await server.welcome(accepting);
    link.found.event(found(1));
    link.found.event(found(2));
    await Promise.resolve();
    server.last.send('eventsAck', { stream: 'life-1', sequence: 1 });
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
    expect(link.waitingEvents).toBe(1);
  });

  test('what stops the agent is still told before the goodbye', async () => {
    await server.welcome(accepting);
    link.found.event(found(1, 'agent.stopped'));
    await link.stop('stopped');
    expect(server.last.received.map((message) => message.type).slice(-2)).toEqual(['events', 'goodbye']);
  });
});

describe('a full queue', () => {
  test('drops the oldest process events and never a login, and every one that is missing is counted in a gap', () => {
    const queue = new EventQueue('s', 100);
    queue.push(found(0, 'login.opened'));
    for (let index = 1; index <= 1000; index++) {
      queue.push(found(index));
    }
    expect(queue.size).toBeLessThanOrEqual(100);
    const batch = queue.take(1);
    expect(batch?.events[0]?.kind).toBe('login.opened');
    const sent = (batch?.events.length ?? 0) - 1;
    expect(batch?.gaps).toMatchObject([{ class: 'process', fromMs: 1, reason: 'queue_full' }]);
    expect(sent + (batch?.gaps[0]?.count ?? 0)).toBe(1000);
    expect(batch?.events.at(-1)?.fields.pid).toBe(1000);
  });

  test('does not touch what is on its way', () => {
    const queue = new EventQueue('s', 20);
    queue.push(found(1));
    queue.take(1);
    for (let index = 2; index <= 50; index++) {
      queue.push(found(index));
    }
    queue.restart();
    expect(queue.take(1)?.events[0]?.sequence).toBe(1);
  });
});
