import { afterEach, beforeEach, describe, expect, it } from 'bun:test';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentEvent } from '@vigie/contract/agent';
import type { EventQuery, IncomingEvents, WordMatch } from './port.ts';
import { SqliteEventStore } from './sqlite-event-store.ts';

const now = Date.UTC(2026, 10, 20, 12);
const dayMs = 86_400_000;
let store: SqliteEventStore;

beforeEach(() => {
  store = new SqliteEventStore({ path: ':memory:' });
});
afterEach(() => store.close());

function buildEvent(sequence: number, values: Partial<AgentEvent> = {}): AgentEvent {
  const fields = { pid: sequence, name: 'sleep', command: 'sleep 600', user: 'ada' };
  return { sequence, timeMs: now + sequence, kind: 'process.started', severity: 'info', fields, ...values };
}

async function keep(events: readonly AgentEvent[], values: Partial<IncomingEvents> = {}) {
  const kept = store.append({ hostId: 'h', stream: 's', sentAtMs: now, receivedMs: now, events, gaps: [], ...values });
  store.flush();
  return kept;
}

const named = (sequence: number, name: string) => buildEvent(sequence, { fields: { pid: sequence, name } });
const find = (query: Partial<EventQuery>) => store.page({ limit: 100, ...query }).items.map((event) => event.sequence);
const words = (...texts: readonly string[]): WordMatch[] => texts.map((text) => ({ text, exact: false }));

describe('what comes', () => {
  it('is kept once, however often it comes', async () => {
    expect((await keep([buildEvent(1), buildEvent(2)])).events).toHaveLength(2);
    expect((await keep([buildEvent(2), buildEvent(3)])).events.map((event) => event.sequence)).toEqual([3]);
    expect((await keep([buildEvent(1)], { stream: 'another-life' })).events).toHaveLength(1);
    expect((await keep([buildEvent(1)], { hostId: 'other' })).events).toHaveLength(1);
    expect(store.page({ limit: 100 }).items).toHaveLength(5);
  });

  it('keeps its order when all of it happened in one moment, even more than a millisecond has places for', async () => {
    const many = Array.from({ length: 3000 }, (_, index) => buildEvent(index + 1, { timeMs: now }));
    await keep(many);
    expect(find({ limit: 1000 })[0]).toBe(3000);
    expect(find({ limit: 5000 })).toEqual(many.map((event) => event.sequence).toReversed());
  });

  it('is placed by the clock of the server when the clock of the host is wrong, and both are kept', async () => {
    const tenYears = 10 * 365 * dayMs;
    const { events } = await keep([buildEvent(1, { timeMs: now + tenYears - 5000 })], { sentAtMs: now + tenYears });
    expect(events).toMatchObject([{ timeMs: now - 5000, hostTimeMs: now + tenYears - 5000, receivedMs: now }]);
  });

  it('is written in parts when very much is waiting: others have their turn, nothing is out of order, and a flush takes it all', async () => {
    const batch = (number: number) =>
      store.append({
        hostId: 'h',
        stream: 's',
        sentAtMs: now,
        receivedMs: now,
        events: Array.from({ length: 600 }, (_, index) => buildEvent(number * 600 + index + 1)),
        gaps: [],
      });
    const [first, ...others] = [0, 1, 2, 3, 4].map(batch);
    expect(find({})).toEqual([]);
    await first;
    expect(find({})[0]).toBe(1200);
    store.flush();
    expect(find({})[0]).toBe(3000);
    await Promise.all(others);
    await Promise.all([5, 6, 7].map(batch));
    expect(find({ limit: 5000 })).toEqual(Array.from({ length: 4800 }, (_, index) => 4800 - index));
  });

  it('is refused as a whole when the disk refuses, and can be sent again', async () => {
    await store.close();
    const refused = store.append({ hostId: 'h', stream: 's', sentAtMs: now, receivedMs: now, events: [buildEvent(1)], gaps: [] });
    store.flush();
    await expect(refused).rejects.toMatchObject({ code: 'storage_full' });
    store = new SqliteEventStore({ path: ':memory:' });
  });
});

describe('a page', () => {
  it('leads to the next by its cursor until the end, without a hole and without a repeat', async () => {
    await keep(Array.from({ length: 250 }, (_, index) => buildEvent(index + 1)));
    const seen: number[] = [];
    let before: number | undefined;
    for (let pages = 0; pages < 10; pages++) {
      const page = store.page({ limit: 40, before });
      seen.push(...page.items.map((event) => event.sequence));
      if (page.next === null) {
        break;
      }
      before = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 250 }, (_, index) => 250 - index));
  });

  it('looks at a bounded number of rows, and goes on where it stopped', async () => {
    await keep([named(1, 'needle'), ...Array.from({ length: 900 }, (_, index) => buildEvent(index + 2))]);
    const { readPage } = await import('./query.ts');
    const db = Reflect.get(store, 'db') as Parameters<typeof readPage>[0];
    const fields = [{ name: 'name', value: 'needle' }];
    const first = readPage(db, { limit: 10, fields }, 300);
    expect([first.items.length, first.next === null]).toEqual([0, false]);
    let [next, found] = [first.next, 0];
    while (next !== null) {
      const page = readPage(db, { limit: 10, fields, before: next }, 300);
      found += page.items.length;
      next = page.next;
    }
    expect(found).toBe(1);
  });

  it('holds what was asked for: host, kind, severity, time, field', async () => {
    await keep([
      buildEvent(1, { kind: 'login.opened', fields: { user: 'Ada', terminal: 'pts/0' } }),
      buildEvent(2, { severity: 'warning' }),
      buildEvent(3, { severity: 'critical' }),
      buildEvent(4, { fields: { name: 'x', core: true, pid: 77 } }),
    ]);
    await keep([buildEvent(9)], { hostId: 'other' });
    expect(find({ kinds: ['login.opened'] })).toEqual([1]);
    expect(find({ kinds: ['login.opened', 'process.started'], hostId: 'h' })).toEqual([4, 3, 2, 1]);
    expect(find({ severities: ['warning', 'critical'] })).toEqual([3, 2]);
    expect(find({ hostId: 'other' })).toEqual([9]);
    expect(find({ fromMs: now + 2, toMs: now + 4 })).toEqual([3, 2]);
    expect(find({ fields: [{ name: 'user', value: 'ada' }], kinds: ['login.opened'] })).toEqual([1]);
    expect(find({ fields: [{ name: 'pid', value: '77' }] })).toEqual([4]);
    expect(find({ fields: [{ name: 'core', value: 'true' }] })).toEqual([4]);
    const [newest] = store.page({ limit: 1, hostId: 'h' }).items;
    expect(find({ after: (newest?.id ?? 0) - 1, hostId: 'h' })).toEqual([4]);
  });
});

describe('full text', () => {
  it('finds words by their beginning, runs of words, accents and the kind in both languages', async () => {
    await keep([named(1, 'nginx: worker process'), named(2, 'Éditeur'), buildEvent(3, { kind: 'login.opened', fields: { user: 'zoé' } })]);
    expect(find({ words: words('work') })).toEqual([1]);
    expect(find({ words: [{ text: 'worker process', exact: true }] })).toEqual([1]);
    expect(find({ words: words('editeur') })).toEqual([2]);
    expect(find({ words: words('session', 'ouverte', 'zoe') })).toEqual([3]);
    expect(find({ words: words('nginx', 'zoe') })).toEqual([]);
  });

  it.each([
    '"*',
    '"',
    '*',
    'NEAR',
    'NEAR(a b)',
    'AND',
    'a AND',
    '-x',
    'text:a',
    '^',
    "'; DROP TABLE event; --",
    '{a b}',
    'a\0b',
    '💥',
    '((',
  ])('takes %p for text, never for an operator', async (odd) => {
    await keep([named(1, `odd ${odd} name`), named(2, 'plain')]);
    expect(() => find({ words: words(odd) })).not.toThrow();
    expect(find({ words: words(odd) })).not.toContain(2);
    if (!odd.includes('\0')) {
      expect(find({ words: words(odd) })).toEqual([1]);
    }
  });
});

describe('gaps', () => {
  const gap = { sequence: 5, class: 'process', fromMs: now - 10, toMs: now, count: 12, reason: 'queue_full' } as const;

  it('are kept once, and found by the time they touch', async () => {
    await keep([], { gaps: [gap] });
    expect((await keep([], { gaps: [gap] })).gaps).toEqual([]);
    expect(store.gaps({ limit: 10 })).toMatchObject([{ hostId: 'h', class: 'process', count: 12, reason: 'queue_full' }]);
    expect(store.gaps({ limit: 10, fromMs: now + 1 })).toEqual([]);
    expect(store.gaps({ limit: 10, hostId: 'other' })).toEqual([]);
  });

  it('tell that the agent was away between two of its lives', async () => {
    await keep([buildEvent(1)]);
    const start = buildEvent(1, { kind: 'agent.started', timeMs: now + 60_000, fields: { pid: 1 } });
    const { gaps } = await keep([start], { stream: 'next-life', sentAtMs: now + 60_000, receivedMs: now + 60_000 });
    expect(gaps).toMatchObject([{ class: 'process', fromMs: now + 1, toMs: now + 60_000, count: null, reason: 'agent_away' }]);
    expect(store.gaps({ limit: 10 })).toHaveLength(1);
  });
});

describe('retention', () => {
  it('forgets processes after a week and logins after a year, with their words, in steps', async () => {
    const login = { kind: 'login.opened', fields: { user: 'grace' } };
    await keep([
      ...Array.from({ length: 2500 }, (_, index) => named(index + 1, 'forgotten')),
      buildEvent(3000, login),
      buildEvent(3001, { kind: 'process.started', timeMs: now + 8 * dayMs }),
    ]);
    expect(store.maintain(now + 6 * dayMs)).toBe(false);
    let steps = 0;
    while (store.maintain(now + 8 * dayMs)) {
      steps++;
    }
    expect(steps).toBeGreaterThan(1);
    expect(find({})).toEqual([3001, 3000]);
    expect(find({ words: words('forgotten') })).toEqual([]);
    expect(find({ words: words('grace') })).toEqual([3000]);
    while (store.maintain(now + 400 * dayMs)) {
      // To the end.
    }
    expect(find({})).toEqual([]);
  });
});

describe('on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vigie-events-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('what was acknowledged is there after a kill in the middle of writing', async () => {
    const path = join(folder, 'events.db');
    const script = `
      const { SqliteEventStore } = await import(${JSON.stringify(join(import.meta.dir, 'index.ts'))});
      const store = new SqliteEventStore({ path: ${JSON.stringify(path)}, groupMs: 1 });
      for (let sequence = 1; ; sequence++) {
        const event = { sequence, timeMs: ${now} + sequence, kind: 'process.started', severity: 'info', fields: { pid: sequence } };
        await store.append({ hostId: 'h', stream: 's', sentAtMs: ${now}, receivedMs: ${now}, events: [event], gaps: [] });
        process.stdout.write(sequence + '\\n');
      }`;
    const child = Bun.spawn([process.execPath, '-e', script], { stdout: 'pipe', stderr: 'inherit' });
    let printed = '';
    for await (const chunk of child.stdout) {
      printed += new TextDecoder().decode(chunk);
      if (printed.split('\n').length > 40) {
        break;
      }
    }
    child.kill('SIGKILL');
    await child.exited;
    const acknowledged = Number(printed.slice(0, printed.lastIndexOf('\n')).split('\n').at(-1));
    const reopened = new SqliteEventStore({ path });
    const kept = reopened.page({ limit: 1000 }).items.map((event) => event.sequence);
    expect(kept.length).toBeGreaterThanOrEqual(acknowledged);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => kept.length - index));
    expect(reopened.page({ limit: 1, words: words('lancé') }).items).toHaveLength(1);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await reopened.close();
  });
});

describe('counting', () => {
  it('tells how many of each severity happened in each step, and nothing of other hosts', async () => {
    const events = [0, 5, 15, 999].map((offset, index) => ({
      ...buildEvent(index + 1),
      timeMs: now - 1000 + offset,
      severity: index === 2 ? ('critical' as const) : ('info' as const),
    }));
    await keep(events, { stream: 'counted', hostId: 'counted' });
    await keep([{ ...buildEvent(1), timeMs: now - 500 }], { stream: 'other', hostId: 'other' });
    const { info, warning, critical } = store.count({ hostId: 'counted', fromMs: now - 1000, toMs: now, steps: 10 });
    expect([...info]).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect([...critical]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...warning].every((count) => count === 0)).toBe(true);
  });
});
