import type { SocketRow, SocketSnapshot } from '@vigie/contract/agent';
import { type HostTree, KernelError, SockDiag } from '../../kernel/index.ts';
import type { ProcessTable } from '../processes/index.ts';
import type { Users } from '../users.ts';
import { socketState } from './addresses.ts';
import { dumpByNetlink, type SocketSource } from './netlink.ts';
import { SocketOwners } from './owners.ts';
import { parseProcnet, procnetFile } from './procnet.ts';
import type { SeenSocket } from './seen.ts';

export interface SocketTableDeps {
  readonly tree: HostTree;
  readonly users: Users;
  readonly processes: ProcessTable;
  readonly monotonicMs?: () => number;
  /** False reads `/proc/net` only: for captured trees. */
  readonly netlink?: boolean;
}

const sources: readonly SocketSource[] = [
  { protocol: 'tcp', family: 'ipv4' },
  { protocol: 'tcp', family: 'ipv6' },
  { protocol: 'udp', family: 'ipv4' },
  { protocol: 'udp', family: 'ipv6' },
  { protocol: 'unix', family: 'unix' },
];
/** The processes of the last round are good enough for this long. */
const processAgeMs = 900;

/** One socket between two rounds. */
interface TrackedSocket {
  row: SocketRow;
  round: number;
  hash: number;
  state: number;
  /** Since it began, as last told and as last accounted for; −1 is not known. */
  sentBytes: number;
  receivedBytes: number;
  countedSent: number;
  countedReceived: number;
}

/**
 * Every socket of the host, kept from round to round, with the process that holds it. A row that did not change stays
 * the same object. Only the network of the agent itself is seen: a container has its own.
 */
export class SocketTable {
  private readonly tracked = new Map<number | string, TrackedSocket>();
  private readonly diag = new SockDiag();
  private readonly owners: SocketOwners;
  private readonly refused = new Set<SocketSource>();
  private changed = new Map<string, SocketRow>();
  private gone = new Set<string>();
  private round = 0;
  private timeMs = 0;
  private scannedAt = Number.NEGATIVE_INFINITY;
  private readonly monotonicMs: () => number;

  constructor(private readonly deps: SocketTableDeps) {
    this.monotonicMs = deps.monotonicMs ?? (() => performance.now());
    this.owners = new SocketOwners({ tree: deps.tree, monotonicMs: this.monotonicMs });
  }

  get size(): number {
    return this.tracked.size;
  }

  *rows(): Generator<SocketRow> {
    for (const socket of this.tracked.values()) {
      yield socket.row;
    }
  }

  /** One round, and what changed since the last call of `refresh` or `full`. */
  refresh(nowMs: number): SocketSnapshot {
    this.scan(nowMs);
    return this.take(false, [...this.changed.values()], [...this.gone]);
  }

  /** One round, and every row: what a new session needs. */
  full(nowMs: number): SocketSnapshot {
    this.scan(nowMs);
    return this.take(true, [...this.rows()], []);
  }

  /** One round when the last is older than `maxAgeMs`; changes are kept for the next `refresh`. */
  scanIfOlder(nowMs: number, maxAgeMs: number): void {
    if (this.monotonicMs() - this.scannedAt >= maxAgeMs) {
      this.scan(nowMs);
    }
  }

  private scan(nowMs: number): void {
    this.round++;
    const { processes } = this.deps;
    processes.scanIfOlder(nowMs, processAgeMs);
    this.owners.touch(processes.takeDescriptorChanges(), (pid) => processes.get(pid)?.kernel === false);
    const unknown = new Set<number>();
    for (const source of sources) {
      this.read(source, (socket) => this.note(socket, unknown));
    }
    this.owners.resolve(unknown, () => this.userProcesses());
    this.settle();
    this.timeMs = nowMs;
    const scannedAt = this.monotonicMs();
    this.countTraffic(scannedAt - this.scannedAt);
    this.scannedAt = scannedAt;
  }

  /** What each process sent and received by TCP since the last round. */
  private countTraffic(elapsedMs: number): void {
    const traffic = new Map<number, { sent: number; received: number }>();
    for (const socket of this.tracked.values()) {
      const { pid } = socket.row;
      if (socket.sentBytes < 0 || pid === null) {
        continue;
      }
      const sent = Math.max(0, socket.sentBytes - socket.countedSent);
      const received = Math.max(0, socket.receivedBytes - socket.countedReceived);
      socket.countedSent = socket.sentBytes;
      socket.countedReceived = socket.receivedBytes;
      if (sent > 0 || received > 0) {
        const sum = traffic.get(pid) ?? { sent: 0, received: 0 };
        traffic.set(pid, { sent: sum.sent + sent, received: sum.received + received });
      }
    }
    const isTold = this.deps.netlink !== false && !sources.some((source) => source.protocol === 'tcp' && this.refused.has(source));
    if (isTold && Number.isFinite(elapsedMs) && elapsedMs > 0) {
      this.deps.processes.setTraffic(traffic, elapsedMs / 1000);
    }
  }

  close(): void {
    this.diag.close();
  }

  private take(full: boolean, rows: readonly SocketRow[], gone: readonly string[]): SocketSnapshot {
    this.changed = new Map();
    this.gone = new Set();
    return { timeMs: this.timeMs, full, rows, gone, ownersHidden: this.owners.hasDenied };
  }

  private userProcesses(): number[] {
    const pids: number[] = [];
    for (const row of this.deps.processes.rows()) {
      if (!row.kernel) {
        pids.push(row.pid);
      }
    }
    return pids;
  }

  private read(source: SocketSource, visit: (socket: SeenSocket) => void): void {
    if (this.deps.netlink !== false && !this.refused.has(source)) {
      try {
        // A dump that is asked again tells most of it twice, which does no harm: sockets are known by their key.
        dumpByNetlink(this.diag, source, () => {}, visit);
        return;
      } catch (error) {
        if (!(error instanceof KernelError)) {
          throw error;
        }
        this.refused.add(source);
      }
    }
    parseProcnet(this.deps.tree.text(`/proc/net/${procnetFile(source)}`) ?? '', source, visit);
  }

  private note(socket: SeenSocket, unknown: Set<number>): void {
    const key = keyOf(socket);
    const known = this.tracked.get(key);
    const pid = socket.inode === 0 ? null : this.owners.owner(socket.inode);
    if (pid === null && socket.inode !== 0) {
      unknown.add(socket.inode);
    }
    if (known && known.hash === socket.hash && known.state === socket.state && isSame(known.row, socket)) {
      known.round = this.round;
      known.sentBytes = socket.sentBytes;
      known.receivedBytes = socket.receivedBytes;
      return;
    }
    const { round } = this;
    const { hash, state, sentBytes, receivedBytes } = socket;
    const row = this.buildRow(socket, key, pid);
    // What was there at the first look is counted from there; what came later from its beginning.
    const isFirst = round === 1;
    const countedSent = known?.countedSent ?? (isFirst ? sentBytes : 0);
    const countedReceived = known?.countedReceived ?? (isFirst ? receivedBytes : 0);
    this.tracked.set(key, { row, round, hash, state, sentBytes, receivedBytes, countedSent, countedReceived });
    this.changed.set(row.id, row);
    this.gone.delete(row.id);
  }

  private buildRow(socket: SeenSocket, key: number | string, pid: number | null): SocketRow {
    const isInternet = socket.protocol !== 'unix';
    const hasPeer = isInternet && (socket.remotePort !== 0 || (socket.protocol === 'udp' && socket.state === 1));
    return {
      id: typeof key === 'string' ? key : `${socket.protocol}:${socket.inode}`,
      protocol: socket.protocol,
      family: socket.family,
      state: socketState(socket.protocol, socket.state),
      localAddress: socket.localAddress(),
      localPort: isInternet ? socket.localPort : null,
      remoteAddress: hasPeer ? socket.remoteAddress() : null,
      remotePort: hasPeer ? socket.remotePort : null,
      path: socket.path(),
      uid: socket.uid,
      user: socket.uid === null ? null : this.deps.users.user(socket.uid),
      pid,
      processName: pid === null ? null : (this.deps.processes.get(pid)?.name ?? null),
      receiveQueueBytes: socket.receiveQueue,
      sendQueueBytes: socket.sendQueue,
    };
  }

  /** Owners that were found or lost since the row was made, and sockets that are closed. */
  private settle(): void {
    for (const [key, socket] of this.tracked) {
      if (socket.round !== this.round) {
        this.tracked.delete(key);
        this.changed.delete(socket.row.id);
        this.gone.add(socket.row.id);
        continue;
      }
      if (typeof key === 'string') {
        continue;
      }
      const pid = this.owners.owner(inodeOf(key));
      const processName = pid === null ? null : (this.deps.processes.get(pid)?.name ?? null);
      if (pid !== socket.row.pid || processName !== socket.row.processName) {
        socket.row = { ...socket.row, pid, processName };
        this.changed.set(socket.row.id, socket.row);
      }
    }
  }
}

const protocolNumbers = { tcp: 0, udp: 1, unix: 2 } as const;

/** Inodes name sockets, but one that only waits for its end (TIME_WAIT, SYN_RECV) has none: then its addresses do. */
function keyOf(socket: SeenSocket): number | string {
  if (socket.inode !== 0) {
    return socket.inode * 4 + protocolNumbers[socket.protocol];
  }
  return `${socket.protocol}:${socket.localAddress()}:${socket.localPort}-${socket.remoteAddress()}:${socket.remotePort}`;
}

function inodeOf(key: number): number {
  return Math.floor(key / 4);
}

function isSame(row: SocketRow, socket: SeenSocket): boolean {
  return row.receiveQueueBytes === socket.receiveQueue && row.sendQueueBytes === socket.sendQueue && row.uid === socket.uid;
}
