import { afterEach, beforeEach, describe, expect, it } from 'bun:test';
import { SqliteEventStore } from '../../storage/events/index.ts';
import { createTestApp, type TestApp, testOwnerToken } from '../../testing/test-app.ts';

const dayMs = 86_400_000;
let events: SqliteEventStore;
let test: TestApp;

beforeEach(async () => {
  events = new SqliteEventStore({ path: ':memory:' });
  test = await createTestApp({ deps: { events } });
});
afterEach(() => test.close());

const set = (body: Record<string, unknown>) => test.call('/api/retention', { method: 'PUT', body, token: testOwnerToken });
const kinds = () => events.page({ limit: 100 }).items.map(({ kind }) => kind);

/** One event of each kind, and then so many days. */
async function keepAndWait(days: number): Promise<void> {
  const nowMs = test.time.ms;
  const all = ['process.started', 'unit.failed', 'login.opened', 'host.booted'].map((kind, index) => ({
    sequence: index + 1,
    timeMs: nowMs,
    kind,
    severity: 'info' as const,
    fields: {},
  }));
  await events.append({ hostId: 'host-1', stream: 's', sentAtMs: nowMs, receivedMs: nowMs, events: all, gaps: [] });
  test.time.ms += days * dayMs;
  forget();
}

function forget(): void {
  while (events.maintain(test.time.ms)) {
    // To the end.
  }
}

describe('how long events are kept', () => {
  it('is a week for processes and a year for the rest, until somebody chooses', async () => {
    await keepAndWait(10);
    expect(kinds().sort()).toEqual(['host.booted', 'login.opened', 'unit.failed']);
  });

  it('is chosen for each sort: longer at once, shorter after its plan was read', async () => {
    expect((await set({ processEventDays: 30 })).status).toBe(200);
    await keepAndWait(10);
    expect(kinds()).toHaveLength(4);

    const asked = await set({ unitEventDays: 5, loginEventDays: 20 });
    expect(asked.body.code).toBe('confirmation_required');
    expect(JSON.stringify(asked.body.plan)).toContain('everything older than 5 days is deleted');
    forget();
    expect(kinds()).toHaveLength(4);

    const { hash } = asked.body.plan as { hash: string };
    expect((await set({ unitEventDays: 5, loginEventDays: 20, confirm: hash })).status).toBe(200);
    forget();
    expect(kinds().sort()).toEqual(['host.booted', 'login.opened', 'process.started']);
  });

  it('takes no name that is none, no time that is none, and no coarse tier that ends before a finer one', async () => {
    for (const body of [{ days: 3 }, { eventDays: 0 }, { eventDays: '7' }, { minuteDays: 1 }, { hourDays: 10 }]) {
      expect([body, (await set(body)).body.code]).toEqual([body, 'invalid_input']);
    }
  });
});
