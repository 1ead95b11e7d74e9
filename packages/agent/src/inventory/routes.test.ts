import { describe, expect, test } from 'bun:test';
import { parseIpv4Routes, parseIpv6Routes } from './routes.ts';

const head = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT';
const ipv4 = (...lines: string[]) => parseIpv4Routes([head, ...lines, ''].join('\n'));
const ipv6 = (...lines: string[]) => parseIpv6Routes([...lines, ''].join('\n'));
const none = '0'.repeat(32);

describe('routes of version 4', () => {
  test('say where to, through whom, by which interface and how dear', () => {
    expect(
      ipv4(
        'eth0\t00000000\t0100A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0',
        'eth0\t0000A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0',
        'wg0\t0A00000A\t00000000\t0005\t0\t0\t0\tFFFFFFFF\t0\t0\t0',
      ),
    ).toEqual([
      ['default eth0 100', { to: 'default', via: '192.168.0.1', interface: 'eth0', metric: 100 }],
      ['192.168.0.0/24 eth0 100', { to: '192.168.0.0/24', via: null, interface: 'eth0', metric: 100 }],
      ['10.0.0.10/32 wg0 0', { to: '10.0.0.10/32', via: null, interface: 'wg0', metric: 0 }],
    ]);
  });

  test('that are not up, or not whole, are none', () => {
    expect(ipv4('eth0\t00000000\t0100A8C0\t0002\t0\t0\t0\t00000000\t0\t0\t0', 'eth0\t00000000', 'eth0')).toEqual([]);
  });
});

describe('routes of version 6', () => {
  test('are written as RFC 5952 wants addresses', () => {
    const line = (destination: string, bits: string, gateway: string) =>
      `${destination} ${bits} ${none} 00 ${gateway} 00000400 00000001 00000000 00000003     eth0`;
    const found = ipv6(
      line(none, '00', 'fe800000000000000000000000000001'),
      line('20010db8000000000000000000000000', '20', none),
      line('fe800000000000000000000000000000', '40', none),
      line('20010db8000000000001000000000000', '60', none),
      line('20010db8000100000000000000000000', '30', '20010db8000000010000000000000001'),
    );
    expect(found.map(([, { to, via, metric }]) => [to, via, metric])).toEqual([
      ['default', 'fe80::1', 1024],
      ['2001:db8::/32', null, 1024],
      ['fe80::/64', null, 1024],
      ['2001:db8:0:0:1::/96', null, 1024],
      ['2001:db8:1::/48', '2001:db8:0:1::1', 1024],
    ]);
  });

  test('with several gateways are one route, whatever the order in which the kernel names them', () => {
    const line = (gateway: string) => `${none} 00 ${none} 00 ${gateway} 00000400 00000001 00000000 00000003 eth0`;
    const [one, two] = [line('fe800000000000000000000000000001'), line('fe800000000000000000000000000002')];
    const expected = [['default eth0 1024', { to: 'default', via: 'fe80::1, fe80::2', interface: 'eth0', metric: 1024 }]];
    expect<unknown>(ipv6(one, two)).toEqual(expected);
    expect<unknown>(ipv6(two, one)).toEqual(expected);
  });

  test('that every address brings, that lead to this host or nowhere, are left out', () => {
    const line = (destination: string, bits: string, flags: string, device: string) =>
      `${destination} ${bits} ${none} 00 ${none} 00000100 00000001 00000000 ${flags} ${device}`;
    expect(
      ipv6(
        line('ff000000000000000000000000000000', '08', '00000001', 'eth0'),
        line('fe80000000000000a00027fffe000001', '80', '80200001', 'eth0'),
        line('fd000000000000000000000000000000', '08', '00000200', 'eth0'),
        line(none, '00', '00200200', 'lo'),
        'cut off',
      ),
    ).toEqual([]);
  });
});
