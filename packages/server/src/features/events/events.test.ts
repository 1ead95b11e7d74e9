import { beforeEach, describe, expect, it } from 'bun:test';
import type { EventsPayload, OperationOutput } from '@vigie/contract';
import type { AgentEvent, AgentGap } from '@vigie/contract/agent';
import { createLive, type LiveDeps } from '../../live/live.ts';
import { SqliteEventStore } from '../../storage/events/index.ts';
import { createFakeHosts } from '../../testing/fake-hosts.ts';
import { refusalOf } from '../../testing/refusal.ts';
import { buildActor } from '../../testing/test-runner.ts';
import { createEventHandlers, createEventIntake, type EventIntake } from './index.ts';

const now = Date.UTC(2026, 10, 20, 12);
let hosts: ReturnType<typeof createFakeHosts>;
let events: SqliteEventStore;
let intake: EventIntake;

beforeEach(() => {
  hosts = createFakeHosts({ now: () => now });
  events = new SqliteEventStore({ path: ':memory:', groupMs: 1 });
  intake = createEventIntake({ events, hostName: (id) => hosts.require(id).name, now: () => now, report: () => undefined });
});

function buildEvent(sequence: number, values: Partial<AgentEvent> = {}): AgentEvent {
  const fields = { pid: sequence, name: 'sleep', command: 'sleep 600', user: 'ada', parent: 'bash' };
  return { sequence, timeMs: now - 1000 + sequence, kind: 'process.started', severity: 'info', fields, ...values };
}
const gap: AgentGap = { sequence: 90, class: 'process', fromMs: now - 50, toMs: now, count: 12, reason: 'queue_full' };
const keep = (list: readonly AgentEvent[], gaps: readonly AgentGap[] = []) =>
  intake.keep(hosts.host.id, { stream: 's', sentAtMs: now, events: list, gaps });

function ask(input: Record<string, unknown> = {}, language: 'en' | 'fr' = 'en'): Promise<OperationOutput<'event.list'>> {
  const handlers = createEventHandlers({ hosts, events, now: () => now });
  const context = { actor: buildActor({ language }), requestId: 'r', signal: new AbortController().signal };
  return handlers['event.list'].run({ limit: 100, format: 'json', ...input }, context);
}

describe('event.list', () => {
  it('tells what happened in the language of the reader, and leaves the data of the host as it is', async () => {
    await keep([buildEvent(1, { fields: { pid: 1, name: '<b>', command: '<b> «x»', user: 'ada', parent: null } })]);
    expect((await ask({}, 'en')).items[0]).toMatchObject({ hostName: 'db-02', text: '<b> started as PID 1 by ada: <b> «x»' });
    expect((await ask({}, 'fr')).items[0]?.text).toBe('<b> lancé, PID 1 par ada\u00a0: <b> «x»');
  });

  it('never makes up a name that could not be read', async () => {
    await keep([buildEvent(1, { fields: { pid: 7, name: null, command: null, user: null, parent: null } })]);
    expect((await ask()).items[0]?.text).toBe('a process whose name is not known started as PID 7');
  });

  it('filters by the words and fields of the filter', async () => {
    await keep([
      buildEvent(1),
      buildEvent(2, { kind: 'login.opened', severity: 'warning', fields: { user: 'grace', terminal: 'pts/0', address: null } }),
      buildEvent(3, { kind: 'process.exited', severity: 'warning', fields: { pid: 3, name: 'nginx', signal: 'SEGV' } }),
    ]);
    const found = async (q: string) => (await ask({ q })).items.map((item) => item.sequence);
    expect(await found('kind:process')).toEqual([3, 1]);
    expect(await found('severity:warning')).toEqual([3, 2]);
    expect(await found('kind:process severity:warning ngi')).toEqual([3]);
    expect(await found('user:grace')).toEqual([2]);
    expect(await found('"sleep 600"')).toEqual([1]);
    expect(await found('nowhere:else')).toEqual([]);
    expect((await ask({ kind: 'login', q: 'kind:process' })).items).toEqual([]);
    expect((await ask({ host: 'local', severity: 'critical' })).items).toEqual([]);
  });

  it('leads through pages by its cursor', async () => {
    await keep([1, 2, 3, 4, 5].map((sequence) => buildEvent(sequence)));
    const first = await ask({ limit: 2 });
    const second = await ask({ limit: 2, before: first.next });
    expect([...first.items, ...second.items].map((item) => item.sequence)).toEqual([5, 4, 3, 2]);
    expect((await ask({ after: first.items[1]?.id })).items.map((item) => item.sequence)).toEqual([5]);
  });

  it('says what is wrong with a filter, a kind, a moment and a host', async () => {
    const wrong = async (input: Record<string, unknown>) => {
      const { code, details } = await refusalOf(ask(input));
      return `${code} ${details[0]?.path ?? ''}`;
    };
    expect(await wrong({ q: 'kind:nothing' })).toBe('invalid_input q');
    expect(await wrong({ q: 'severity:bad' })).toBe('invalid_input q');
    expect(await wrong({ q: '"open' })).toBe('invalid_input q');
    expect(await wrong({ kind: 'nothing' })).toBe('invalid_input kind');
    expect(await wrong({ from: 'yesterday' })).toBe('invalid_input from');
    expect(await wrong({ host: 'nowhere' })).toBe('host_not_found ');
  });
});

describe('gap.list', () => {
  it('tells what is missing, when and why', async () => {
    await keep([], [gap]);
    const context = { actor: buildActor({ language: 'fr' }), requestId: 'r', signal: new AbortController().signal };
    const { items } = await createEventHandlers({ hosts, events, now: () => now })['gap.list'].run({ limit: 10 }, context);
    expect(items).toMatchObject([{ class: 'process', count: 12, reason: 'queue_full', hostName: 'db-02' }]);
    expect(items[0]?.text).toContain('sa file était pleine');
  });
});

describe('the live topic', () => {
  function open() {
    const sent: { readonly type: string; readonly topic?: string; readonly payload?: EventsPayload }[] = [];
    const wire = { send: (text: string) => void sent.push(JSON.parse(text)), bufferedBytes: 0, close: () => undefined };
    const deps: LiveDeps = {
      hosts,
      redeem: () => buildActor({ language: 'fr' }),
      stillValid: () => Promise.resolve(true),
      isAllowedOrigin: () => true,
      onAudit: () => () => undefined,
      onEvents: intake.onKept,
      report: () => undefined,
    };
    const live = createLive(deps);
    const page = live.connect(wire);
    live.receive(page, JSON.stringify({ type: 'hello', ticket: 't' }));
    live.receive(page, JSON.stringify({ type: 'subscribe', id: 1, topic: 'events', host: 'local' }));
    const told = () => sent.filter((message) => message.topic === 'events').map((message) => message.payload);
    return { live, page, wire, told };
  }

  it('tells a page what was kept, once, in its language', async () => {
    const { live, told } = open();
    await keep([buildEvent(1)], [gap]);
    await keep([buildEvent(1)], [gap]);
    expect(told()).toMatchObject([{ missed: false, items: [{ text: expect.stringContaining('lancé') }], gaps: [{ count: 12 }] }]);
    live.stop();
  });

  it('keeps nothing for a page that does not read, and tells it that it missed some', async () => {
    const { live, page, wire, told } = open();
    wire.bufferedBytes = 2_000_000;
    await keep([buildEvent(1)]);
    expect(told()).toEqual([]);
    wire.bufferedBytes = 0;
    live.drained(page);
    expect(told()).toEqual([{ items: [], gaps: [], missed: true }]);
    await keep([buildEvent(2)]);
    expect(told().at(-1)?.missed).toBe(false);
    live.stop();
  });
});
