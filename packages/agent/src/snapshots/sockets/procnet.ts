import { formatAddress, parseHexAddress } from './addresses.ts';
import type { SocketSource } from './netlink.ts';
import type { SeenSocket, SeenVisitor } from './seen.ts';

/* `/proc/net/{tcp,tcp6,udp,udp6,unix}`: the way without netlink, for hosts and containers that refuse it. */

export function procnetFile(source: SocketSource): string {
  return source.protocol === 'unix' ? 'unix' : source.family === 'ipv6' ? `${source.protocol}6` : source.protocol;
}

export function parseProcnet(text: string, source: SocketSource, visit: SeenVisitor): void {
  const parse = source.protocol === 'unix' ? parseUnixLine : parseInetLine;
  const lines = text.split('\n');
  for (let index = 1; index < lines.length; index++) {
    const seen = parse(lines[index] as string, source);
    if (seen) {
      visit(seen);
    }
  }
}

const notTold = { sentBytes: -1, receivedBytes: -1 } as const;

function parseInetLine(line: string, source: SocketSource): SeenSocket | null {
  const words = line.trim().split(/\s+/);
  const [, local, remote, state, queues, , , uid, , inode] = words;
  if (local === undefined || remote === undefined || state === undefined || queues === undefined || inode === undefined) {
    return null;
  }
  const [localHex = '', localPort = ''] = local.split(':');
  const [remoteHex = '', remotePort = ''] = remote.split(':');
  const [send = '0', receive = '0'] = queues.split(':');
  return {
    protocol: source.protocol,
    family: source.family,
    state: Number.parseInt(state, 16),
    inode: Number(inode),
    uid: Number(uid),
    localPort: Number.parseInt(localPort, 16),
    remotePort: Number.parseInt(remotePort, 16),
    receiveQueue: Number.parseInt(receive, 16),
    sendQueue: Number.parseInt(send, 16),
    ...notTold,
    hash: hashText(`${local} ${remote}`),
    localAddress: () => formatAddress(parseHexAddress(localHex)),
    remoteAddress: () => formatAddress(parseHexAddress(remoteHex)),
    path: () => null,
  };
}

/** Num RefCount Protocol Flags Type St Inode Path: a path may hold blanks, and newlines that cannot be told apart. */
function parseUnixLine(line: string): SeenSocket | null {
  const match = /^\S+: \S+ \S+ (\S+) (\S+) (\S+)\s+(\d+)(?: (.*))?$/.exec(line);
  if (!match) {
    return null;
  }
  const acceptsConnections = 0x10000;
  const path = match[5] ?? null;
  const isConnected = match[3] === '03';
  return {
    protocol: 'unix',
    family: 'unix',
    state: (Number.parseInt(match[1] as string, 16) & acceptsConnections) !== 0 ? 10 : isConnected ? 1 : 7,
    inode: Number(match[4]),
    uid: null,
    localPort: 0,
    remotePort: 0,
    receiveQueue: 0,
    sendQueue: 0,
    ...notTold,
    hash: hashText(path ?? ''),
    localAddress: () => null,
    remoteAddress: () => null,
    path: () => path,
  };
}

function hashText(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash, 31) + text.charCodeAt(index);
  }
  return hash | 0;
}
