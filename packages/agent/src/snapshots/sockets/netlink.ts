import { dumpInet, dumpUnix, type InetDiag, type SockDiag, type UnixDiag } from '../../kernel/index.ts';
import { formatAddress } from './addresses.ts';
import type { SeenSocket, SeenVisitor } from './seen.ts';

/** One view of a socket of the kernel's dump; filled again for each. */
class SeenInet implements SeenSocket {
  private socket: InetDiag | null = null;
  constructor(
    readonly protocol: 'tcp' | 'udp',
    readonly family: 'ipv4' | 'ipv6',
  ) {}

  point(socket: InetDiag): this {
    this.socket = socket;
    return this;
  }
  private get current(): InetDiag {
    return this.socket as InetDiag;
  }
  get state(): number {
    return this.current.state;
  }
  get inode(): number {
    return this.current.inode;
  }
  get uid(): number {
    return this.current.uid;
  }
  get localPort(): number {
    return this.current.localPort;
  }
  get remotePort(): number {
    return this.current.remotePort;
  }
  get receiveQueue(): number {
    return this.current.receiveQueue;
  }
  get sendQueue(): number {
    return this.current.sendQueue;
  }
  get sentBytes(): number {
    return this.current.sentBytes;
  }
  get receivedBytes(): number {
    return this.current.receivedBytes;
  }
  get hash(): number {
    return this.current.addressHash();
  }
  localAddress(): string {
    return formatAddress(this.current.address('local'));
  }
  remoteAddress(): string {
    return formatAddress(this.current.address('remote'));
  }
  path(): null {
    return null;
  }
}

class SeenUnix implements SeenSocket {
  readonly protocol = 'unix';
  readonly family = 'unix';
  readonly localPort = 0;
  readonly remotePort = 0;
  readonly sentBytes = -1;
  readonly receivedBytes = -1;
  private socket: UnixDiag | null = null;

  point(socket: UnixDiag): this {
    this.socket = socket;
    return this;
  }
  private get current(): UnixDiag {
    return this.socket as UnixDiag;
  }
  get state(): number {
    return this.current.state;
  }
  get inode(): number {
    return this.current.inode;
  }
  get uid(): number | null {
    return this.current.uid;
  }
  /** Of a listening socket the kernel tells who waits and how many may; of another one it tells bytes. */
  get receiveQueue(): number {
    return this.current.receiveQueue;
  }
  get sendQueue(): number {
    return this.current.sendQueue;
  }
  get hash(): number {
    return this.current.nameLength;
  }
  localAddress(): null {
    return null;
  }
  remoteAddress(): null {
    return null;
  }
  path(): string | null {
    return this.current.name();
  }
}

export interface SocketSource {
  readonly protocol: 'tcp' | 'udp' | 'unix';
  readonly family: 'ipv4' | 'ipv6' | 'unix';
}

/** Asks the kernel for every socket of one kind. `begin` says that what was told before is void. Throws KernelError. */
export function dumpByNetlink(diag: SockDiag, source: SocketSource, begin: () => void, visit: SeenVisitor): void {
  if (source.protocol === 'unix' || source.family === 'unix') {
    const seen = new SeenUnix();
    dumpUnix(diag, begin, (socket) => visit(seen.point(socket)));
    return;
  }
  const seen = new SeenInet(source.protocol, source.family);
  dumpInet(diag, source.family, source.protocol, begin, (socket) => visit(seen.point(socket)));
}
