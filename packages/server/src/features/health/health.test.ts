import { describe, expect, it } from 'bun:test';
import { AppError, type Host } from '@vigie/contract';
import type { StoredGap } from '../../storage/events/index.ts';
import type { DamagedBlock } from '../../storage/metrics/index.ts';
import { createHealth, WriteWatch } from './index.ts';

const start = Date.UTC(2026, 10, 20, 10);
const minute = 60_000;

function build() {
  const state = {
    nowMs: start,
    skews: [['web-01', 0]] as (readonly [string, number | null])[],
    damaged: [] as Pick<DamagedBlock, 'foundMs'>[],
    gaps: [] as Pick<StoredGap, 'count' | 'reason'>[],
    loop: { worstMs: 5, sinceStallMs: Number.POSITIVE_INFINITY },
  };
  const writes = new WriteWatch(() => state.nowMs);
  const health = createHealth({
    now: () => state.nowMs,
    hosts: { list: () => state.skews.map(([name, clockSkewMs]) => ({ name, clockSkewMs }) as Host) },
    metrics: { damaged: () => state.damaged as DamagedBlock[] },
    events: { gaps: () => state.gaps as StoredGap[] },
    writes,
    loop: { worstMs: () => state.loop.worstMs, sinceStallMs: () => state.loop.sinceStallMs },
  });
  const told = (language: 'en' | 'fr' = 'en') => health.present(language).map(({ id, severity }) => `${severity} ${id}`);
  return { state, writes, health, told };
}

describe('the health of Vigie', () => {
  it('is well when nothing is wrong: a clock nobody has compared is no wrong clock', () => {
    const { state, told } = build();
    state.skews = [
      ['web-01', 59_000],
      ['web-02', null],
    ];
    state.gaps = [{ count: null, reason: 'agent_away' }];
    state.damaged = [{ foundMs: start - 8 * 24 * 60 * minute }];
    expect(told()).toEqual([]);
  });

  it('tells the worst first, in the reader’s language, and since when', () => {
    const { state, health, told } = build();
    state.damaged = [{ foundMs: start - minute }, { foundMs: start - 2 * minute }];
    state.gaps = [
      { count: 12, reason: 'queue_full' },
      { count: 3, reason: 'kernel_overflow' },
    ];
    state.loop = { worstMs: 312.4, sinceStallMs: 1000 };
    state.skews = [
      ['web-01', -61_000],
      ['web-02', 7_200_000],
    ];
    expect(told()).toEqual(['critical store_damaged', 'warning gaps_growing', 'warning event_loop_late', 'warning clock_skewed']);
    const [damaged, gaps, late, skewed] = health.present('fr');
    expect(damaged?.since).toBe(new Date(start - 2 * minute).toISOString());
    expect([gaps?.text, late?.text, skewed?.text]).toEqual([
      expect.stringContaining('15 événements'),
      expect.stringContaining('312 ms'),
      expect.stringContaining('celle de web-02 de 7200 s'),
    ]);
  });

  it('remembers since when a condition holds, and begins anew when it had gone', () => {
    const { state, health } = build();
    state.skews = [['web-01', 90_000]];
    health.look();
    state.nowMs += 5 * minute;
    expect(health.present('en')[0]?.since).toBe(new Date(start).toISOString());
    state.skews = [['web-01', 0]];
    health.look();
    state.skews = [['web-01', 90_000]];
    expect(health.present('en')[0]?.since).toBe(new Date(state.nowMs).toISOString());
  });

  it('knows a store that refuses from its writes, until one works; bad input is not its fault', async () => {
    const { state, writes, health, told } = build();
    const refuse = (code: 'storage_full' | 'internal' | 'invalid_input') =>
      writes.watch('figures', Promise.reject(new AppError(code))).catch(() => undefined);
    await refuse('invalid_input');
    expect(told()).toEqual([]);
    await refuse('storage_full');
    state.nowMs += minute;
    await refuse('storage_full');
    expect(health.present('en')).toMatchObject([
      { id: 'store_cannot_write', text: expect.stringContaining('The disk is full'), since: new Date(start).toISOString() },
    ]);
    await refuse('internal');
    expect(health.present('en')[0]?.text).toContain('cannot write');
    await writes.watch('figures', Promise.resolve());
    expect(told()).toEqual([]);
  });
});
