import { describe, expect, it } from 'bun:test';
import { canonicalJson } from './canonical.ts';
import { printable } from './printable.ts';
import { redactSecrets } from './redact.ts';

describe('canonical JSON', () => {
  it('is the same for the same meaning in another order', () => {
    expect(canonicalJson({ b: [1, { d: 2, c: undefined }], a: 'x' })).toBe(canonicalJson({ a: 'x', b: [1, { d: 2 }] }));
  });

  it('differs for every difference, however small', () => {
    const values: unknown[] = [
      { a: 1 },
      { a: '1' },
      { a: [1] },
      { a: null },
      { a: { 0: 1 } },
      {},
      [],
      [{}],
      [[]],
      null,
      'null',
      0,
      '',
      { a: true },
      { 'a:1': 1 },
      { a: 'x"' },
      { a: -1 },
    ];
    expect(new Set(values.map(canonicalJson)).size).toBe(values.length);
  });

  it('survives the way through JSON', () => {
    const value = { z: [1, 2.5, 'é\u0000\u2028', null, true], __proto__x: {}, a: { c: 1, b: 2 } };
    expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
  });

  it('refuses what JSON would silently change', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, () => 1, Symbol('x'), 1n]) {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    }
  });
});

describe('what is stored of an input', () => {
  it('holds no secret at any depth', () => {
    const stored = JSON.stringify(
      redactSecrets({ email: 'a@b.c', password: 'hunter2hunter2', deep: [{ secret: 'canary' }], code: 'ABCD' }),
    );
    expect(stored).not.toMatch(/hunter2|canary|ABCD/);
    expect(stored).toContain('a@b.c');
  });
});

describe('a name from a host in our sentence', () => {
  it('stays on one line and reads in one direction', () => {
    expect(printable('a\nb\u001b[31m\u202eevil\u2028')).toBe('a\\u{a}b\\u{1b}[31m\\u{202e}evil\\u{2028}');
    expect(printable('x'.repeat(300))).toHaveLength(100);
    expect(printable('<img onerror=alert(1)>')).toBe('<img onerror=alert(1)>');
  });
});
