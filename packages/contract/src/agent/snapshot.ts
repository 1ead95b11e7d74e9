/**
 * What the agent tells about processes and sockets. Plain types without a schema library:
 * the library costs the agent about 15 MB, and the server checks what arrives.
 */

/** One process as the kernel tells it. Null is not known; when privileges hide it, the member's name is in `hidden`. */
export interface ProcessRow {
  readonly pid: number;
  /** Clock ticks since boot; with pid, the identity. */
  readonly startTicks: number;
  readonly startedAtMs: number;
  readonly ppid: number;
  readonly name: string;
  readonly exe: string | null;
  readonly uid: number;
  readonly user: string;
  /** The kernel's letter: R S D T t Z X I. */
  readonly state: string;
  /** Cores used over the last interval, 1 is one whole core. Null on the first sight. */
  readonly cpuCores: number | null;
  readonly cpuSeconds: number;
  readonly rssBytes: number | null;
  readonly sharedBytes: number | null;
  readonly virtualBytes: number | null;
  readonly swapBytes: number | null;
  /** Memory nobody shares (private clean and dirty). Costly: measured for a few processes per round. */
  readonly uniqueBytes: number | null;
  readonly nice: number;
  readonly priority: number;
  readonly threads: number;
  readonly cmdline: readonly string[];
  readonly openFiles: number | null;
  readonly readBytesPerSecond: number | null;
  readonly writeBytesPerSecond: number | null;
  /** Of its TCP connections, over the last interval; a connection that began and ended within one is not counted. Absent is not known. */
  readonly receivedBytesPerSecond?: number | null;
  readonly sentBytesPerSecond?: number | null;
  readonly unit: string | null;
  readonly container: string | null;
  readonly kernel: boolean;
  readonly deleted: boolean;
  readonly hidden: readonly ProcessRowHideable[];
}

export type ProcessRowHideable =
  | 'exe'
  | 'openFiles'
  | 'readBytesPerSecond'
  | 'writeBytesPerSecond'
  | 'uniqueBytes'
  | 'swapBytes'
  | 'cmdline'
  | 'sockets';

export interface SocketRow {
  /** Protocol and inode: `tcp:12345`. */
  readonly id: string;
  readonly protocol: 'tcp' | 'udp' | 'unix';
  readonly family: 'ipv4' | 'ipv6' | 'unix';
  /** LISTEN, ESTABLISHED, … as `ss` and psutil name them; UDP without a peer is NONE. */
  readonly state: string;
  readonly localAddress: string | null;
  readonly localPort: number | null;
  readonly remoteAddress: string | null;
  readonly remotePort: number | null;
  readonly path: string | null;
  readonly uid: number | null;
  readonly user: string | null;
  readonly pid: number | null;
  readonly processName: string | null;
  readonly receiveQueueBytes: number | null;
  readonly sendQueueBytes: number | null;
}

/** Rows that are new or changed since the previous message of this session, or all of them when `full`. */
export interface ProcessSnapshot {
  readonly timeMs: number;
  /** Time since the previous measure, which the rates are over; 0 for the first. */
  readonly intervalMs: number;
  readonly full: boolean;
  readonly rows: readonly ProcessRow[];
  readonly gone: readonly number[];
  /** True: the rest of this snapshot is in the next messages, and nothing of it counts before the last has come. Absent is false. */
  readonly more?: boolean;
}

export interface SocketSnapshot {
  readonly timeMs: number;
  readonly full: boolean;
  readonly rows: readonly SocketRow[];
  readonly gone: readonly string[];
  /** True when privileges hide the owner of some sockets. */
  readonly ownersHidden: boolean;
  /** As in `ProcessSnapshot`. */
  readonly more?: boolean;
}
