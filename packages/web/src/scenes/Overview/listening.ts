import type { Socket } from '@vigie/contract';

export type AddressScope = 'any' | 'loopback' | 'one';

export interface ListeningPort {
  readonly key: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly scope: AddressScope;
  /** Addresses it waits on; for `any` and `loopback` the words say enough. */
  readonly addresses: readonly string[];
  /** Null when privileges hide the owner, or the kernel listens. */
  readonly processName: string | null;
  readonly pid: number | null;
  /** Connections to this port that stand now. UDP has none: null. */
  readonly established: number | null;
}

export function scopeOf(address: string | null): AddressScope {
  const plain = (address ?? '').replace(/%.*$/, '');
  if (plain === '' || plain === '0.0.0.0' || plain === '::' || plain === '*') {
    return 'any';
  }
  return plain.startsWith('127.') || plain === '::1' || plain.startsWith('::ffff:127.') ? 'loopback' : 'one';
}

const order: Readonly<Record<AddressScope, number>> = { any: 0, one: 1, loopback: 2 };

/** Is it a socket that waits for others? A UDP socket without a peer does. */
export function isListening(socket: Socket): boolean {
  return socket.protocol === 'tcp' ? socket.state === 'LISTEN' : socket.protocol === 'udp' && !socket.remotePort;
}

/** What waits for others, once per port, protocol, reach and program; open to anybody first. */
export function listeningPorts(sockets: readonly Socket[]): ListeningPort[] {
  const established = new Map<number, number>();
  for (const socket of sockets) {
    if (socket.protocol === 'tcp' && socket.state === 'ESTABLISHED' && socket.localPort !== null) {
      established.set(socket.localPort, (established.get(socket.localPort) ?? 0) + 1);
    }
  }
  const ports = new Map<string, ListeningPort>();
  for (const socket of sockets) {
    if (!isListening(socket) || socket.protocol === 'unix' || socket.localPort === null) {
      continue;
    }
    const scope = scopeOf(socket.localAddress);
    const key = [socket.protocol, socket.localPort, scope, socket.processName ?? ''].join(' ');
    const known = ports.get(key);
    const address = socket.localAddress ?? '';
    ports.set(key, {
      key,
      port: socket.localPort,
      protocol: socket.protocol,
      scope,
      addresses: known ? [...new Set([...known.addresses, address])] : [address],
      processName: socket.processName,
      pid: known?.pid ?? socket.pid,
      established: socket.protocol === 'tcp' ? (established.get(socket.localPort) ?? 0) : null,
    });
  }
  return [...ports.values()].sort((a, b) => order[a.scope] - order[b.scope] || a.port - b.port || (a.protocol < b.protocol ? -1 : 1));
}
