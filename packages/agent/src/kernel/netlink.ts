import { errnos, KernelError } from './errno.ts';
import { allocateShared, lastErrno, libc, requireSuccess, type SharedMemory } from './libc.ts';

/*
 * One NETLINK_SOCK_DIAG conversation: a dump is asked, and its messages are handed out one by one. A dump that the
 * kernel cut (overflow) or that changed while it was told is asked again, a few times.
 */

const [familyNetlink, typeRaw, protocolSockDiag] = [16, 3, 4];
const closeOnExec = 0o2000000;
const [solSocket, receiveTimeout, receiveBuffer] = [1, 20, 8];
const messageTruncated = 0x20;
const [typeNoop, typeError, typeDone] = [1, 2, 3];
const [flagRequest, flagDump, flagInterrupted] = [0x1, 0x300, 0x10];
const headerBytes = 16;
const attempts = 4;

/** `view` holds the payload between `start` and `end`, during the call only. */
export type DumpVisitor = (memory: SharedMemory, start: number, end: number) => void;

export class SockDiag {
  private socket = -1;
  private sequence = 0;
  private readonly request = allocateShared(128);
  private readonly answer = allocateShared(256 * 1024);

  /**
   * Asks for a dump of `type` with this payload. `begin` is called before each attempt, so that what an interrupted
   * one told can be forgotten. True when the last attempt was whole; false when the host changes too fast for that,
   * and what was told is nearly right. Throws KernelError when the kernel refuses (no such module, no right).
   */
  dump(type: number, payload: Uint8Array, begin: () => void, visit: DumpVisitor): boolean {
    for (let attempt = 1; ; attempt++) {
      begin();
      const outcome = this.attempt(type, payload, visit);
      if (outcome === 'whole') {
        return true;
      }
      if (attempt >= attempts) {
        return false;
      }
    }
  }

  close(): void {
    if (this.socket >= 0) {
      libc.close(this.socket);
      this.socket = -1;
    }
  }

  private open(): void {
    if (this.socket >= 0) {
      return;
    }
    this.socket = requireSuccess('socket(netlink)', libc.socket(familyNetlink, typeRaw | closeOnExec, protocolSockDiag));
    const option = allocateShared(16);
    option.view.setBigInt64(0, 2n, true);
    // A dump is answered at once; the limit only keeps a broken kernel from holding the agent.
    libc.setsockopt(this.socket, solSocket, receiveTimeout, option.address, 16);
    option.view.setInt32(0, 1024 * 1024, true);
    libc.setsockopt(this.socket, solSocket, receiveBuffer, option.address, 4);
  }

  private attempt(type: number, payload: Uint8Array, visit: DumpVisitor): 'whole' | 'interrupted' {
    this.open();
    const sequence = ++this.sequence;
    const { view, bytes, address } = this.request;
    const length = headerBytes + payload.length;
    view.setUint32(0, length, true);
    view.setUint16(4, type, true);
    view.setUint16(6, flagRequest | flagDump, true);
    view.setUint32(8, sequence, true);
    view.setUint32(12, 0, true);
    bytes.set(payload, headerBytes);
    this.retrying('sendto', () => libc.sendto(this.socket, address, length, 0, null, 0));
    let interrupted = false;
    for (;;) {
      const received = this.retrying('recv', () => libc.recv(this.socket, this.answer.address, this.answer.bytes.length, messageTruncated));
      if (received < 0 || received > this.answer.bytes.length) {
        // What the kernel still has of this dump is dropped with the socket.
        this.close();
        return 'interrupted';
      }
      const state = this.readMessages(received, sequence, visit);
      interrupted ||= state.interrupted;
      if (state.done) {
        return interrupted ? 'interrupted' : 'whole';
      }
    }
  }

  /** Repeats a call that a signal broke. −1 when the kernel had to drop messages. */
  private retrying(call: string, run: () => number): number {
    for (;;) {
      const result = run();
      if (result >= 0) {
        return result;
      }
      const errno = lastErrno();
      if (errno === errnos.EINTR) {
        continue;
      }
      if (errno === errnos.ENOBUFS) {
        return -1;
      }
      this.close();
      throw new KernelError(call, errno);
    }
  }

  private readMessages(received: number, sequence: number, visit: DumpVisitor): { readonly done: boolean; readonly interrupted: boolean } {
    const { view } = this.answer;
    let interrupted = false;
    for (let offset = 0; offset + headerBytes <= received; ) {
      const length = view.getUint32(offset, true);
      if (length < headerBytes || offset + length > received) {
        break;
      }
      const type = view.getUint16(offset + 4, true);
      if (view.getUint32(offset + 8, true) === sequence) {
        interrupted ||= (view.getUint16(offset + 6, true) & flagInterrupted) !== 0;
        if (type === typeDone || type === typeError) {
          const errno = length >= headerBytes + 4 ? -view.getInt32(offset + headerBytes, true) : 0;
          if (errno > 0) {
            this.close();
            throw new KernelError('sock_diag', errno);
          }
          return { done: true, interrupted };
        }
        if (type !== typeNoop) {
          visit(this.answer, offset + headerBytes, offset + length);
        }
      }
      offset += (length + 3) & ~3;
    }
    return { done: false, interrupted };
  }
}
