import { describe, expect, test } from 'bun:test';
import { createFormat, type FormatSettings } from './format.ts';

const base: FormatSettings = { language: 'en', networkUnit: 'bits', temperatureUnit: 'celsius', clock: '24', timeZone: 'Europe/Paris' };
const en = createFormat(base);
const fr = createFormat({ ...base, language: 'fr' });
const at = Date.UTC(2026, 10, 20, 13, 5, 9, 42);

describe('figures', () => {
  test('thousands take a thin space in both languages, decimals a point or a comma', () => {
    expect(en.number(61200)).toBe('61\u202f200');
    expect(fr.number(61200)).toBe('61\u202f200');
    expect(en.number(1234.5)).toBe('1\u202f234.5');
    expect(fr.number(1234.5)).toBe('1\u202f234,5');
  });

  test('the negative sign is U+2212, and a zero has none', () => {
    expect(en.number(-20)).toBe('\u221220');
    expect(en.number(-0.0001)).toBe('0');
    expect(en.percent(-0.01).figure).toBe('0.0');
  });

  test.each([
    [0, '0', 'B', 'o'],
    [999, '999', 'B', 'o'],
    [1024, '1.00', 'KiB', 'Kio'],
    [9 * 1024 ** 2, '9.00', 'MiB', 'Mio'],
    [214 * 1024 ** 2, '214', 'MiB', 'Mio'],
    [1000 * 1024 ** 2, '0.98', 'GiB', 'Gio'],
    [2.26 * 1024 ** 3, '2.26', 'GiB', 'Gio'],
    [34.06 * 1024 ** 3, '34.1', 'GiB', 'Gio'],
    [99.97 * 1024 ** 3, '100', 'GiB', 'Gio'],
  ])('%d bytes keep three significant figures', (bytes, figure, unitEn, unitFr) => {
    expect(en.bytes(bytes)).toEqual({ figure, unit: unitEn, zero: bytes === 0 });
    expect(fr.bytes(bytes)).toEqual({ figure: figure.replace('.', ','), unit: unitFr, zero: bytes === 0 });
  });

  test('a size that does not move loses decimals that say nothing', () => {
    expect(en.text(en.size(16 * 1024 ** 3))).toBe('16\u00a0GiB');
    expect(en.text(en.size(15.62 * 1024 ** 3))).toBe('15.6\u00a0GiB');
  });

  test('rates of disks are IEC, of networks bits in SI, or bytes when the person chose so', () => {
    expect(fr.text(fr.byteRate(31.2 * 1024 ** 2))).toBe('31,2\u00a0Mio/s');
    expect(en.text(en.networkRate(62_250_000))).toBe('498\u00a0Mbit/s');
    expect(en.text(createFormat({ ...base, networkUnit: 'bytes' }).networkRate(1024 ** 2))).toBe('1.00\u00a0MiB/s');
  });

  test('temperatures follow the unit of the person', () => {
    expect(en.text(en.temperature(54))).toBe('54\u00a0°C');
    expect(en.text(createFormat({ ...base, temperatureUnit: 'fahrenheit' }).temperature(54))).toBe('129\u00a0°F');
  });
});

describe('time', () => {
  test.each([
    [3.4, '3.4\u00a0s', '3,4\u00a0s'],
    [59, '59\u00a0s', '59\u00a0s'],
    [22 * 60, '22\u00a0min', '22\u00a0min'],
    [2 * 3600 + 10 * 60, '2\u00a0h\u00a010', '2\u00a0h\u00a010'],
    [41 * 86_400 + 6 * 3600, '41\u00a0d\u00a006\u00a0h', '41\u00a0j\u00a006\u00a0h'],
  ])('a duration of %d s', (seconds, english, french) => {
    expect(en.duration(seconds)).toBe(english);
    expect(fr.duration(seconds)).toBe(french);
  });

  test('ages are relative up to a day, then dates', () => {
    expect(en.age(at - 6 * 60_000, at)).toBe('6\u00a0min ago');
    expect(fr.age(at - 6 * 60_000, at)).toBe('il y a 6\u00a0min');
    expect(fr.age(at, at + 2 * 86_400_000)).toBe('20\u00a0nov.\u00a02026');
    expect(fr.age(at, at)).toBe('maintenant');
  });

  test('times stand in the zone of the page, which has a name', () => {
    expect(en.time(at)).toBe('14:05:09');
    expect(en.time(at, { seconds: false })).toBe('14:05');
    expect(en.time(at, { milliseconds: true })).toBe('14:05:09.042');
    expect(createFormat({ ...base, clock: '12' }).time(at, { seconds: false })).toBe('2:05\u00a0PM');
    expect(en.zone(at)).toBe('UTC+1');
    expect(createFormat({ ...base, timeZone: 'Asia/Kolkata' }).zone(at)).toBe('UTC+5:30');
    expect(createFormat({ ...base, timeZone: 'America/Lima' }).zone(at)).toBe('UTC\u22125');
    expect(createFormat({ ...base, timeZone: 'UTC' }).zone(at)).toBe('UTC');
    expect(en.exact(at)).toBe('2026-11-20T14:05:09.042+01:00');
  });

  test('a running clock counts in minutes and hours', () => {
    expect(en.clockDuration(208)).toBe('3:28');
    expect(en.clockDuration(3723)).toBe('1:02:03');
  });
});
