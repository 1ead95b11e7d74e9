import { describe, expect, it } from 'bun:test';
import { rowAt } from '../../scenes/Overview/parts/row-at.ts';
import { silentFrom } from '../../scenes/Overview/silence.ts';
import { TimeColumns } from '../charts/columns.ts';
import { exactAsk, parseAsk, parseComparison, presetAsk, presetOf, presets, stepFor, stretchOf } from './range.ts';

const now = Date.UTC(2026, 10, 20, 12);
const hour = 3_600_000;

describe('the time in the address', () => {
  it.each([
    [
      { w: '', from: '', to: '' },
      { kind: 'live', window: '15m' },
    ],
    [
      { w: '5m', from: '', to: 'now' },
      { kind: 'live', window: '5m' },
    ],
    [
      { w: '5m', from: 'now-6h', to: '' },
      { kind: 'stored', from: 'now-6h', to: 'now' },
    ],
    [
      { w: '', from: '6h', to: '' },
      { kind: 'stored', from: 'now-6h', to: 'now' },
    ],
    [
      { w: '', from: '1y', to: '' },
      { kind: 'stored', from: 'now-365d', to: 'now' },
    ],
    [
      { w: '', from: ' now-2d ', to: '1d' },
      { kind: 'stored', from: 'now-2d', to: 'now-1d' },
    ],
  ] as const)('reads %j', (address, ask) => {
    expect(parseAsk(address)).toEqual(ask);
  });

  it('knows its presets again', () => {
    for (const id of presets) {
      expect(presetOf(presetAsk(id))).toBe(id);
    }
    expect(presetOf({ kind: 'stored', from: 'now-6h', to: 'now-1h' })).toBeNull();
    expect(presetOf({ kind: 'live', window: '5m' })).toBeNull();
  });

  it.each([
    ['now-6h', 'now', { fromMs: now - 6 * hour, toMs: now, endsNow: true }],
    ['2026-11-20T02:00:00Z', '2026-11-20T04:00:00+01:00', { fromMs: now - 10 * hour, toMs: now - 9 * hour, endsNow: false }],
    ['now-1h', 'now+1h', { fromMs: now - hour, toMs: now, endsNow: false }],
    ['yesterday', 'now', 'from'],
    ['2026-11-20T02:00:00', 'now', 'from'],
    ['now-1h', 'soon', 'to'],
    ['now-1h', 'now-2h', 'order'],
    ['now+1h', 'now+2h', 'future'],
    ['now-500ms', 'now', 'short'],
  ] as const)('from %p to %p is %j', (from, to, expected) => {
    expect(stretchOf({ from, to }, now)).toEqual(expected);
  });

  it('keeps what was drawn on a chart to the millisecond', () => {
    const ask = exactAsk(now - 1234, now - 1);
    expect(ask.kind === 'stored' && stretchOf(ask, now)).toEqual({ fromMs: now - 1234, toMs: now - 1, endsNow: false });
  });

  it('takes no other comparison than it knows', () => {
    expect([parseComparison('week'), parseComparison('__proto__')]).toEqual(['week', 'none']);
  });
});

describe('the step', () => {
  it.each([
    [15 * 60_000, 0],
    [hour, 10_000],
    [6 * hour, 30_000],
    [24 * hour, 120_000],
    [7 * 24 * hour, 900_000],
    [30 * 24 * hour, hour],
    [365 * 24 * hour, 12 * hour],
    [10 * 365 * 24 * hour, 24 * hour],
  ])('of %p ms is %p', (spanMs, step) => {
    expect(stepFor(spanMs)).toBe(step);
  });
});

describe('the end of a stretch', () => {
  const times = Float64Array.from({ length: 10 }, (_, index) => now + index * 60_000);
  const last = now + 9 * 60_000;
  it('is known while frames reach it, and not known after they stopped', () => {
    expect(silentFrom(times, 60_000, last + 60_000)).toBeNull();
    expect(silentFrom(times, 60_000, last + 200_000)).toBe(last);
    expect(silentFrom(new Float64Array(), 60_000, last)).toBeNull();
  });

  it('shows no figure where nothing is known, and that of the cursor where it stands', () => {
    const columns = new TimeColumns();
    columns.push(1000, { a: 1 });
    columns.push(2000, { a: 2 });
    expect([rowAt(columns, null, null), rowAt(columns, null, 2000), rowAt(columns, 1200, 2000)]).toEqual([1, 2, 0]);
  });
});
