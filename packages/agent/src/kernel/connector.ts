import { errnos, isDenied, KernelError } from './errno.ts';
import { allocateShared, lastErrno, libc, requireSuccess } from './libc.ts';

/*
 * The process connector (cn_proc): the kernel tells each program that is executed and each process that ends. The descriptor
 * is read by the runtime's own loop, so that a process is looked at while it still lives.
 */

const [familyNetlink, typeDatagram, protocolConnector] = [16, 2, 11];
const [closeOnExec, nonBlocking] = [0o2000000, 0o4000];
const [solSocket, receiveBuffer, receiveBufferForce] = [1, 8, 33];
const dontWait = 0x40;
const connectorProcess = 1;
const [listen, ignore] = [1, 2];
const [whatAck, whatExec, whatExit] = [0, 0x2, 0x80000000];
const [netlinkBytes, connectorBytes] = [16, 20];
const eventAt = netlinkBytes + connectorBytes;
const messageBytes = eventAt + 40;
/** Some ten thousand messages: what a host starts while the agent is busy with something else. */
const bufferBytes = 8 * 1024 * 1024;
const clockMonotonic = 1;

export interface ProcessConnectorEvents {
  /** A program is executed in this process; `atMs` is on the clock that never jumps. */
  executed(pid: number, atMs: number): void;
  /** A process ended; `status` is as wait(2) tells it. */
  exited(pid: number, parentPid: number, status: number, atMs: number): void;
  /** All of what came at once has been told. */
  paused(): void;
  /** The kernel had no room and dropped an unknown number. */
  overflowed(): void;
  /** Nothing more will come. */
  failed(error: unknown): void;
}

export class ProcessConnector {
  private closed = false;
  private reader: { cancel(): Promise<void> } | null = null;

  private constructor(
    private readonly socket: number,
    private readonly events: ProcessConnectorEvents,
  ) {}

  /**
   * Null when this host does not tell us: no right, a container (only the first namespaces are told), a kernel without it.
   * Throws KernelError for anything else.
   */
  static open(events: ProcessConnectorEvents, buffer = bufferBytes): ProcessConnector | null {
    const socket = libc.socket(familyNetlink, typeDatagram | closeOnExec | nonBlocking, protocolConnector);
    if (socket < 0) {
      return null;
    }
    const connector = new ProcessConnector(socket, events);
    try {
      if (!connector.bind(buffer) || !connector.subscribe()) {
        connector.close();
        return null;
      }
    } catch (error) {
      connector.close();
      throw error;
    }
    void connector.read();
    return connector;
  }

  /** May be called twice. */
  close(): void {
    if (this.closed) {
      return;
    }
    this.closed = true;
    // Kernels before 6.6 go on making messages until the last listener has said so.
    this.send(ignore, null, 0);
    void this.reader?.cancel().catch(() => undefined);
    libc.close(this.socket);
  }

  private bind(buffer: number): boolean {
    const option = allocateShared(4);
    option.view.setInt32(0, buffer, true);
    if (libc.setsockopt(this.socket, solSocket, receiveBufferForce, option.address, 4) < 0) {
      libc.setsockopt(this.socket, solSocket, receiveBuffer, option.address, 4);
    }
    const address = allocateShared(12);
    address.view.setUint16(0, familyNetlink, true);
    address.view.setUint32(8, connectorProcess, true);
    if (libc.bind(this.socket, address.address, 12) < 0) {
      const errno = lastErrno();
      if (isDenied(errno)) {
        return false;
      }
      throw new KernelError('bind(connector)', errno);
    }
    return true;
  }

  /** The answer to the first request shows whether the kernel tells us anything; a filtered one would be filtered out itself. */
  private subscribe(): boolean {
    const mark = 1 + Math.floor(Math.random() * 0x7fff_fffe);
    if (!this.send(listen, null, mark)) {
      return false;
    }
    const answer = allocateShared(4096);
    for (;;) {
      const length = libc.recv(this.socket, answer.address, 4096, dontWait);
      if (length < 0) {
        const errno = lastErrno();
        if (errno === errnos.EINTR || errno === errnos.ENOBUFS) {
          continue;
        }
        return false;
      }
      if (length >= messageBytes && answer.view.getUint32(eventAt, true) === whatAck && answer.view.getUint32(28, true) === mark + 1) {
        // Since Linux 6.6 the kernel leaves the rest out; older ones do not know this form and go on with everything.
        return answer.view.getInt32(eventAt + 16, true) === 0 && this.send(listen, whatExec + whatExit, mark);
      }
    }
  }

  private send(operation: number, filter: number | null, mark: number): boolean {
    const payload = filter === null ? 4 : 8;
    const { view, address } = allocateShared(eventAt + payload);
    view.setUint32(0, eventAt + payload, true);
    view.setUint16(4, 3, true);
    view.setUint32(netlinkBytes, connectorProcess, true);
    view.setUint32(netlinkBytes + 4, connectorProcess, true);
    view.setUint32(netlinkBytes + 12, mark, true);
    view.setUint16(netlinkBytes + 16, payload, true);
    view.setUint32(eventAt, operation, true);
    if (filter !== null) {
      view.setUint32(eventAt + 4, filter, true);
    }
    return libc.sendto(this.socket, address, eventAt + payload, 0, null, 0) >= 0;
  }

  /** An overflow ends a stream, and only the stream: the descriptor is read on. */
  private async read(): Promise<void> {
    while (!this.closed) {
      try {
        const reader = Bun.file(this.socket).stream().getReader();
        this.reader = reader;
        for (;;) {
          const { done, value } = await reader.read();
          if (this.closed) {
            return;
          }
          if (done) {
            this.events.failed(new Error('the process connector was closed'));
            return;
          }
          this.take(value);
        }
      } catch (error) {
        if (this.closed) {
          return;
        }
        if ((error as { code?: string }).code !== 'ENOBUFS') {
          this.events.failed(error);
          return;
        }
        this.events.overflowed();
      }
    }
  }

  private take(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let offset = 0;
    while (offset + messageBytes <= bytes.length) {
      const length = view.getUint32(offset, true);
      if (length < netlinkBytes) {
        break;
      }
      const event = offset + eventAt;
      const what = view.getUint32(event, true);
      const [pid, group] = [view.getUint32(event + 16, true), view.getUint32(event + 20, true)];
      // Threads end too; only the process counts.
      if (pid === group) {
        const atMs = Number(view.getBigUint64(event + 8, true)) / 1e6;
        if (what === whatExec) {
          this.events.executed(pid, atMs);
        } else if (what === whatExit) {
          this.events.exited(pid, view.getUint32(event + 36, true), view.getUint32(event + 24, true), atMs);
        }
      }
      offset += (length + 3) & ~3;
    }
    if (offset < bytes.length) {
      // A message that did not fit into the last piece of the runtime's buffer.
      this.events.overflowed();
    }
    this.events.paused();
  }
}

const clockMemory = allocateShared(16);

/** The clock of the connector: milliseconds since boot, never set by anybody. */
export function kernelMonotonicMs(): number {
  requireSuccess('clock_gettime', libc.clock_gettime(clockMonotonic, clockMemory.address));
  return Number(clockMemory.view.getBigInt64(0, true)) * 1000 + Number(clockMemory.view.getBigInt64(8, true)) / 1e6;
}
