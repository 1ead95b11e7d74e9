import { expect, it } from 'bun:test';
import { SqliteEventStore } from '../../storage/events/index.ts';
import { createDamageRecorder } from './index.ts';

it('a block that is set aside becomes a gap of its host, each once', async () => {
  const now = Date.UTC(2026, 10, 20, 10);
  const events = new SqliteEventStore({ path: ':memory:', groupMs: 1 });
  const errors: unknown[] = [];
  const record = createDamageRecorder({ events, now: () => now, report: (error) => void errors.push(error) });
  const problem = { hostId: 'h', tier: 'raw', reason: 'checksum' } as const;
  record({ ...problem, fromMs: now - 7_200_000, toMs: now - 3_600_000 });
  record({ ...problem, fromMs: now - 3_600_000, toMs: now });
  events.flush();
  expect(events.gaps({ hostId: 'h', limit: 10 })).toMatchObject([
    { class: 'metric', reason: 'block_damaged', count: null, toMs: now },
    { class: 'metric', reason: 'block_damaged', fromMs: now - 7_200_000, toMs: now - 3_600_000 },
  ]);
  expect(errors).toEqual([]);
  await events.close();
});
