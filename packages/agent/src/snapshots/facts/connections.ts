import type { ProcessRow, SocketRow } from '@vigie/contract/agent';
import type { SnapshotDeps } from '../deps.ts';
import { familyOf, parentsOf } from '../detail/index.ts';

export interface Connections {
  /** One address for each connection; the same peer may be there several times. */
  readonly clients: readonly string[];
  /** `address:port` of the sockets on which it waits for others. */
  readonly listening: readonly string[];
}

function formatEndpoint(address: string | null, port: number | null): string {
  const host = address ?? '*';
  return `${host.includes(':') ? `[${host}]` : host}:${port ?? '*'}`;
}

/**
 * Who would feel it if the process ended. Clients are the peers of established TCP connections that it or its
 * descendants hold, on a port where it, a descendant or an ancestor listens: what it opened itself towards others is
 * not a client. A backend of a database holds its connection while its parent listens.
 */
export function readConnections(deps: SnapshotDeps, row: ProcessRow): Connections {
  if (row.kernel) {
    return { clients: [], listening: [] };
  }
  const inodes: number[] = [];
  deps.tree.processes.socketInodes(row.pid, inodes);
  const own = new Set(inodes.map((inode) => `tcp:${inode}`));
  const family = row.pid === 1 ? new Set([1]) : familyOf(deps.processes, row.pid);
  const ancestors = new Set(parentsOf(deps.processes, row).map(({ pid }) => pid));
  const ports = new Set<number>();
  const listening: string[] = [];
  const established: SocketRow[] = [];
  for (const socket of deps.sockets.rows()) {
    if (socket.protocol !== 'tcp') {
      continue;
    }
    const isOwn = own.has(socket.id) || socket.pid === row.pid;
    const isOfFamily = isOwn || (socket.pid !== null && family.has(socket.pid));
    if (socket.state === 'LISTEN' && (isOfFamily || (socket.pid !== null && ancestors.has(socket.pid)))) {
      ports.add(socket.localPort ?? 0);
      if (isOwn) {
        listening.push(formatEndpoint(socket.localAddress, socket.localPort));
      }
    } else if (socket.state === 'ESTABLISHED' && isOfFamily) {
      established.push(socket);
    }
  }
  const clients = established.filter((socket) => ports.has(socket.localPort ?? -1)).map((socket) => socket.remoteAddress ?? '?');
  return { clients, listening };
}
