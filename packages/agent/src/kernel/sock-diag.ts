import type { SharedMemory } from './libc.ts';
import type { DumpVisitor, SockDiag } from './netlink.ts';

/* Requests and answers of sock_diag(7): the layouts of linux/inet_diag.h and linux/unix_diag.h. */

const sockDiagByFamily = 20;
const everyState = 0xffff_ffff;
const attributeInfo = 2;
/** Of `struct tcp_info`, since Linux 4.1. */
const [bytesAckedAt, bytesReceivedAt, tcpInfoBytes] = [120, 128, 136];
const inetMessageBytes = 72;
const numbers = { ipv4: 2, ipv6: 10, unix: 1, tcp: 6, udp: 17 } as const;

/** One internet socket as the kernel tells it. The object is filled again for each; addresses are copied only when asked. */
export class InetDiag {
  memory: SharedMemory | null = null;
  start = 0;
  family = 0;
  state = 0;
  localPort = 0;
  remotePort = 0;
  receiveQueue = 0;
  sendQueue = 0;
  uid = 0;
  inode = 0;
  /** Since the connection began; −1 when the kernel does not say, as of anything but TCP. */
  sentBytes = -1;
  receivedBytes = -1;

  fill(memory: SharedMemory, start: number, end: number): void {
    const { view } = memory;
    this.memory = memory;
    this.start = start;
    this.readTraffic(view, start + inetMessageBytes, end);
    this.family = view.getUint8(start);
    this.state = view.getUint8(start + 1);
    this.localPort = view.getUint16(start + 4, false);
    this.remotePort = view.getUint16(start + 6, false);
    this.receiveQueue = view.getUint32(start + 56, true);
    this.sendQueue = view.getUint32(start + 60, true);
    this.uid = view.getUint32(start + 64, true);
    this.inode = view.getUint32(start + 68, true);
  }

  /** `tcp_info` of linux/tcp.h among the attributes (rtnetlink(7)) that follow. */
  private readTraffic(view: DataView, from: number, end: number): void {
    this.sentBytes = -1;
    this.receivedBytes = -1;
    for (let offset = from; offset + 4 <= end; ) {
      const length = view.getUint16(offset, true);
      if (length < 4 || offset + length > end) {
        return;
      }
      if (view.getUint16(offset + 2, true) === attributeInfo && length >= 4 + tcpInfoBytes) {
        this.sentBytes = Number(view.getBigUint64(offset + 4 + bytesAckedAt, true));
        this.receivedBytes = Number(view.getBigUint64(offset + 4 + bytesReceivedAt, true));
        return;
      }
      offset += (length + 3) & ~3;
    }
  }

  get isIpv6(): boolean {
    return this.family === numbers.ipv6;
  }

  /** 4 or 16 bytes in network order, in memory that is written again with the next messages. */
  address(which: 'local' | 'remote'): Buffer {
    const from = this.start + (which === 'local' ? 8 : 24);
    return (this.memory as SharedMemory).bytes.subarray(from, from + (this.isIpv6 ? 16 : 4));
  }

  /** A number that differs, in all likelihood, when addresses or ports do. */
  addressHash(): number {
    const { view } = this.memory as SharedMemory;
    let hash = this.localPort * 65_536 + this.remotePort;
    for (let offset = this.start + 8; offset < this.start + 40; offset += 4) {
      hash = Math.imul(hash ^ view.getUint32(offset, true), 0x9e37_79b1) ^ (hash >>> 15);
    }
    return hash;
  }
}

const inet = new InetDiag();

export function dumpInet(
  diag: SockDiag,
  family: 'ipv4' | 'ipv6',
  protocol: 'tcp' | 'udp',
  begin: () => void,
  visit: (socket: InetDiag) => void,
): boolean {
  const request = new DataView(new ArrayBuffer(56));
  request.setUint8(0, numbers[family]);
  request.setUint8(1, numbers[protocol]);
  request.setUint8(2, protocol === 'tcp' ? 1 << (attributeInfo - 1) : 0);
  request.setUint32(4, everyState, true);
  const read: DumpVisitor = (memory, start, end) => {
    if (end - start >= inetMessageBytes) {
      inet.fill(memory, start, end);
      visit(inet);
    }
  };
  return diag.dump(sockDiagByFamily, new Uint8Array(request.buffer), begin, read);
}

export class UnixDiag {
  type = 0;
  state = 0;
  inode = 0;
  receiveQueue = 0;
  sendQueue = 0;
  /** Null before Linux 5.3. */
  uid: number | null = null;
  private memory: SharedMemory | null = null;
  private nameStart = 0;
  nameLength = 0;

  fill(memory: SharedMemory, start: number, end: number): void {
    const { view } = memory;
    this.memory = memory;
    this.type = view.getUint8(start + 1);
    this.state = view.getUint8(start + 2);
    this.inode = view.getUint32(start + 4, true);
    this.uid = null;
    this.receiveQueue = 0;
    this.sendQueue = 0;
    this.nameLength = 0;
    const [attributeName, attributeQueue, attributeUid] = [0, 4, 7];
    for (let offset = start + 16; offset + 4 <= end; ) {
      const length = view.getUint16(offset, true);
      if (length < 4 || offset + length > end) {
        break;
      }
      const type = view.getUint16(offset + 2, true);
      if (type === attributeName) {
        this.nameStart = offset + 4;
        this.nameLength = length - 4;
      } else if (type === attributeQueue && length >= 12) {
        this.receiveQueue = view.getUint32(offset + 4, true);
        this.sendQueue = view.getUint32(offset + 8, true);
      } else if (type === attributeUid && length >= 8) {
        this.uid = view.getUint32(offset + 4, true);
      }
      offset += (length + 3) & ~3;
    }
  }

  /** A name without a place in the file system begins with NUL for the kernel and with `@` for people. */
  name(): string | null {
    if (this.nameLength === 0) {
      return null;
    }
    const { bytes } = this.memory as SharedMemory;
    const end = this.nameStart + this.nameLength;
    if (bytes[this.nameStart] !== 0) {
      const last = bytes[end - 1] === 0 ? end - 1 : end;
      return bytes.toString('utf8', this.nameStart, last);
    }
    return `@${bytes.toString('utf8', this.nameStart + 1, end).replaceAll('\0', '@')}`;
  }
}

const unix = new UnixDiag();

export function dumpUnix(diag: SockDiag, begin: () => void, visit: (socket: UnixDiag) => void): boolean {
  const request = new DataView(new ArrayBuffer(24));
  request.setUint8(0, numbers.unix);
  request.setUint32(4, everyState, true);
  const [showName, showQueue, showUid] = [0x1, 0x10, 0x40];
  request.setUint32(12, showName | showQueue | showUid, true);
  return diag.dump(sockDiagByFamily, new Uint8Array(request.buffer), begin, (memory, start, end) => {
    if (end - start >= 16) {
      unix.fill(memory, start, end);
      visit(unix);
    }
  });
}
