import { describe, expect, it } from 'bun:test';
import { parseDuration, parseMoment } from './moment.ts';

describe('a duration', () => {
  it('is read in every form people write, and nothing else is', () => {
    const cases: [string, number | null][] = [
      ['90s', 90_000],
      ['1h30m', 5_400_000],
      ['7d', 604_800_000],
      ['250ms', 250],
      ['', null],
      ['5', null],
      ['-5m', null],
      ['5m ', null],
      ['1h\n', null],
      ['9999999999999999d', null],
    ];
    expect(cases.map(([text]) => parseDuration(text))).toEqual(cases.map(([, value]) => value));
  });
});

describe('a moment', () => {
  it('is relative, exact, or refused', () => {
    const now = Date.UTC(2026, 10, 20, 12);
    const cases: [string, number | null][] = [
      ['now', now],
      ['now-6h', now - 21_600_000],
      ['now+1m', now + 60_000],
      ['2026-11-20T12:00:00Z', now],
      ['2026-11-20T13:00+01:00', now],
      [String(now), now],
      ['yesterday', null],
      ['2026-11-20', null],
      ['2026-13-40T00:00:00Z', null],
      ['now-', null],
      ['now-6h\n', null],
    ];
    expect(cases.map(([text]) => parseMoment(text, now))).toEqual(cases.map(([, value]) => value));
  });
});
