import { describe, expect, it } from 'bun:test';
import { createSite } from './site.ts';

const site = createSite({
  listen: { host: '127.0.0.1', port: 8088 },
  publicUrl: null,
  allowedHosts: ['dev.example:5173', 'name.example'],
  trustedProxies: ['192.0.2.1'],
});
const request = (headers: Record<string, string>) => new Request('http://127.0.0.1:8088/', { headers });

describe('the address of the person', () => {
  const cases: readonly [peer: string | null, forwarded: string, address: string | null][] = [
    ['203.0.113.9', '198.51.100.7', '203.0.113.9'],
    ['192.0.2.1', '198.51.100.7', '198.51.100.7'],
    ['192.0.2.1', '10.0.0.1, 198.51.100.7', '198.51.100.7'],
    ['192.0.2.1', '198.51.100.7, 192.0.2.1', '198.51.100.7'],
    ['192.0.2.1', 'not an address', '192.0.2.1'],
    ['192.0.2.1', '', '192.0.2.1'],
    ['::ffff:192.0.2.1', '198.51.100.7', '198.51.100.7'],
    ['::ffff:203.0.113.9', '', '203.0.113.9'],
    [null, '198.51.100.7', null],
  ];
  for (const [peer, forwarded, address] of cases) {
    it(`is ${address} for ${peer} with “${forwarded}”`, () => {
      expect(site.clientAddress(request({ 'x-forwarded-for': forwarded }), peer)).toBe(address);
    });
  }
});

describe('further names', () => {
  it('are known with and without a port, as they were given', () => {
    for (const host of ['dev.example:5173', 'name.example', 'name.example:443']) {
      expect(() => site.requireHost(request({ host }))).not.toThrow();
    }
    expect(() => site.requireHost(request({ host: 'dev.example:5174' }))).toThrow();
  });

  it('believe https only from a trusted proxy', () => {
    const headers = { host: 'name.example', origin: 'https://name.example', 'x-forwarded-proto': 'https' };
    expect(site.isAllowedOrigin(request(headers), '192.0.2.1')).toBe(true);
    expect(site.isAllowedOrigin(request(headers), '203.0.113.9')).toBe(false);
  });
});
