import { describe, expect, it } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventBatch } from '@vigie/contract/agent';
import { fakeClock, MemoryAgent } from '@vigie/testkit';
import { openAuthority } from '../ca/index.ts';
import { openVault } from '../platform/vault/index.ts';
import { AgentSession, type SessionDeps } from './session.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-session-'));
const authority = await openAuthority({ directory: folder, vault: openVault({ directory: folder }), now: Date.now });
const identity = { hostId: 'host-a', ...(await authority.issueAgentPair('host-a')) };
rmSync(folder, { recursive: true, force: true });

const event = { sequence: 7, timeMs: 1, kind: 'process.started', severity: 'info', fields: { pid: 1 } } as const;
const batch = (values: object = {}): EventBatch => ({ stream: 'life', sentAtMs: 1, events: [event], gaps: [], ...values }) as EventBatch;

async function enter(keepEvents?: SessionDeps['keepEvents']) {
  const closed: string[] = [];
  const agent = new MemoryAgent();
  const clock = fakeClock(Date.now());
  const session = new AgentSession(
    {
      authority: authority.certificate,
      now: clock.now,
      timers: clock,
      isKnownHost: () => true,
      config: { allowedSignals: [] },
      report: () => undefined,
      sink: {
        opened: () => ({ watch: { metricsMs: 1000, processesMs: null, socketsMs: null } }),
        facts: () => undefined,
        frame: () => undefined,
        takeProcesses: () => undefined,
        takeSockets: () => undefined,
        takeInventory: () => undefined,
        clock: () => undefined,
        closed: (_link, reason) => void closed.push(reason),
      },
      ...(keepEvents ? { keepEvents } : {}),
    },
    agent.wire,
  );
  agent.attach(session);
  await agent.enter(identity);
  return { agent, closed };
}

describe('events of an agent', () => {
  it('are acknowledged when they are kept, with the highest number of the batch', async () => {
    const kept: string[] = [];
    const { agent } = await enter(async (hostId, { stream }) => void kept.push(`${hostId} ${stream}`));
    const gap = { sequence: 9, class: 'process', fromMs: 1, toMs: 2, count: null, reason: 'kernel_overflow' };
    agent.send({ type: 'events', body: batch({ gaps: [gap] }) });
    expect(await agent.inbox.next('eventsAck')).toEqual({ stream: 'life', sequence: 9 });
    expect(kept).toEqual(['host-a life']);
  });

  it('are not acknowledged when they could not be kept, and the session goes on', async () => {
    const { agent, closed } = await enter(() => Promise.reject(new Error('the disk is full')));
    agent.send({ type: 'events', body: batch() });
    await Bun.sleep(0);
    expect([agent.inbox.all('eventsAck'), closed]).toEqual([[], []]);
  });

  it.each<[string, object]>([
    ['a kind that is none', { events: [{ ...event, kind: 'Process Started' }] }],
    ['a field name that is none', { events: [{ ...event, fields: { 'no name': 1 } }] }],
    ['a field that is an object', { events: [{ ...event, fields: { pid: {} } }] }],
    ['a text without end', { events: [{ ...event, fields: { name: 'x'.repeat(5000) } }] }],
    ['too many', { events: Array.from({ length: 1001 }, () => event) }],
    ['a number below one', { events: [{ ...event, sequence: 0 }] }],
    ['a reason nobody knows', { gaps: [{ sequence: 1, class: 'process', fromMs: 1, toMs: 2, count: 1, reason: 'mood' }] }],
    ['a stream that is no name', { stream: '../../etc' }],
  ])('with %s end the session', async (_name, values) => {
    const { agent, closed } = await enter(async () => undefined);
    agent.send({ type: 'events', body: batch(values) });
    expect(closed).toHaveLength(1);
  });

  it('never carry a prototype', async () => {
    const kept: EventBatch[] = [];
    const { agent } = await enter(async (_hostId, taken) => void kept.push(taken));
    agent.send({ type: 'events', body: batch({ events: [{ ...event, fields: JSON.parse('{"__proto__":"x","pid":1}') }] }) });
    expect(kept.flatMap((taken) => taken.events.map((one) => Object.keys(one.fields)))).toEqual([['pid']]);
  });

  it('end the session of a server that did not accept any', async () => {
    const { agent, closed } = await enter();
    agent.send({ type: 'events', body: batch() });
    expect(closed).toEqual(['this server takes no events']);
  });
});
