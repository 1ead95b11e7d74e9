import { describe, expect, test } from 'bun:test';
import type { Process, Socket } from '@vigie/contract';
import { parseSocketFilter } from './filter.ts';
import { addressKind, createGrouper, createRowMaker, endpoint, isOpenToAny, viewOf } from './rows.ts';

function buildSocket(overrides: Partial<Socket> = {}): Socket {
  return {
    id: 'tcp:1',
    protocol: 'tcp',
    family: 'ipv4',
    state: 'LISTEN',
    localAddress: '0.0.0.0',
    localPort: 443,
    remoteAddress: null,
    remotePort: null,
    path: null,
    uid: 0,
    username: 'root',
    pid: 7,
    processName: 'nginx',
    receiveQueueBytes: 0,
    sendQueueBytes: 0,
    ...overrides,
  };
}
const established = buildSocket({
  id: 'tcp:2',
  state: 'ESTABLISHED',
  localAddress: '10.0.0.1',
  remoteAddress: '10.0.0.9',
  remotePort: 51000,
});
const unix = buildSocket({
  id: 'unix:3',
  protocol: 'unix',
  family: 'unix',
  localAddress: null,
  localPort: null,
  path: '/run/x.sock',
  state: 'LISTEN',
});
const owner = { pid: 7, name: 'nginx', unit: 'nginx.service' } as Process;
const rowsOf = (sockets: readonly Socket[], hidden = false) => createRowMaker()(sockets, new Map([[7, owner]]), hidden);

describe('sockets', () => {
  test('stand in one of three views', () => {
    expect([buildSocket(), established, unix].map(viewOf)).toEqual(['listening', 'connections', 'unix']);
    expect(viewOf(buildSocket({ protocol: 'udp', state: 'NONE' }))).toBe('listening');
  });

  test('a listening port counts its connections and knows the unit of its process', () => {
    expect(rowsOf([buildSocket(), established])[0]).toMatchObject({ count: 1, unit: 'nginx.service', ownerHidden: false });
  });

  test('an owner that is not known is hidden only where privileges hide owners', () => {
    expect(rowsOf([buildSocket({ pid: null })], true)[0]?.ownerHidden).toBe(true);
    expect(rowsOf([buildSocket({ pid: null })], false)[0]?.ownerHidden).toBe(false);
  });

  test('a line is the same object while nothing changed', () => {
    const make = createRowMaker();
    const sockets = [buildSocket()];
    const byPid = new Map([[7, owner]]);
    expect(make(sockets, byPid, false)[0]).toBe(make(sockets, byPid, false)[0] as never);
  });

  test('groups have a head with their count', () => {
    const grouped = createGrouper()(rowsOf([buildSocket(), established]), 'process', 'nobody');
    expect(grouped[0]).toMatchObject({ socket: null, count: 2, pid: 7 });
    expect(grouped.slice(1).every((row) => row.parent === grouped[0]?.key)).toBe(true);
  });
});

describe('addresses', () => {
  test('are told apart in IPv4, IPv6 and both at once', () => {
    expect(['0.0.0.0', '::', '127.0.0.53', '::1', '::ffff:127.0.0.1', 'fe80::1', '10.0.0.1'].map(addressKind)).toEqual([
      'any',
      'any',
      'loopback',
      'loopback',
      'loopback',
      'link',
      'other',
    ]);
    expect(isOpenToAny(buildSocket())).toBe(true);
    expect(endpoint('::1', 80)).toBe('[::1]:80');
  });
});

describe('the filter of sockets', () => {
  const ids = (text: string) => {
    const filter = parseSocketFilter(text);
    return filter.ok
      ? rowsOf([buildSocket(), established, unix])
          .filter(filter.matches)
          .map((row) => row.id)
      : filter.problem;
  };
  test('knows words, fields, figures, ranges and not', () => {
    expect(ids('')).toHaveLength(3);
    expect(ids('10.0.0.9')).toEqual(['tcp:2']);
    expect(ids('port:443 not state:listen')).toEqual(['tcp:2']);
    expect(ids('port:50000-52000')).toEqual(['tcp:2']);
    expect(ids('is:open')).toEqual(['tcp:1']);
    expect(ids('path:/run unit=nginx.service')).toEqual(['unix:3']);
    expect(ids('pid!=7')).toEqual([]);
  });
  test('says what is wrong', () => {
    expect(ids('port:http')).toBe('number');
    expect(ids('"open')).toBe('quote');
  });
});
