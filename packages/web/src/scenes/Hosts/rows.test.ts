import { describe, expect, test } from 'bun:test';
import type { MetricAcross, NewestValues } from '@vigie/contract';
import { host } from '../../../testing/rows.ts';
import { figuresOf, type HostRow, noFigures, parseHostFilter, seenMs } from './rows.ts';

const row = (values: Partial<HostRow['host']>, figures: Partial<HostRow> = {}): HostRow => ({
  ...noFigures,
  ...figures,
  place: 0,
  host: { ...host, ...values },
});
const web = row({ id: 'a', name: 'web-01', site: 'Lyon 2', tags: ['web', 'prod'], addresses: ['192.0.2.10'] }, { cpu: 91, disk: 40 });
const db = row({ id: 'b', name: 'db-01', site: null, tags: ['db'], state: 'down', addresses: [] }, { cpu: null, disk: 95 });

function names(filter: string): string[] {
  const parsed = parseHostFilter(filter);
  return parsed.ok ? [web, db].filter(parsed.matches).map((one) => one.host.name) : [`${parsed.problem} ${parsed.field}`];
}

describe('the filter of hosts', () => {
  test.each([
    ['', ['web-01', 'db-01']],
    ['lyon', ['web-01']],
    ['site:"Lyon 2"', ['web-01']],
    ['tag=web', ['web-01']],
    ['tag=we', []],
    ['tag:we', ['web-01']],
    ['state:down', ['db-01']],
    ['not state:down', ['web-01']],
    ['192.0.2', ['web-01']],
    ['cpu>90', ['web-01']],
    ['cpu<90', []],
    ['not cpu>90', ['db-01']],
    ['disk>=95%', ['db-01']],
    ['disk>30 tag!=db', ['web-01']],
    ['cpu>much', ['number cpu']],
    ['site:"Lyon', ['quote ']],
    ['nothing:like', []],
  ])('%s', (filter, expected) => {
    expect(names(filter)).toEqual(expected);
  });
});

describe('when a host was seen', () => {
  const at = (text: string | null, measuredMs: number | null) => seenMs(row({ lastFrameAt: text }, { measuredMs }), 10_000);

  test('is the later of what was told and what was measured, never the future, and never when neither is known', () => {
    expect(at('1970-01-01T00:00:03.000Z', 7000)).toBe(7000);
    expect(at('1970-01-01T00:00:08.000Z', 7000)).toBe(8000);
    expect(at(null, 99_000)).toBe(10_000);
    expect(at('1970-01-01T00:00:03.000Z', null)).toBe(3000);
    expect(at(null, null)).toBe(null);
  });
});

describe('the figures of hosts', () => {
  const series = (host: string, values: (number | null)[]) => ({ host, name: 'node_cpu_seconds_total', labels: {}, values });
  const idle = { series: [series('a', [0.5, 0.25, null]), series('b', [null, null])] } as unknown as MetricAcross;
  const time = '2026-11-21T04:00:00.000Z';
  const item = (host: string, name: string, value: number, labels: Record<string, string> = {}) => ({ host, name, labels, value, time });
  const newest = {
    items: [
      item('a', 'node_memory_MemTotal_bytes', 1000),
      item('a', 'node_memory_MemAvailable_bytes', 250),
      item('a', 'node_load1', 1.5),
      ...[
        ['/', 100, 60, 50],
        ['/var', 100, 20, 10],
        ['/odd', 100, 20, null],
      ].flatMap(([mountpoint, size, free, avail]) => [
        item('a', 'node_filesystem_size_bytes', Number(size), { mountpoint: String(mountpoint) }),
        item('a', 'node_filesystem_free_bytes', Number(free), { mountpoint: String(mountpoint) }),
        ...(avail === null ? [] : [item('a', 'node_filesystem_avail_bytes', Number(avail), { mountpoint: String(mountpoint) })]),
      ]),
      item('c', 'node_load1', 0),
    ],
  } as unknown as NewestValues;

  test('are the busy share of the last known step, memory that is not available, and the fullest file system as df reckons', () => {
    const found = figuresOf(idle, newest);
    expect(found.get('a')).toEqual({ cpu: 75, memory: 75, disk: (100 * 80) / 90, load: 1.5, measuredMs: Date.parse(time) });
  });

  test('are not known, rather than zero, where nothing came', () => {
    const found = figuresOf(idle, newest);
    expect(found.get('b')).toBeUndefined();
    expect(found.get('c')).toEqual({ cpu: null, memory: null, disk: null, load: 0, measuredMs: Date.parse(time) });
    expect(figuresOf(undefined, undefined).size).toBe(0);
  });
});
