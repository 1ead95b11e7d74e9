import { type Collector, type CollectorDeps, counter, gauge, type Sample } from '../collector.ts';
import { parseInterfaces } from './parse.ts';

/** Some drivers ask the card for its speed, under a lock of the whole network: not every second. */
const speedAgeMs = 60_000;

export function createNetworkCollector({ tree }: CollectorDeps): Collector {
  const label = ['device'];
  const kinds = [
    { at: 0, name: 'bytes', help: 'Bytes' },
    { at: 1, name: 'packets', help: 'Packets' },
    { at: 2, name: 'errs', help: 'Errors' },
    { at: 3, name: 'drop', help: 'Packets dropped' },
  ].map(({ at, name, help }) => ({
    at,
    received: counter(`node_network_receive_${name}_total`, label, `${help}, received`),
    sent: counter(`node_network_transmit_${name}_total`, label, `${help}, sent`),
  }));
  const up = gauge('node_network_up', label, '1 when the interface works');
  const speed = gauge('node_network_speed_bytes', label, 'Speed of the link in bytes per second; absent where there is none');
  const speeds = new Map<string, { readonly atMs: number; readonly bytes: number | null }>();

  const readSpeed = (device: string, nowMs: number): number | null => {
    const known = speeds.get(device);
    if (known && nowMs - known.atMs < speedAgeMs && nowMs >= known.atMs) {
      return known.bytes;
    }
    const megabits = Number(tree.text(`/sys/class/net/${device}/speed`)?.trim() || -1);
    const bytes = megabits > 0 ? (megabits * 1e6) / 8 : null;
    speeds.set(device, { atMs: nowMs, bytes });
    return bytes;
  };

  return {
    name: 'network',
    series: [...kinds.flatMap(({ received, sent }) => [received, sent]), up, speed],
    collect(nowMs) {
      const text = tree.text('/proc/net/dev');
      if (text === null) {
        return null;
      }
      const samples: Sample[] = [];
      const interfaces = parseInterfaces(text);
      for (const { device, received, sent } of interfaces) {
        for (const kind of kinds) {
          samples.push(
            { series: kind.received.with(device), value: received[kind.at] as number },
            { series: kind.sent.with(device), value: sent[kind.at] as number },
          );
        }
        const state = tree.text(`/sys/class/net/${device}/operstate`)?.trim();
        if (state !== undefined) {
          // The loopback and tunnels have no carrier to speak of and say `unknown`.
          samples.push({ series: up.with(device), value: state === 'up' || state === 'unknown' ? 1 : 0 });
        }
        const bytes = readSpeed(device, nowMs);
        if (bytes !== null) {
          samples.push({ series: speed.with(device), value: bytes });
        }
      }
      for (const device of speeds.keys()) {
        if (!interfaces.some((known) => known.device === device)) {
          speeds.delete(device);
        }
      }
      return samples;
    },
  };
}
