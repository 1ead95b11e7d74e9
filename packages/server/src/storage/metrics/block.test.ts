import { describe, expect, it } from 'bun:test';
import { BlockReader, type Column, type EncodedBlock, encodeBlock } from './block.ts';

/** Mulberry32: small, seeded, good enough to make inputs. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function times(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => 1_795_000_000_000 + index * 1000 + (index % 7));
}

function open({ head, body }: EncodedBlock): BlockReader {
  return new BlockReader(head, (offset, length) => body.subarray(offset, offset + length));
}

function roundTrip(values: readonly number[], present: Uint8Array | null = null): number[] {
  const column: Column = { key: 7, values: Float64Array.from(values), present };
  const bytes = encodeBlock(times(values.length), [column]);
  const out = new Float64Array(values.length);
  expect(open(bytes).read(7, out, new Uint8Array(values.length))).toBe(true);
  return [...out];
}

describe('a column', () => {
  const cases: Record<string, number[]> = {
    'is constant': [5, 5, 5],
    'is one value': [3.25],
    'counts up': [1, 2, 3, 4, 1000, 1001],
    'is a counter that was reset': [1e15, 1e15 + 1, 0, 1],
    'has decimals': [0.1, 0.25, 99.999999, -3.5],
    'has more decimals than are scaled': [Math.PI, Math.E, 1 / 3],
    'holds odd numbers': [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, Number.MAX_VALUE, Number.MIN_VALUE],
    'holds large whole numbers': [2 ** 53 - 1, 2 ** 60, -(2 ** 53)],
    'alternates at the limit': [2 ** 50, -(2 ** 50), 2 ** 50, -(2 ** 50)],
    'is nothing but NaN': [Number.NaN, Number.NaN],
  };
  for (const [name, values] of Object.entries(cases)) {
    it(`keeps every bit when it ${name}`, () => {
      const read = roundTrip(values);
      expect(read.map((value, index) => Object.is(value, values[index]))).toEqual(values.map(() => true));
    });
  }

  it('keeps every bit when it takes more room than any before it', () => {
    for (const count of [3_000, 9_000, 30_000, 90_000]) {
      const random = randomOf(count);
      const values = Array.from({ length: count }, random);
      expect(roundTrip(values)).toEqual(values);
    }
  });

  it('divides by what divides every difference, and keeps every bit', () => {
    const random = randomOf(11);
    for (const step of [2, 512, 4096, 0.25, 3_000_000]) {
      for (const from of [0, 7, 24_852_570_112, -12.5]) {
        const values = Array.from({ length: 400 }, () => from + step * Math.round((random() - 0.5) * 5000));
        expect(roundTrip(values)).toEqual(values);
      }
    }
    const pages = Array.from({ length: 400 }, () => 4096 * Math.round(random() * 100));
    const bytes = (values: readonly number[]) =>
      encodeBlock(times(400), [{ key: 7, values: Float64Array.from(values), present: null }]).body.length;
    expect(bytes(pages)).toBeLessThan(bytes(pages.map((value) => value / 4096)) + 8);
  });

  it('tells what is absent from a NaN that was measured, at both ends and everywhere', () => {
    for (const present of [
      [1, 1, 0, 1],
      [0, 1, 1, 0],
      [0, 0, 0, 0],
      [0, 1, 0, 1],
    ]) {
      const column: Column = { key: 7, values: Float64Array.from([1, Number.NaN, 3, 4]), present: Uint8Array.from(present) };
      const [values, there] = [new Float64Array(4), new Uint8Array(4)];
      open(encodeBlock(times(4), [column])).read(7, values, there);
      expect([...there]).toEqual(present);
      expect([...values].filter((_, index) => present[index] === 1)).toEqual(
        [1, Number.NaN, 3, 4].filter((_, index) => present[index] === 1),
      );
    }
  });
});

describe('a block', () => {
  it('gives each of many columns back, in any order of reading', () => {
    const random = randomOf(42);
    const stamps = times(120);
    const columns = Array.from({ length: 300 }, (_, index): Column => {
      const shape = index % 5;
      let level = random() * 1e6;
      const values = Float64Array.from(stamps, () => {
        level += shape === 0 ? Math.floor(random() * 100) : shape === 1 ? 0 : random() - 0.5;
        return shape === 2 ? Math.round(level * 100) / 100 : shape === 3 ? Math.round(level) : level;
      });
      return { key: index * 3 + 1, values, present: index % 11 === 0 ? Uint8Array.from(stamps, () => (random() < 0.9 ? 1 : 0)) : null };
    });
    const reader = open(encodeBlock(stamps, columns));
    expect([...reader.times]).toEqual([...stamps]);
    const values = new Float64Array(stamps.length);
    const present = new Uint8Array(stamps.length);
    for (const column of columns.toSorted(() => random() - 0.5)) {
      expect(reader.read(column.key, values, present)).toBe(true);
      const wrong = values.findIndex(
        (value, index) =>
          present[index] !== (column.present?.[index] ?? 1) || (present[index] === 1 && !Object.is(value, column.values[index])),
      );
      expect([column.key, wrong]).toEqual([column.key, -1]);
    }
    expect(reader.read(2, values, present)).toBe(false);
  });

  it('keeps times that repeat, jump back and jump far', () => {
    const stamps = Float64Array.from([1000, 1000, 500, 4_102_444_800_000, 0]);
    const reader = open(encodeBlock(stamps, []));
    expect([...reader.times]).toEqual([...stamps]);
  });

  it('is found damaged whichever byte changes, and never crashes the reader', () => {
    const random = randomOf(7);
    const block = encodeBlock(times(50), [{ key: 1, values: Float64Array.from({ length: 50 }, () => random()), present: null }]);
    for (const part of ['head', 'body'] as const) {
      for (let index = 0; index < block[part].length; index++) {
        const damaged = block[part].slice();
        damaged[index] = (damaged[index] ?? 0) ^ (1 + Math.floor(random() * 255));
        expect(() => open({ ...block, [part]: damaged }).isWhole()).toThrow(/^damaged block/);
        expect(() => open({ ...block, [part]: block[part].slice(0, index) }).isWhole()).toThrow(/^damaged block/);
      }
    }
    open(block).isWhole();
  });
});
