import { byLabel, type FrameReader, type FrameSource, growth, sumOf } from './source.ts';

/** Bridges, pairs into containers, tunnels and VLANs carry what a real interface carries as well. */
const carried =
  /^(?:veth|docker|br-|virbr|vnet|cni|cali|flannel|cilium|lxc|lxd|podman|vxlan|geneve|tun|tap|wg|tailscale|zt|dummy|ifb|bond|team|macvtap|kube)|\.\d+$/;

/** The interfaces whose sum is the traffic of the machine, each packet counted once; never the loopback. */
export function countedInterfaces(devices: readonly string[]): readonly string[] {
  const outside = devices.filter((device) => device !== 'lo');
  const real = outside.filter((device) => !carried.test(device));
  return real.length > 0 ? real : outside.filter((device) => !/^(?:veth|docker|br-|dummy|ifb)/.test(device));
}

/** Bytes per second `net.in`, `net.out` of the counted interfaces, and of each interface as `net.in:<device>`; errors and drops per second as `net.faults`. */
export function networkReader(source: FrameSource): FrameReader {
  const received = byLabel(source, 'node_network_receive_bytes_total', 'device');
  const sent = byLabel(source, 'node_network_transmit_bytes_total', 'device');
  const faults = [
    'node_network_receive_errs_total',
    'node_network_transmit_errs_total',
    'node_network_receive_drop_total',
    'node_network_transmit_drop_total',
  ].map((name) => byLabel(source, name, 'device'));
  const counted = countedInterfaces([...received.keys()]);

  return (index, seconds, row) => {
    if (seconds === null || counted.length === 0) {
      return;
    }
    const rate = (values: Float64Array | undefined) => {
      const grown = growth(values, index);
      return grown === null ? null : grown / seconds;
    };
    for (const device of received.keys()) {
      row[`net.in:${device}`] = rate(received.get(device));
      row[`net.out:${device}`] = rate(sent.get(device));
    }
    // An interface that has just appeared or left has no rate: it is left out rather than hiding the others.
    const known = counted.filter((device) => row[`net.in:${device}`] !== null && row[`net.out:${device}`] !== null);
    row['net.in'] = sumOf(known.map((device) => row[`net.in:${device}`] ?? null));
    row['net.out'] = sumOf(known.map((device) => row[`net.out:${device}`] ?? null));
    row['net.faults'] = sumOf(
      known
        .flatMap((device) => faults.map((columns) => (columns.has(device) ? rate(columns.get(device)) : null)))
        .filter((value) => value !== null),
    );
  };
}
