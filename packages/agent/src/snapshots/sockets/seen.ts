/** One socket of a dump, whichever way it was read. Texts are made only for a socket that is new or changed. */
export interface SeenSocket {
  readonly protocol: 'tcp' | 'udp' | 'unix';
  readonly family: 'ipv4' | 'ipv6' | 'unix';
  readonly state: number;
  readonly inode: number;
  readonly uid: number | null;
  readonly localPort: number;
  readonly remotePort: number;
  readonly receiveQueue: number;
  readonly sendQueue: number;
  /** Since the connection began; −1 when it is not known. */
  readonly sentBytes: number;
  readonly receivedBytes: number;
  /** Differs when addresses, ports or the path do. */
  readonly hash: number;
  localAddress(): string | null;
  remoteAddress(): string | null;
  path(): string | null;
}

export type SeenVisitor = (socket: SeenSocket) => void;
