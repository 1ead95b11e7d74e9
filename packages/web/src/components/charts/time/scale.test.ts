import { describe, expect, it } from 'bun:test';
import { byteRateScale, networkScale, nextScale, percentScale, writeValue } from './scale.ts';

describe('nextScale', () => {
  it('ends ratios at 100 %', () => {
    expect(nextScale(null, percentScale(), { max: 3, below: 0, mirrored: false }).max).toBe(100);
  });

  it('rounds in the unit it is read in', () => {
    const scale = nextScale(null, byteRateScale('en'), { max: 150 * 1024 * 1024, below: 0, mirrored: false });
    expect(scale.unit.name).toBe('MiB/s');
    expect(scale.max / scale.unit.divisor).toBe(200);
  });

  it('has its own end below zero for what goes out', () => {
    const scale = nextScale(null, networkScale('en', 'bits'), { max: 1_000_000, below: 100_000, mirrored: true });
    expect(scale.max).toBe(1_250_000);
    expect(scale.below).toBe(125_000);
    expect(scale.unit.name).toBe('Mbit/s');
  });

  it('stays when a peak leaves the view but most of it is needed still', () => {
    const first = nextScale(null, byteRateScale('en'), { max: 150 * 1024 * 1024, below: 0, mirrored: false });
    expect(nextScale(first, byteRateScale('en'), { max: 100 * 1024 * 1024, below: 0, mirrored: false }).max).toBe(first.max);
  });
});

describe('writeValue', () => {
  it('writes what is not known as a dash, never as zero', () => {
    const kind = percentScale();
    expect(writeValue(null, kind, kind.unitFor(100), 'en')).toBe('–');
    expect(writeValue(0, kind, kind.unitFor(100), 'fr')).toBe('0,0');
  });
});
