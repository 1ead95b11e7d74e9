import { afterEach, describe, expect, it } from 'bun:test';
import { type AuditEntry, type LiveMessage, rolePermissions, type Topic } from '@vigie/contract';
import { buildFacts } from '@vigie/testkit';
import { Latest } from '../latest/index.ts';
import type { Actor } from '../operations/types.ts';
import { buildProcessRow } from '../testing/builders.ts';
import { createLive, type Live } from './index.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) {
    end();
  }
});

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

function bed() {
  const latest = new Latest({ now: Date.now, report: () => undefined, remember: () => undefined }, [
    { id: 'h', local: true, name: 'h', facts: null, agentVersion: null },
  ]);
  latest.opened(
    { hostId: 'h', setWatch: () => undefined, command: () => new Promise(() => undefined), close: () => undefined },
    { protocol: 1, agentVersion: '0.1.0', hostId: 'h', certificate: '', signature: '', agentTimeMs: 0, facts: buildFacts() },
  );
  const tickets = new Map([
    ['owner', actorOf('owner')],
    ['viewer', actorOf('viewer')],
  ]);
  const auditors = new Set<(present: (actor: Actor) => AuditEntry) => void>();
  const live: Live = createLive({
    hosts: latest,
    redeem: (ticket) => {
      const actor = tickets.get(ticket) ?? null;
      tickets.delete(ticket);
      return actor;
    },
    stillValid: () => Promise.resolve(true),
    isAllowedOrigin: (request) => request.headers.get('origin') === 'http://127.0.0.1:8088',
    onAudit: (listener) => {
      auditors.add(listener);
      return () => auditors.delete(listener);
    },
    report: (error) => {
      throw error;
    },
  });
  ends.push(() => {
    live.stop();
    latest.stop();
  });
  function open() {
    const sent: LiveMessage[] = [];
    const wire = {
      bufferedBytes: 0,
      closed: null as string | null,
      send: (text: string) => void sent.push(JSON.parse(text) as LiveMessage),
      close: (_code: number, reason: string) => {
        wire.closed = wire.closed ?? reason;
      },
    };
    const page = live.connect(wire);
    const say = (message: unknown) => live.receive(page, typeof message === 'string' ? message : JSON.stringify(message));
    const data = <T extends Topic>(topic: T) =>
      sent.flatMap((message) => (message.type === 'data' && message.topic === topic ? [message.payload] : [])) as Extract<
        LiveMessage,
        { type: 'data'; topic: T }
      >['payload'][];
    return { sent, wire, page, say, data };
  }
  const snapshot = (full: boolean, pids: number[], gone: number[] = []) =>
    latest.takeProcesses('h', { timeMs: Date.now(), intervalMs: 1000, full, rows: pids.map((pid) => buildProcessRow({ pid })), gone });
  return { latest, live, open, snapshot, auditors };
}

describe('the live socket', () => {
  it('opens for a ticket, once, and for nothing else', () => {
    const { open } = bed();
    const page = open();
    page.say({ type: 'hello', ticket: 'owner' });
    expect(page.sent[0]?.type).toBe('ready');
    const again = open();
    again.say({ type: 'hello', ticket: 'owner' });
    expect(again.wire.closed).toBe('the ticket is not good');
    const early = open();
    early.say({ type: 'subscribe', id: 1, topic: 'hosts' });
    expect([early.wire.closed, early.sent.length]).toEqual(['hello comes first', 0]);
  });

  it('tells everything first, then what changed', () => {
    const { open, snapshot } = bed();
    snapshot(true, [1, 2]);
    const page = open();
    page.say({ type: 'hello', ticket: 'owner' });
    page.say({ type: 'subscribe', id: 7, topic: 'processes', intervalMs: 1000 });
    const [subscription] = [...page.page.subscriptions.values()];
    if (subscription) {
      subscription.sentAt = 0;
      subscription.sentAt = Number.NEGATIVE_INFINITY;
    }
    snapshot(false, [2, 3], [1]);
    expect(page.data('processes').map(({ full, rows, gone, summary }) => [full, rows.map((row) => row.pid), gone, summary.total])).toEqual([
      [true, [1, 2], [], 2],
      [false, [2, 3], [1], 2],
    ]);
  });

  it('leaves out what a page that does not read would only pile up, and then tells everything', () => {
    const { open, snapshot } = bed();
    snapshot(true, [1]);
    const page = open();
    page.say({ type: 'hello', ticket: 'owner' });
    page.say({ type: 'subscribe', id: 1, topic: 'processes' });
    page.wire.bufferedBytes = 5_000_000;
    for (let pid = 2; pid < 50; pid++) {
      snapshot(false, [pid]);
    }
    expect(page.data('processes').length).toBe(1);
    page.wire.bufferedBytes = 0;
    for (const subscription of page.page.subscriptions.values()) {
      subscription.sentAt = Number.NEGATIVE_INFINITY;
    }
    snapshot(false, [50]);
    expect(page.data('processes').at(-1)?.rows.length).toBe(49);
  });

  it('refuses what the person may not see, in the person’s language', () => {
    const { open, auditors } = bed();
    const page = open();
    page.say({ type: 'hello', ticket: 'viewer' });
    page.say({ type: 'subscribe', id: 3, topic: 'audit' });
    expect(page.sent.at(-1)).toMatchObject({
      type: 'error',
      id: 3,
      code: 'permission_denied',
      error: expect.stringContaining('Accès refusé'),
    });
    for (const listener of auditors) {
      listener(() => ({}) as AuditEntry);
    }
    expect(page.data('audit')).toEqual([]);
  });

  it('answers nonsense with an error and closes at the third', () => {
    const { open } = bed();
    const page = open();
    page.say({ type: 'hello', ticket: 'owner' });
    for (const nonsense of ['{', '{"type":"subscribe","id":1,"topic":"__proto__"}', '[]']) {
      page.say(nonsense);
    }
    expect(page.sent.filter((message) => message.type === 'error').length).toBe(3);
    expect(page.wire.closed).toBe('three messages that are not of this protocol');
  });

  it('says that a host is not known, and holds no more than 64 subscriptions', () => {
    const { open } = bed();
    const page = open();
    page.say({ type: 'hello', ticket: 'owner' });
    page.say({ type: 'subscribe', id: 1, topic: 'metrics', host: 'nowhere' });
    expect(page.sent.at(-1)).toMatchObject({ type: 'error', code: 'host_not_found' });
    for (let id = 0; id < 65; id++) {
      page.say({ type: 'subscribe', id, topic: 'hosts' });
    }
    expect(page.sent.at(-1)).toMatchObject({ type: 'error', id: 64, code: 'too_many_requests' });
  });
});
