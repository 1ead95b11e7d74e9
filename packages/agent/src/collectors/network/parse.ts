export interface InterfaceCounters {
  readonly device: string;
  readonly received: readonly number[];
  readonly sent: readonly number[];
}

/** Host ends of containers: one for each, with a name that never comes back. Their bridge tells of the traffic. */
const containerEnd = /^(?:veth[0-9a-f]{6,}|cali[0-9a-f]{6,}|lxc[0-9a-f]{6,}|lxc_health|vnet\d+|tap[0-9a-f]{8}-[0-9a-f]{2})/;

/** `/proc/net/dev`: bytes, packets, errs, drop … of each direction. */
export function parseInterfaces(text: string): InterfaceCounters[] {
  const found: InterfaceCounters[] = [];
  for (const line of text.split('\n')) {
    const colon = line.lastIndexOf(':');
    const device = line.slice(0, Math.max(0, colon)).trim();
    const numbers = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/)
      .map(Number);
    if (device === '' || numbers.length < 16 || numbers.some(Number.isNaN) || containerEnd.test(device)) {
      continue;
    }
    found.push({ device, received: numbers.slice(0, 8), sent: numbers.slice(8, 16) });
  }
  return found;
}
