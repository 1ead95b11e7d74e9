import { describe, expect, it } from 'bun:test';
import type { Host } from '@vigie/contract';
import { groupHosts, tileOf } from './fleet-map.ts';
import { type HostRow, noFigures } from './rows.ts';

const row = (host: Partial<Host>, figures: Partial<HostRow> = {}): HostRow => ({
  ...noFigures,
  ...figures,
  place: 0,
  host: { name: 'h', site: null, tags: [], state: 'up', operatingSystem: null, ...host } as Host,
});

describe('a tile', () => {
  it('is worse by its figure only when the host answers, and what is not known is never well', () => {
    expect(tileOf(row({}, { cpu: 12 }), 'cpu')).toEqual({ tone: 'ok', share: 12 });
    expect(tileOf(row({}, { disk: 86 }), 'disk')).toEqual({ tone: 'warn', share: 86 });
    expect(tileOf(row({ state: 'late' }, { memory: 99 }), 'memory')).toEqual({ tone: 'bad', share: 99 });
    expect(tileOf(row({ state: 'late' }, { memory: 9 }), 'memory')).toEqual({ tone: 'warn', share: 9 });
    expect(tileOf(row({ state: 'down' }, { cpu: 1 }), 'cpu')).toEqual({ tone: 'bad', share: null });
    expect(tileOf(row({ state: 'unknown' }), 'state')).toEqual({ tone: 'unknown', share: null });
    expect(tileOf(row({}), 'cpu')).toEqual({ tone: 'unknown', share: null });
    expect(tileOf(row({}), 'state')).toEqual({ tone: 'ok', share: 100 });
  });
});

describe('the groups of hosts', () => {
  const rows = [
    row({ name: 'web-10', site: 'Lyon', tags: ['web'] }),
    row({ name: 'web-9', site: 'Lyon', tags: ['web', 'prod'] }),
    row({ name: 'db-1', site: 'Lyon', state: 'down', tags: ['db'] }),
    row({ name: 'alone', state: 'late' }),
  ];
  const named = (by: Parameters<typeof groupHosts>[1]) =>
    groupHosts(rows, by).map(({ name, rows: own }) => [name, own.map(({ host }) => host.name)]);

  it('stand by name, those without a group last, each with its worst first and names as people count', () => {
    expect(named('site')).toEqual([
      ['Lyon', ['db-1', 'web-9', 'web-10']],
      [null, ['alone']],
    ]);
  });

  it('hold a host under each of its tags, and states worst first', () => {
    expect(named('tag')).toEqual([
      ['db', ['db-1']],
      ['prod', ['web-9']],
      ['web', ['web-9', 'web-10']],
      [null, ['alone']],
    ]);
    expect(named('state').map(([name]) => name)).toEqual(['down', 'late', 'up']);
    expect(named('none')).toEqual([[null, ['db-1', 'alone', 'web-9', 'web-10']]]);
  });
});
