import type { Process } from '@vigie/contract';
import type { SocketRow } from '@vigie/contract/agent';
import type { LatestSockets } from '../../latest/port.ts';

export type Port = Process['ports'][number];

interface PortIndex {
  readonly timeMs: number;
  readonly byPid: ReadonlyMap<number, readonly Port[]>;
}

const indexes = new WeakMap<LatestSockets, PortIndex>();
const none: readonly Port[] = [];

/** The ports of one process. The index of a table of sockets is made once and used for all its rows. */
export function portsOf(pid: number, sockets: LatestSockets | null): readonly Port[] {
  if (!sockets) {
    return none;
  }
  let index = indexes.get(sockets);
  if (!index || index.timeMs !== sockets.timeMs) {
    index = { timeMs: sockets.timeMs, byPid: indexPorts(sockets.rows.values()) };
    indexes.set(sockets, index);
  }
  return index.byPid.get(pid) ?? none;
}

function indexPorts(rows: Iterable<SocketRow>): ReadonlyMap<number, readonly Port[]> {
  const byPid = new Map<number, Port[]>();
  for (const row of rows) {
    const port = row.pid === null ? null : presentPort(row);
    if (!port || row.pid === null) {
      continue;
    }
    const known = byPid.get(row.pid);
    if (known) {
      known.push(port);
    } else {
      byPid.set(row.pid, [port]);
    }
  }
  return byPid;
}

/** A TCP or UDP socket with Roy ProcWatch's words; null for a UNIX socket, which has no port. */
export function presentPort(row: SocketRow): Port | null {
  if (row.protocol === 'unix') {
    return null;
  }
  return {
    local: endpoint(row.localAddress, row.localPort),
    remote: row.remotePort === null ? null : endpoint(row.remoteAddress, row.remotePort),
    status: row.state,
    family: row.family === 'ipv6' ? 'AddressFamily.AF_INET6' : 'AddressFamily.AF_INET',
    protocol: row.protocol,
  };
}

function endpoint(address: string | null, port: number | null): string | null {
  if (address === null) {
    return null;
  }
  return `${address.includes(':') ? `[${address}]` : address}:${port ?? 0}`;
}
