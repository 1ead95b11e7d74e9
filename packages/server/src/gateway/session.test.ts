import { beforeEach, describe, expect, it } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@vigie/contract';
import { type AgentMessage, type AgentMessageType, type Frame, MessageEncoder, type MetricSeries } from '@vigie/contract/agent';
import { buildFacts, buildFrame, buildProcessRow, type FakeClock, fakeClock, MemoryAgent } from '@vigie/testkit';
import { openAuthority } from '../ca/index.ts';
import { openVault } from '../platform/vault/index.ts';
import { AgentSession, type HostSink, type SessionDeps } from './session.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-session-'));
const authority = await openAuthority({ directory: folder, vault: openVault({ directory: folder }), now: Date.now });
const identity = { hostId: 'host-a', ...(await authority.issueAgentPair('host-a')) };
rmSync(folder, { recursive: true, force: true });

let clock: FakeClock;
let told: string[];
let reports: string[];
let keep: () => void | Promise<void>;
let clocks: { latencyMs: number; skewMs: number }[];

function sink(): HostSink {
  return {
    opened: (link) => {
      told.push('opened');
      link.setWatch({ metricsMs: 1000, processesMs: null, socketsMs: null });
      return { watch: { metricsMs: 10_000, processesMs: null, socketsMs: null } };
    },
    facts: (_host, facts) => void told.push(`facts ${facts.name}`),
    frame: () => keep(),
    takeProcesses: (_host, snapshot) => void told.push(`processes ${snapshot.rows.map((row) => row.name).join()}`),
    takeSockets: () => void told.push('sockets'),
    takeInventory: () => void told.push('inventory'),
    clock: (_host, measured) => void clocks.push(measured),
    closed: (_link, reason, orderly) => void told.push(`closed ${orderly ? 'in order' : 'without a word'}: ${reason}`),
  };
}

function connect(values: Partial<SessionDeps> = {}) {
  const agent = new MemoryAgent();
  const session = new AgentSession(
    {
      authority: authority.certificate,
      now: clock.now,
      isKnownHost: (id) => id === 'host-a',
      sink: sink(),
      config: { allowedSignals: ['TERM'] },
      report: (message) => void reports.push(message),
      timers: clock,
      ...values,
    },
    agent.wire,
  );
  agent.attach(session);
  return { agent, session };
}

async function enter(values: Partial<SessionDeps> = {}) {
  const connected = connect(values);
  await connected.agent.enter(identity);
  return connected;
}

const outcome = (asked: Promise<unknown>) =>
  asked.then(
    (output) => output,
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

beforeEach(() => {
  clock = fakeClock(Date.now());
  told = [];
  reports = [];
  clocks = [];
  keep = () => undefined;
});

describe('before the welcome', () => {
  it('waits ten seconds for a hello, and no longer', () => {
    const { agent, session } = connect();
    clock.advance(10_000);
    session.tick();
    expect(agent.inbox.ended).toBe(null);
    clock.advance(1);
    session.tick();
    expect([agent.inbox.ended, told, reports.length]).toEqual(['no hello came', [], 1]);
  });

  it('takes nothing but a hello', () => {
    const others: AgentMessage[] = [
      { type: 'frame', body: buildFrame({ a: 1 }) },
      { type: 'processes', body: { timeMs: 1, intervalMs: 0, full: true, rows: [], gone: [] } },
      { type: 'result', body: { id: 'x', ok: true, output: {} } },
      { type: 'ping', body: { sentAtMs: 1 } },
      { type: 'goodbye', body: { reason: 'no' } },
    ];
    for (const message of others) {
      const { agent } = connect();
      agent.send(message);
      expect(agent.inbox.ended).toContain('not hello');
    }
    expect(told).toEqual([]);
  });

  it('sends what is to be watched with the welcome, and nothing before it', async () => {
    const agent = new MemoryAgent();
    const sent: AgentMessageType[] = [];
    const session = new AgentSession(
      {
        authority: authority.certificate,
        now: clock.now,
        isKnownHost: () => true,
        sink: sink(),
        config: { allowedSignals: [] },
        report: () => undefined,
        timers: clock,
      },
      { ...agent.wire, send: (bytes) => sent.push(bytes[0] as never) > 0 && agent.wire.send(bytes) },
    );
    agent.attach(session);
    await agent.enter(identity);
    // challenge, welcome, ping.
    expect(sent.map(Number)).toEqual([1, 3, 12]);
  });

  it('tells the agent how long to stay away when it refuses it', async () => {
    const { agent } = connect({ isKnownHost: () => false });
    await expect(agent.enter(identity)).rejects.toThrow('not known here, or was revoked');
    expect(agent.inbox.all('refuse')).toMatchObject([{ code: 'unknown_host', retryAfterMs: 60_000 }]);
  });

  it('does not take a second hello', async () => {
    const { agent } = await enter();
    agent.send({ type: 'hello', body: { ...(await helloOf()), hostId: 'host-b' } });
    expect(agent.inbox.ended).toBe('a second hello');
  });
});

async function helloOf() {
  const { buildHello } = await import('@vigie/testkit');
  return buildHello(identity, 'nonce');
}

describe('silence', () => {
  it('is asked about every ten seconds, and ends the session after thirty', async () => {
    const { agent, session } = await enter();
    for (let second = 0; second < 30; second++) {
      clock.advance(1000);
      session.tick();
    }
    expect([agent.inbox.all('ping').length, agent.inbox.ended]).toEqual([4, null]);
    clock.advance(1000);
    session.tick();
    expect(told.at(-1)).toBe('closed without a word: silent for 30 s');
  });

  it('is not what a clock that was set makes it: nobody is cut off, and the delay is right', async () => {
    const { agent, session } = await enter();
    clock.setWall(clock.now() + 3_600_000);
    session.tick();
    clock.setWall(clock.now() - 10 * 3_600_000);
    session.tick();
    expect(agent.inbox.ended).toBe(null);
    agent.send({ type: 'pong', body: { sentAtMs: agent.inbox.all('ping')[0]?.sentAtMs ?? 0, peerTimeMs: clock.now() } });
    expect(clocks[0]?.latencyMs).toBe(0);
  });
});

describe('the clock of the host', () => {
  it('is compared with ours at the middle of the way there and back; answers nobody asked for are left out', async () => {
    const { agent } = await enter();
    const [ping] = agent.inbox.all('ping');
    const sentAtMs = ping?.sentAtMs ?? 0;
    clock.advance(40);
    agent.send({ type: 'pong', body: { sentAtMs: 12, peerTimeMs: 5 } });
    agent.send({ type: 'pong', body: { sentAtMs, peerTimeMs: sentAtMs + 20 + 90_000 } });
    expect(clocks).toEqual([{ latencyMs: 40, skewMs: 90_000 }]);
  });
});

describe('a frame', () => {
  it('has series of the objects that are held for all hosts; of who was not let in none is held', async () => {
    const [asked, held]: [MetricSeries[], MetricSeries] = [[], { name: 'a', labels: {}, kind: 'gauge' }];
    const internSeries = (series: MetricSeries): MetricSeries => {
      asked.push(series);
      return held;
    };
    const frames: Frame[] = [];
    const taking = { internSeries, sink: { ...sink(), frame: (_host: string, frame: Frame) => void frames.push(frame) } };
    connect(taking).agent.send({ type: 'frame', body: buildFrame({ a: 1 }) });
    expect(asked).toEqual([]);
    const { agent } = await enter(taking);
    agent.send({ type: 'frame', body: buildFrame({ a: 1 }) });
    expect([asked.length, frames[0]?.samples[0]?.series]).toEqual([1, held]);
    expect(frames[0]?.samples[0]?.series).toBe(held);
  });

  it('is acknowledged when it is kept, not before, and not at all when it was not', async () => {
    const waiting = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let index = 0;
    keep = () => waiting[index++]?.promise;
    const { agent } = await enter();
    agent.send({ type: 'frame', body: buildFrame({ a: 1 }, { sequence: 1 }) });
    agent.send({ type: 'frame', body: buildFrame({ a: 2 }, { sequence: 2 }) });
    expect(agent.inbox.all('ack')).toEqual([]);
    waiting[1]?.reject(new Error('the disk is full'));
    waiting[0]?.resolve();
    await Bun.sleep(0);
    expect(agent.inbox.all('ack')).toEqual([{ stream: 'stream-1', sequence: 1 }]);
    expect(reports.join()).toContain('the disk is full');
  });
});

describe('commands', () => {
  const read = (id: string) => ({ id, verb: 'read' as const, name: 'process.snapshot', input: {}, timeoutMs: 2000 });
  const run = (id: string) => ({
    id,
    verb: 'run' as const,
    name: 'process.signal',
    input: { targets: [], signal: 'TERM' },
    timeoutMs: 2000,
  });
  const snapshot = { timeMs: 1, intervalMs: 0, full: true, rows: [buildProcessRow()], gone: [] };

  it('are given up a second after their time; a run may have happened, a read has not', async () => {
    const { agent, session } = await enter();
    const asked = [outcome(session.command(read('1'))), outcome(session.command(run('2')))];
    clock.advance(2999);
    agent.send({ type: 'result', body: { id: 'nobody', ok: true, output: 1 } });
    clock.advance(1);
    expect(await Promise.all(asked)).toEqual(['host_unreachable', 'outcome_unknown']);
    // Too late, and nobody is surprised.
    agent.send({ type: 'result', body: { id: '2', ok: true, output: { results: [] } } });
    expect([agent.inbox.ended, clock.waiting]).toEqual([null, 0]);
  });

  it('are one question when asked twice with the same id', async () => {
    const { agent, session } = await enter();
    const asked = [outcome(session.command(run('same'))), outcome(session.command(run('same')))];
    expect(agent.inbox.all('command').length).toBe(1);
    agent.send({ type: 'result', body: { id: 'same', ok: true, output: { results: [] } } });
    expect(await Promise.all(asked)).toEqual([{ results: [] }, { results: [] }]);
  });

  it('do not wait for a caller who has gone, except a run, whose end is worth knowing', async () => {
    const { agent, session } = await enter();
    const [before, meanwhile] = [AbortSignal.abort(), new AbortController()];
    const asked = [read('1'), read('2'), run('3')].map((command, index) =>
      outcome(session.command(command, index === 0 ? before : meanwhile.signal)),
    );
    meanwhile.abort();
    agent.send({ type: 'result', body: { id: '3', ok: true, output: { results: [] } } });
    expect(await Promise.all(asked)).toEqual(['host_unreachable', 'host_unreachable', { results: [] }]);
    expect(agent.inbox.all('command').map(({ id }) => id)).toEqual(['2', '3']);
  });

  it('were not sent when the network takes nothing: the host is unreachable, and nothing is unknown', async () => {
    const { agent, session } = await enter();
    agent.takes = false;
    expect(await outcome(session.command(run('1')))).toBe('host_unreachable');
  });

  it('are no more than 256 at a time', async () => {
    const { session } = await enter();
    const asked = Array.from({ length: 257 }, (_, index) => outcome(session.command(read(String(index)))));
    expect(await asked[256]).toBe('host_unreachable');
    session.close('done');
    await Promise.all(asked);
  });

  it('get no answer from something that is none: a read has failed, of a run nothing is known', async () => {
    const { agent, session } = await enter();
    const row = snapshot.rows[0];
    const bad: unknown[] = [
      null,
      'x',
      [],
      {},
      { ...snapshot, rows: [null] },
      { ...snapshot, rows: [{ ...row, pid: -1 }] },
      { ...snapshot, timeMs: 1e300 },
    ];
    for (const [index, output] of bad.entries()) {
      const asked = outcome(session.command(read(`r${index}`)));
      agent.send({ type: 'result', body: { id: `r${index}`, ok: true, output } });
      expect(await asked).toBe('action_failed');
    }
    const asked = session.command(run('x')).catch((error: unknown) => error);
    agent.send({ type: 'result', body: { id: 'x', ok: true, output: { results: 'all well' } } });
    const error = (await asked) as AppError;
    expect([error.code, error.text.fr]).toEqual(['outcome_unknown', expect.stringContaining('on ignore si c’est exécuté')]);
    expect([agent.inbox.ended, reports.length]).toEqual([null, bad.length + 1]);
  });

  it('bring what was asked for, and only its members', async () => {
    const { agent, session } = await enter();
    const asked = outcome(session.command(read('1')));
    const output: unknown = JSON.parse(JSON.stringify(snapshot).replace('{', '{"__proto__":{"role":"owner"},"role":"owner",'));
    agent.send({ type: 'result', body: { id: '1', ok: true, output } });
    const got = (await asked) as Record<string, unknown>;
    expect(got).toEqual(snapshot);
    expect([got.role, Object.getPrototypeOf(got) === Object.prototype]).toEqual([undefined, true]);
  });
});

describe('what comes from a host', () => {
  it('keeps its strangest texts as they are: they are data', async () => {
    const names: string[] = [];
    const { agent } = await enter({
      sink: { ...sink(), takeProcesses: (_host, { rows }) => void names.push(...rows.map((row) => row.name)) },
    });
    const strange = ['\ud800', '\u0000\u001b[2J\u202e', '<img src=x onerror=alert(1)>', '__proto__', '=cmd|calc', 'é\r\nSet-Cookie: a'];
    agent.send({
      type: 'processes',
      body: {
        timeMs: 1,
        intervalMs: 0,
        full: true,
        rows: strange.map((name, index) => buildProcessRow({ pid: index + 1, name })),
        gone: [],
      },
    });
    expect(names).toEqual(strange);
  });

  it('is refused when it is too long, too many, or of another kind', async () => {
    const row = buildProcessRow();
    const facts = buildFacts();
    const processes = (rows: unknown[]) => ['processes', { timeMs: 1, intervalMs: 0, full: true, rows, gone: [] }] as const;
    const bad: (readonly [string, unknown])[] = [
      processes([{ ...row, name: 'x'.repeat(4097) }]),
      processes([{ ...row, cmdline: ['x'.repeat(40_000), 'y'.repeat(40_000)] }]),
      processes([{ ...row, cmdline: 'sleep 600' }]),
      processes([{ ...row, pid: '1' }]),
      processes([{ ...row, nice: 20 }]),
      processes([{ ...row, startedAtMs: 1e17 }]),
      processes([{ ...row, hidden: ['__proto__'] }]),
      processes(['row']),
      ['processes', { timeMs: 1, intervalMs: 0, full: true, rows: {}, gone: [] }],
      ['sockets', { timeMs: 1, full: 'yes', rows: [], gone: [], ownersHidden: false }],
      ['facts', { ...facts, addresses: Array.from({ length: 1025 }, () => '::1') }],
      ['facts', { ...facts, bootedAtMs: 1e300 }],
      ['facts', { ...facts, privileged: 1 }],
      ['facts', { ...facts, name: { length: { toString: 1, valueOf: 1 } } }],
      ['result', { id: 'x', ok: false, code: 'toString', message: { en: '', fr: '' } }],
      ['result', { id: 'x', ok: false, code: 'internal', message: 'oops' }],
      ['goodbye', { reason: 'x'.repeat(1025) }],
    ];
    for (const [type, body] of bad) {
      const { agent } = await enter();
      agent.sendBytes(new MessageEncoder().encode({ type, body } as AgentMessage));
      expect([type, agent.inbox.ended === null]).toEqual([type, false]);
    }
    const { agent } = await enter();
    agent.send({ type: 'frame', body: buildFrame({ a: 1 }, { timeMs: 2 ** 53 - 1 }) });
    expect(agent.inbox.ended).toContain('frame.timeMs');
  });

  it('ends the session, and nothing else, when it breaks something of ours', async () => {
    const { agent } = await enter({
      sink: {
        ...sink(),
        takeSockets: () => {
          throw new Error('broken');
        },
      },
    });
    agent.send({ type: 'sockets', body: { timeMs: 1, full: true, rows: [], gone: [], ownersHidden: false } });
    expect([agent.inbox.ended, told.at(-1)]).toEqual([
      'sockets could not be taken in: broken',
      'closed without a word: sockets could not be taken in: broken',
    ]);
  });
});

describe('a new certificate', () => {
  const publicKey = 'a key';
  const certify = async (hostId: string, key: string) => `certificate of ${hostId} for ${key}`;

  it('is for the host of the session, whatever it may claim, and one in a minute is enough', async () => {
    const { agent } = await enter({ certify });
    agent.send({ type: 'renew', body: { publicKey, hostId: 'host-b' } as never });
    await Bun.sleep(0);
    expect(agent.inbox.all('certificate')).toEqual([{ certificate: 'certificate of host-a for a key' }]);
    clock.advance(59_000);
    agent.send({ type: 'renew', body: { publicKey } });
    expect(agent.inbox.ended).toBe('this server renews no certificate now');
  });

  it('is not made for what is no key, and the session says so and ends', async () => {
    const { agent } = await enter({ certify: () => Promise.reject(new Error('no key')) });
    agent.send({ type: 'renew', body: { publicKey } });
    await Bun.sleep(0);
    expect([agent.inbox.all('certificate'), agent.inbox.ended]).toEqual([[], 'no certificate could be made: no key']);
  });

  it('is offered only by a server that makes them', async () => {
    const accepts = async (values: Partial<SessionDeps>) => {
      const { agent } = connect(values);
      const { nonce } = await agent.inbox.next('challenge');
      const { buildHello } = await import('@vigie/testkit');
      agent.send({ type: 'hello', body: buildHello(identity, nonce) });
      return (await agent.inbox.next('welcome')).accepts;
    };
    expect(await accepts({})).not.toContain('renew');
    expect(await accepts({ certify })).toContain('renew');
  });
});
