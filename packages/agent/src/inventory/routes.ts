import type { EventFields } from '@vigie/contract/agent';

type Row = readonly [string, EventFields];

const flagUp = 1;
const flagReject = 0x200;

/** `/proc/net/route`: the main table; addresses are hexadecimal in the order of the machine, which is little-endian here. */
export function parseIpv4Routes(text: string): Row[] {
  const rows = text
    .split('\n')
    .slice(1)
    .flatMap((line): Row[] => {
      const [device, destination, gateway, flags, , , metric, mask] = line.split('\t').map((part) => part.trim());
      if (!device || !destination || !mask || (Number.parseInt(flags ?? '0', 16) & flagUp) === 0) {
        return [];
      }
      const bits = [...Number.parseInt(mask, 16).toString(2)].filter((bit) => bit === '1').length;
      const to = bits === 0 ? 'default' : `${readIpv4(destination)}/${bits}`;
      const via = gateway === '00000000' ? null : readIpv4(gateway ?? '0');
      return [[`${to} ${device} ${metric}`, { to, via, interface: device, metric: Number(metric) }]];
    });
  return joinPaths(rows);
}

function readIpv4(hex: string): string {
  const value = Number.parseInt(hex, 16);
  return [0, 8, 16, 24].map((shift) => (value >>> shift) & 255).join('.');
}

/** `/proc/net/ipv6_route`, without local and multicast ones, of which every address brings some. */
export function parseIpv6Routes(text: string): Row[] {
  const rows = text.split('\n').flatMap((line): Row[] => {
    const parts = line.trim().split(/\s+/);
    const [destination = '', length = '0', , , gateway = '', metric = '0', , , flags = '0', device = ''] = parts;
    const bits = Number.parseInt(length, 16);
    const mark = Number.parseInt(flags, 16);
    if (parts.length < 10 || device === 'lo' || (mark & flagReject) !== 0 || destination.startsWith('ff') || bits === 128) {
      return [];
    }
    const to = bits === 0 ? 'default' : `${readIpv6(destination)}/${bits}`;
    const via = /^0+$/.test(gateway) ? null : readIpv6(gateway);
    return [[`${to} ${device} ${Number.parseInt(metric, 16)}`, { to, via, interface: device, metric: Number.parseInt(metric, 16) }]];
  });
  return joinPaths(rows);
}

/** The kernel writes one line for each gateway of a route with several; here it is one route. */
function joinPaths(rows: readonly Row[]): Row[] {
  const routes = new Map<string, EventFields>();
  for (const [key, fields] of rows) {
    const via = [routes.get(key)?.via ?? null, fields.via ?? null].filter((one) => one !== null);
    routes.set(key, { ...fields, via: via.length === 0 ? null : [...new Set(via)].sort().join(', ') });
  }
  return [...routes];
}

/** In the form of RFC 5952. */
function readIpv6(hex: string): string {
  const groups = hex.match(/.{4}/g)?.map((group) => Number.parseInt(group, 16).toString(16)) ?? [];
  const text = groups.join(':');
  const longest = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort((a, b) => b[0].length - a[0].length)[0];
  if (!longest) {
    return text;
  }
  const [before, after] = [text.slice(0, longest.index), text.slice(longest.index + longest[0].length)];
  return `${before}::${after.replace(/^:/, '')}`;
}
