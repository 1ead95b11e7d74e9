import { describe, expect, it } from 'bun:test';
import type { Socket } from '@vigie/contract';
import { TimeColumns } from '../../components/charts/columns.ts';
import { parseWindow, spanMs } from '../../components/time-range/index.ts';
import { meanOfLast, peakSince } from './facts.ts';
import { listeningPorts, scopeOf } from './listening.ts';
import { keyOf, otherKey, ProcessHistory } from './process-history.ts';
import { viewOf } from './view.ts';

describe('the time window', () => {
  it.each([
    ['5m', '5m'],
    ['all', '15m'],
    ['', '15m'],
    ['1e9', '15m'],
    ['__proto__', '15m'],
  ] as const)('reads %p from the address as %p', (text, expected) => {
    expect(parseWindow(text)).toBe(expected);
  });

  it('holds what was asked for when there is enough history', () => {
    expect(spanMs('5m', 3_600_000)).toBe(300_000);
  });

  it('grows by steps while the history is young', () => {
    expect(spanMs('15m', 10_000)).toBe(60_000);
    expect(spanMs('15m', 61_000)).toBe(120_000);
    expect(spanMs('5m', 0)).toBe(60_000);
  });

  const times = Float64Array.from({ length: 700 }, (_, index) => index * 1000);
  it('ends at the newest frame while frames arrive', () => {
    expect(viewOf({ times, window: '5m', waitedMs: 900, ageMs: 99_000 })).toEqual({ fromMs: 399_000, toMs: 699_000, unknownFromMs: null });
  });

  it('goes on without frames, and says that what follows is not known', () => {
    expect(viewOf({ times, window: '5m', waitedMs: 20_000, ageMs: 20_100 })).toEqual({
      fromMs: 419_100,
      toMs: 719_100,
      unknownFromMs: 699_000,
    });
  });

  it('shows nothing before the first frame', () => {
    expect(viewOf({ times: new Float64Array(), window: '5m', waitedMs: 20_000, ageMs: 0 })).toBeNull();
  });
});

describe('facts of the window', () => {
  const columns = new TimeColumns();
  for (const [atMs, a] of [
    [1000, 9],
    [2000, 5],
    [3000, null],
    [4000, 2],
  ] as const) {
    columns.push(atMs, { a });
  }

  it('finds the peak since a moment, with its time', () => {
    expect(peakSince(columns, 'a', 0)).toEqual({ value: 9, atMs: 1000 });
    expect(peakSince(columns, 'a', 1500)).toEqual({ value: 5, atMs: 2000 });
    expect(peakSince(columns, 'b', 0)).toBeNull();
  });

  it('means only what is known', () => {
    expect(meanOfLast(columns, 'a', 2000)).toBe(3.5);
    expect(meanOfLast(columns, 'b', 2000)).toBeNull();
  });
});

const socket = (over: Partial<Socket>): Socket => ({
  id: 'tcp:1',
  protocol: 'tcp',
  family: 'ipv4',
  state: 'LISTEN',
  localAddress: '0.0.0.0',
  localPort: 22,
  remoteAddress: null,
  remotePort: null,
  path: null,
  uid: 0,
  username: 'root',
  pid: 7,
  processName: 'sshd',
  receiveQueueBytes: 0,
  sendQueueBytes: 0,
  ...over,
});

describe('listening ports', () => {
  it.each([
    ['0.0.0.0', 'any'],
    ['::', 'any'],
    [null, 'any'],
    ['127.0.0.53%lo', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['10.0.0.1', 'one'],
    ['fe80::1%eth0', 'one'],
  ] as const)('reaches %p as %p', (address, scope) => {
    expect(scopeOf(address)).toBe(scope);
  });

  it('joins IPv4 and IPv6 of one program, and counts who is connected', () => {
    const ports = listeningPorts([
      socket({}),
      socket({ id: 'tcp:2', family: 'ipv6', localAddress: '::' }),
      socket({ id: 'tcp:3', state: 'ESTABLISHED', localAddress: '10.0.0.1', remoteAddress: '10.0.0.9', remotePort: 5000 }),
      socket({ id: 'tcp:4', state: 'TIME_WAIT', remotePort: 5001 }),
    ]);
    expect(ports).toHaveLength(1);
    expect(ports[0]).toMatchObject({ port: 22, scope: 'any', addresses: ['0.0.0.0', '::'], established: 1 });
  });

  it('puts what anybody can reach first, and leaves out UDP with a peer and UNIX sockets', () => {
    const ports = listeningPorts([
      socket({ localAddress: '127.0.0.1', localPort: 25 }),
      socket({ id: 'udp:1', protocol: 'udp', state: 'NONE', localPort: 5353, remotePort: null }),
      socket({ id: 'udp:2', protocol: 'udp', state: 'ESTABLISHED', localPort: 6000, remotePort: 53 }),
      socket({ id: 'unix:1', protocol: 'unix', family: 'unix', localPort: null }),
    ]);
    expect(ports.map(({ port, established }) => [port, established])).toEqual([
      [5353, null],
      [25, 0],
    ]);
  });

  it('keeps a hidden owner hidden', () => {
    expect(listeningPorts([socket({ pid: null, processName: null })])[0]?.processName).toBeNull();
  });
});

describe('processes over time', () => {
  const row = (name: string, cpu_percent: number | null) => ({ name, cpu_percent });

  it('adds up the processes of one name, and what is left over', () => {
    const history = new ProcessHistory();
    history.push(1000, [row('nginx', 10), row('nginx', 5), row('sshd', null), row('bash', 0)]);
    expect(history.columns.last(keyOf('nginx'))).toBe(15);
    expect(history.columns.last('total')).toBe(15);
    expect(history.ranked.get()).toEqual([{ name: 'nginx', slot: 1 }]);
    expect(history.columns.last(otherKey)).toBe(0);
  });

  it('shows five names and counts the others together, before and after they were ranked', () => {
    const history = new ProcessHistory();
    const rows = Array.from({ length: 8 }, (_, index) => row(`p${index}`, 80 - index * 10));
    history.push(1000, rows);
    history.push(2000, rows);
    expect(history.ranked.get().map(({ name }) => name)).toEqual(['p0', 'p1', 'p2', 'p3', 'p4']);
    expect([...(history.columns.column(otherKey) ?? [])]).toEqual([60, 60]);
  });

  it('keeps the colour of a name that stays when another one comes', () => {
    const history = new ProcessHistory();
    history.push(0, [row('a', 50), row('b', 40)]);
    history.push(6000, [row('b', 40), row('c', 400)]);
    const slots = Object.fromEntries(history.ranked.get().map(({ name, slot }) => [name, slot]));
    expect(slots).toEqual({ a: 1, b: 2, c: 5 });
  });

  it('leaves out a message that is not newer', () => {
    const history = new ProcessHistory();
    history.push(1000, [row('a', 50)]);
    history.push(1000, [row('a', 99)]);
    expect(history.columns.length).toBe(1);
  });
});
