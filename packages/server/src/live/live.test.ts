import { afterEach, beforeEach, describe, expect, it } from 'bun:test';
import { type AuditEntry, type LiveMessage, type Process, rolePermissions, type Topic, type TopicPayloads } from '@vigie/contract';
import type { ProcessRow } from '@vigie/contract/agent';
import { buildFacts, buildFrame, buildProcessRow, buildSocketRow, type FakeClock, fakeClock } from '@vigie/testkit';
import { Latest } from '../latest/index.ts';
import type { Actor } from '../operations/types.ts';
import { createLive, type Live } from './index.ts';

let clock: FakeClock;
let latest: Latest;
let live: Live;
let watched: string[];
let valid: () => Promise<boolean>;
let reports: unknown[];
let tellAudit: (present: (actor: Actor) => AuditEntry) => void;

function actorOf(role: 'owner' | 'viewer'): Actor {
  return {
    kind: 'user',
    id: role,
    name: role,
    email: null,
    role,
    permissions: rolePermissions[role],
    language: 'fr',
    address: null,
    door: 'page',
    organizationId: 'o',
  };
}

function helloOf(facts = buildFacts()) {
  return { protocol: 1, agentVersion: '0.1.0', hostId: 'h', certificate: '', signature: '', agentTimeMs: 0, facts };
}

beforeEach(() => {
  clock = fakeClock();
  [watched, reports] = [[], []];
  valid = () => Promise.resolve(true);
  latest = new Latest({ now: clock.now, timers: clock, report: (message) => void reports.push(message), remember: () => undefined }, [
    { id: 'h', local: true, name: 'h', facts: null, agentVersion: null },
    { id: 'far', local: false, name: 'far', facts: null, agentVersion: null },
  ]);
  const link = {
    hostId: 'h',
    setWatch: ({ metricsMs, processesMs, socketsMs }: { metricsMs: number; processesMs: number | null; socketsMs: number | null }) =>
      void watched.push(`${metricsMs} ${processesMs} ${socketsMs}`),
    command: () => new Promise<unknown>(() => undefined),
    close: () => undefined,
  };
  latest.opened(link, helloOf());
  const auditors = new Set<typeof tellAudit>();
  tellAudit = (present) => {
    for (const auditor of auditors) {
      auditor(present);
    }
  };
  const tickets = new Map([
    ['owner', actorOf('owner')],
    ['viewer', actorOf('viewer')],
  ]);
  live = createLive({
    hosts: latest,
    redeem: (ticket) => {
      const actor = tickets.get(ticket) ?? null;
      tickets.delete(ticket);
      return actor;
    },
    stillValid: () => valid(),
    isAllowedOrigin: () => true,
    onAudit: (listener) => {
      auditors.add(listener);
      return () => auditors.delete(listener);
    },
    report: (error) => void reports.push(error),
    now: clock.now,
    timers: clock,
  });
});
afterEach(() => {
  live.stop();
  latest.stop();
});

function open(ticket?: string) {
  const sent: LiveMessage[] = [];
  const lengths: number[] = [];
  const wire = {
    bufferedBytes: 0,
    closed: null as string | null,
    send: (text: string) => {
      lengths.push(text.length);
      sent.push(JSON.parse(text) as LiveMessage);
    },
    close: (_code: number, reason: string) => {
      wire.closed ??= reason;
    },
  };
  const page = live.connect(wire);
  const say = (message: unknown) =>
    live.receive(page, typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message));
  const data = <T extends Topic>(topic: T): TopicPayloads[T][] =>
    sent.flatMap((message) => (message.type === 'data' && message.topic === topic ? [message.payload as TopicPayloads[T]] : []));
  if (ticket) {
    say({ type: 'hello', ticket });
  }
  return { sent, lengths, wire, page, say, data };
}

const snapshot = (full: boolean, rows: (number | Partial<ProcessRow>)[], gone: number[] = []) =>
  latest.takeProcesses('h', {
    timeMs: clock.now(),
    intervalMs: 1000,
    full,
    rows: rows.map((row) => buildProcessRow(typeof row === 'number' ? { pid: row } : row)),
    gone,
  });
const sockets = (full: boolean, rows: Parameters<typeof buildSocketRow>[0][], gone: string[] = []) =>
  latest.takeSockets('h', { timeMs: clock.now(), full, rows: rows.map(buildSocketRow), gone, ownersHidden: false });
const frame = (samples: Record<string, number>) => void latest.frame('h', buildFrame(samples, { timeMs: clock.now() }));
const pidsOf = (rows: readonly Process[]) => rows.map((row) => row.pid);
const told = (page: ReturnType<typeof open>) => page.data('processes').map(({ full, rows, gone }) => [full, pidsOf(rows), gone]);

describe('the first message', () => {
  it('must be a hello with a good ticket, which opens one socket', () => {
    const page = open('owner');
    expect(page.sent).toEqual([{ type: 'ready', serverTimeMs: clock.now(), version: expect.any(String) }]);
    expect(open('owner').wire.closed).toBe('the ticket is not good');
    const early = open();
    early.say({ type: 'subscribe', id: 1, topic: 'hosts' });
    early.say({ type: 'hello', ticket: 'viewer' });
    expect([early.wire.closed, early.sent]).toEqual(['hello comes first', []]);
  });

  it('must come within five seconds', () => {
    const page = open();
    clock.advance(5_000);
    expect(page.wire.closed).toBe(null);
    clock.advance(500);
    expect(page.wire.closed).toBe('no hello came');
  });

  it('is not repeated: a page does not become somebody else', () => {
    const page = open('viewer');
    page.say({ type: 'hello', ticket: 'owner' });
    expect(page.sent.at(-1)).toMatchObject({ type: 'error', code: 'invalid_input' });
    page.say({ type: 'subscribe', id: 1, topic: 'audit' });
    expect(page.sent.at(-1)).toMatchObject({ type: 'error', code: 'permission_denied' });
  });
});

describe('a subscription to processes', () => {
  it('tells everything at once, then what changed, not more often than was asked', () => {
    snapshot(true, [1, 2]);
    const page = open('owner');
    page.say({ type: 'subscribe', id: 7, topic: 'processes', intervalMs: 2000 });
    clock.advance(1000);
    snapshot(false, [{ pid: 2, nice: 5 }, 3], [1]);
    expect(told(page).length).toBe(1);
    clock.advance(1000);
    snapshot(false, [4], [3]);
    expect(told(page)).toEqual([
      [true, [1, 2], []],
      [false, [2, 4], [1, 3]],
    ]);
    expect(page.data('processes')[1]).toMatchObject({
      timeMs: clock.now(),
      summary: { total: 2 },
      rows: [{ pid: 2, nice: 5 }, { pid: 4 }],
    });
  });

  it('tells of a round in which nothing changed, so that the page knows how old its rows are', () => {
    snapshot(true, [1]);
    const page = open('owner');
    page.say({ type: 'subscribe', id: 1, topic: 'processes' });
    clock.advance(1000);
    snapshot(false, []);
    expect(told(page)[1]).toEqual([false, [], []]);
  });

  it('begins when the host has told something', () => {
    const page = open('owner');
    page.say({ type: 'subscribe', id: 1, topic: 'processes' });
    expect(told(page)).toEqual([]);
    snapshot(true, [5]);
    expect(told(page)).toEqual([[true, [5], []]]);
  });

  it('shows the ports of a process when its sockets change, though its own row did not', () => {
    snapshot(true, [1, 2, 3]);
    sockets(true, [{ id: 'tcp:1', pid: 1, localPort: 80 }]);
    const page = open('owner');
    page.say({ type: 'subscribe', id: 1, topic: 'processes' });
    clock.advance(1000);
    // Handed from process 1 to 2; a UNIX socket shows nowhere.
    sockets(false, [
      { id: 'tcp:1', pid: 2, localPort: 80 },
      { id: 'unix:9', pid: 3, protocol: 'unix' },
    ]);
    clock.advance(1000);
    sockets(false, [], ['tcp:1']);
    clock.advance(1000);
    expect(
      page.data('processes').map(({ rows }) => rows.map(({ pid, ports }) => `${pid}: ${ports.map(({ local }) => local).join()}`)),
    ).toEqual([['1: 127.0.0.1:80', '2: ', '3: '], ['1: ', '2: 127.0.0.1:80'], ['2: ']]);
  });

  it('tells everything again when what all rows are measured by has changed', () => {
    snapshot(true, [{ pid: 1, cpuCores: 1 }]);
    const page = open('owner');
    page.say({ type: 'subscribe', id: 1, topic: 'processes' });
    latest.facts('h', buildFacts({ cpuCount: 4 }));
    clock.advance(1500);
    expect(page.data('processes').map(({ full, rows }) => [full, rows[0]?.cpu_percent_host])).toEqual([
      [true, 50],
      [true, 25],
    ]);
  });

  it('presents a row once for all pages, and again only when it changed', () => {
    const reads: string[] = [];
    const row = buildProcessRow({ pid: 1 });
    const counted = new Proxy(row, {
      get: (target, name) => {
        reads.push(String(name));
        return Reflect.get(target, name);
      },
    });
    latest.takeProcesses('h', { timeMs: 1, intervalMs: 0, full: true, rows: [counted], gone: [] });
    const first = open('owner');
    first.say({ type: 'subscribe', id: 1, topic: 'processes' });
    const presented = reads.filter((name) => name === 'cmdline').length;
    const second = open('viewer');
    second.say({ type: 'subscribe', id: 1, topic: 'processes' });
    second.say({ type: 'subscribe', id: 2, topic: 'processes' });
    expect([reads.filter((name) => name === 'cmdline').length, second.data('processes').length]).toEqual([presented, 2]);
  });
});

describe('a table that is too large for one message', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => ({ pid: index + 1, cmdline: ['x'.repeat(1000)] }));

  it('comes in parts, of which only the first begins anew', () => {
    snapshot(true, many(3000));
    const page = open('owner');
    page.say({ type: 'subscribe', id: 1, topic: 'processes' });
    const parts = page.data('processes');
    expect(parts.length).toBeGreaterThan(5);
    expect(parts.map(({ full }) => full)).toEqual(parts.map((_, index) => index === 0));
    expect(new Set(parts.flatMap(({ rows }) => pidsOf(rows))).size).toBe(3000);
    expect(Math.max(...page.lengths)).toBeLessThan(210_000);
  });

  it('stops when the page does not take it, and goes on when it does, with what has changed meanwhile', () => {
    snapshot(true, many(3000));
    const page = open('owner');
    const { wire } = page;
    const send = wire.send;
    wire.send = (text) => {
      send(text);
      wire.bufferedBytes += text.length;
    };
    page.say({ type: 'subscribe', id: 1, topic: 'processes' });
    expect(wire.bufferedBytes).toBeLessThan(500_000);
    snapshot(false, [{ pid: 2999, nice: 9 }], [1, 3000]);
    const rows = new Map<number, number>();
    for (let round = 0; round < 20; round++) {
      wire.bufferedBytes = 0;
      live.drained(page.page);
    }
    for (const payload of page.data('processes')) {
      for (const pid of payload.gone) {
        rows.delete(pid);
      }
      for (const row of payload.rows) {
        rows.set(row.pid, row.nice);
      }
    }
    expect([rows.size, rows.has(1), rows.has(3000), rows.get(2999)]).toEqual([2998, false, false, 9]);
  });
});

describe('a page that does not read', () => {
  it('is sent nothing more, and everything that counts when it reads again', () => {
    snapshot(true, [1]);
    frame({ a: 1 });
    const page = open('owner');
    page.say({ type: 'subscribe', id: 1, topic: 'processes' });
    page.say({ type: 'subscribe', id: 2, topic: 'metrics' });
    page.say({ type: 'subscribe', id: 3, topic: 'hosts' });
    const before = page.sent.length;
    page.wire.bufferedBytes = 2_000_000;
    for (let pid = 2; pid < 50; pid++) {
      clock.advance(1000);
      snapshot(false, [pid], [pid - 1]);
      frame({ a: pid, [`b${pid}`]: 1 });
    }
    latest.facts('h', buildFacts({ name: 'renamed' }));
    expect(page.sent.length).toBe(before);
    page.wire.bufferedBytes = 0;
    live.drained(page.page);
    expect(told(page).at(-1)).toEqual([false, [49], Array.from({ length: 48 }, (_, index) => index + 1)]);
    const figures = page.data('metrics').at(-1);
    expect([figures?.series?.length, figures?.values.at(-1)]).toEqual([49, 1]);
    expect(page.data('hosts').at(-1)?.items[0]?.name).toBe('renamed');
  });

  it('does not make what is noted for it grow without end', () => {
    snapshot(true, [1]);
    const page = open('owner');
    page.say({ type: 'subscribe', id: 1, topic: 'processes' });
    page.wire.bufferedBytes = 2_000_000;
    for (let round = 0; round < 30; round++) {
      snapshot(
        true,
        Array.from({ length: 1000 }, (_, index) => 1 + index + 1000 * round),
      );
    }
    const [subscription] = page.page.subscriptions.values();
    expect((subscription?.gone.size ?? 0) + (subscription?.changed.size ?? 0)).toBeLessThan(22_000);
    page.wire.bufferedBytes = 0;
    clock.advance(1500);
    expect(
      page
        .data('processes')
        .slice(1)
        .flatMap(({ rows }) => rows).length,
    ).toBe(1000);
    expect(page.data('processes')[1]?.full).toBe(true);
  });
});

describe('a subscription to figures', () => {
  it('tells the newest at once, and the list of series only when it differs from what this page has', () => {
    frame({ a: 1 });
    const page = open('owner');
    page.say({ type: 'subscribe', id: 1, topic: 'metrics', intervalMs: 2000 });
    const rounds: Record<string, number>[] = [{ a: 2 }, { a: 3, b: 1 }, { a: 4, b: 2 }, { a: 5, b: 3 }];
    for (const samples of rounds) {
      clock.advance(1000);
      frame(samples);
    }
    expect(page.data('metrics').map(({ series, values }) => [series?.map(({ name }) => name).join(), values])).toEqual([
      ['a', [1]],
      ['a,b', [3, 1]],
      [undefined, [5, 3]],
    ]);
  });
});

describe('sockets', () => {
  it('are told as they change', () => {
    sockets(true, [{ id: 'tcp:1' }, { id: 'tcp:2' }]);
    const page = open('owner');
    page.say({ type: 'subscribe', id: 1, topic: 'sockets' });
    clock.advance(1000);
    sockets(false, [{ id: 'tcp:3', state: 'ESTABLISHED' }], ['tcp:1']);
    expect(page.data('sockets').map(({ full, rows, gone }) => [full, rows.map(({ id, state }) => `${id} ${state}`), gone])).toEqual([
      [true, ['tcp:1 LISTEN', 'tcp:2 LISTEN'], []],
      [false, ['tcp:3 ESTABLISHED'], ['tcp:1']],
    ]);
  });
});

describe('what a person may not see', () => {
  it('is refused, in the person’s language, and never told', () => {
    const page = open('viewer');
    page.say({ type: 'subscribe', id: 3, topic: 'audit' });
    expect(page.sent.at(-1)).toMatchObject({
      type: 'error',
      id: 3,
      code: 'permission_denied',
      error: expect.stringContaining('Accès refusé'),
    });
    const owner = open('owner');
    owner.say({ type: 'subscribe', id: 1, topic: 'audit' });
    tellAudit((actor) => ({ id: `for ${actor.id}` }) as AuditEntry);
    expect([page.data('audit'), owner.data('audit')]).toEqual([[], [{ entry: { id: 'for owner' } as AuditEntry }]]);
  });

  it('is not told after the end of the session, which is noticed within five seconds', async () => {
    snapshot(true, [1]);
    const page = open('owner');
    page.say({ type: 'subscribe', id: 1, topic: 'processes' });
    valid = () => Promise.resolve(false);
    clock.advance(4_000);
    await Bun.sleep(0);
    const before = page.sent.length;
    clock.advance(1_000);
    snapshot(false, [2]);
    page.say({ type: 'ping', at: 1 });
    page.say({ type: 'subscribe', id: 2, topic: 'hosts' });
    expect([page.wire.closed, page.sent.length - before]).toEqual(['the session has ended', 0]);
  });

  it('is not told while it cannot be verified that the session is good', async () => {
    const page = open('owner');
    valid = () => Promise.reject(new Error('the database is away'));
    clock.advance(4_000);
    await Bun.sleep(0);
    expect([page.wire.closed, reports.length]).toEqual(['the session could not be verified', 1]);
  });
});

describe('requests', () => {
  it('that are nonsense are answered with an error, and the third is the last', () => {
    const nonsense: unknown[] = [
      '{',
      '[]',
      'null',
      '"hello"',
      '{"type":"subscribe","id":1,"topic":"__proto__"}',
      '{"type":"subscribe","id":1,"topic":["processes"]}',
      '{"type":"subscribe","id":-1,"topic":"hosts"}',
      '{"type":"subscribe","id":1.5,"topic":"hosts"}',
      '{"type":"subscribe","id":1,"topic":"hosts","role":"owner"}',
      '{"type":"subscribe","id":1,"topic":"hosts","host":{"id":"h"}}',
      '{"type":"hello","ticket":{"length":{"toString":1,"valueOf":1}}}',
      '{"type":"unsubscribe"}',
      '{"type":"ping","at":"now"}',
      '{"type":"constructor"}',
      `{"type":"ping","at":1${' '.repeat(17_000)}}`,
      new Uint8Array([1, 2, 3]),
    ];
    for (const [index, message] of nonsense.entries()) {
      const page = open();
      page.say(message);
      expect([index, page.sent.map(({ type }) => type), page.wire.closed]).toEqual([index, ['error'], null]);
      page.say(message);
      page.say(message);
      page.say(message);
      expect([page.sent.length, page.wire.closed]).toEqual([3, 'three messages that are not of this protocol']);
    }
  });

  it('for a host that is not known are refused, and leave what there was', () => {
    const page = open('owner');
    page.say({ type: 'subscribe', id: 1, topic: 'metrics', host: 'far' });
    page.say({ type: 'subscribe', id: 1, topic: 'metrics', host: 'nowhere' });
    expect(page.sent.at(-1)).toMatchObject({ type: 'error', id: 1, code: 'host_not_found' });
    expect(page.page.subscriptions.get(1)?.hostId).toBe('far');
  });

  it('for a host that is removed end with that word, and the list of hosts is told anew', () => {
    const page = open('owner');
    page.say({ type: 'subscribe', id: 1, topic: 'metrics', host: 'far' });
    page.say({ type: 'subscribe', id: 2, topic: 'hosts' });
    clock.advance(1000);
    latest.remove('far');
    clock.advance(1000);
    expect(page.sent.find((message) => message.type === 'error')).toMatchObject({ id: 1, code: 'host_not_found' });
    expect(page.page.subscriptions.has(1)).toBe(false);
    expect(page.sent.at(-1)).toMatchObject({ type: 'data', topic: 'hosts' });
    expect(JSON.stringify(page.sent.at(-1))).not.toContain('"far"');
  });

  it('hold no more than 64 subscriptions; one may be replaced', () => {
    const page = open('owner');
    for (let id = 0; id < 65; id++) {
      page.say({ type: 'subscribe', id, topic: 'hosts' });
    }
    expect(page.sent.at(-1)).toMatchObject({ type: 'error', id: 64, code: 'too_many_requests' });
    page.say({ type: 'subscribe', id: 3, topic: 'metrics' });
    expect(page.page.subscriptions.get(3)?.topic).toBe('metrics');
  });

  it('are answered with the time of the server', () => {
    const page = open('owner');
    clock.advance(1234);
    page.say({ type: 'ping', at: 42.5 });
    expect(page.sent.at(-1)).toEqual({ type: 'pong', at: 42.5, serverTimeMs: clock.now() });
  });

  it('make the agent as fast as the fastest page, within one second and one minute, and slow again when all have left', () => {
    const page = open('owner');
    page.say({ type: 'subscribe', id: 1, topic: 'processes', intervalMs: 1 });
    page.say({ type: 'subscribe', id: 2, topic: 'metrics', intervalMs: 3_600_000 });
    const other = open('viewer');
    other.say({ type: 'subscribe', id: 1, topic: 'metrics', intervalMs: 2000 });
    expect(watched).toEqual(['10000 1000 10000', '2000 1000 10000']);
    page.say({ type: 'unsubscribe', id: 1 });
    clock.advance(5_000);
    live.leave(other.page);
    live.leave(page.page);
    clock.advance(5_000);
    expect(watched.slice(2)).toEqual(['2000 10000 10000', '10000 10000 10000']);
  });
});

it('tells what a host is called as data, whatever it is', () => {
  const strange = ['<img src=x onerror=alert(1)>', '"}]}', '\u2028\u0000\ud800', '","rows":[]'];
  snapshot(
    true,
    strange.map((name, index) => ({ pid: index + 1, name, cmdline: [name] })),
  );
  const page = open('owner');
  page.say({ type: 'subscribe', id: 1, topic: 'processes' });
  expect(page.data('processes')[0]?.rows.map(({ name, cmdline }) => [name, cmdline])).toEqual(strange.map((name) => [name, [name]]));
});
