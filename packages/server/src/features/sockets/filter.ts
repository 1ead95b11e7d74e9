import type { SocketRow } from '@vigie/contract/agent';

export interface SocketFilter {
  readonly q?: string | undefined;
  readonly protocol?: 'tcp' | 'udp' | 'unix' | undefined;
  readonly listening?: boolean | undefined;
  readonly pid?: number | undefined;
}

/** Does a socket wait for others? A UDP socket without a peer and with a port does. */
export function isListening(row: SocketRow): boolean {
  return row.state === 'LISTEN' || (row.protocol === 'udp' && row.remotePort === null && row.localPort !== null);
}

/** Every word of `q` must be found in port, address, path, process, pid or user, in any case. */
export function matchesSocket(row: SocketRow, filter: SocketFilter): boolean {
  if (filter.protocol !== undefined && row.protocol !== filter.protocol) {
    return false;
  }
  if (filter.listening !== undefined && isListening(row) !== filter.listening) {
    return false;
  }
  if (filter.pid !== undefined && row.pid !== filter.pid) {
    return false;
  }
  const words = (filter.q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) {
    return true;
  }
  const content = socketText(row);
  return words.every((word) => content.includes(word));
}

function socketText(row: SocketRow): string {
  return [
    row.protocol,
    row.state,
    endpoint(row.localAddress, row.localPort),
    endpoint(row.remoteAddress, row.remotePort),
    row.path,
    row.pid,
    row.processName,
    row.user,
  ]
    .filter((part) => part !== null)
    .join(' ')
    .toLowerCase();
}

function endpoint(address: string | null, port: number | null): string | null {
  return address === null ? null : `${address}:${port ?? ''}`;
}
