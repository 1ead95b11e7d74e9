/*
 * One file of the spool: a head that names the stream, then records. Numbers are little-endian.
 *   head    "VGSP", format u8, length u16, CRC-32 u32, then the stream's name in UTF-8
 *   record  length of the rest u32, CRC-32 of the rest u32, then: sequence u48, kind u8, 0 u8, time f64, payload
 */
const magic = 0x50534756;
const format = 1;
const headBytes = 11;
const prefixBytes = 8;
const fixedBytes = 16;
/** A record larger than this is damage, not data. */
const mostRecordBytes = 16 * 1024 * 1024;

export const recordKinds = { item: 0, loss: 1 } as const;

export interface SpoolRecord {
  readonly sequence: number;
  readonly kind: number;
  /** Milliseconds since 1970 by the clock of the host. */
  readonly timeMs: number;
  readonly payload: Uint8Array;
}

export function encodeHead(stream: string): Uint8Array {
  const name = Buffer.from(stream);
  const bytes = Buffer.alloc(headBytes + name.length);
  bytes.writeUInt32LE(magic, 0);
  bytes.writeUInt8(format, 4);
  bytes.writeUInt16LE(name.length, 5);
  bytes.writeUInt32LE(Bun.hash.crc32(name), 7);
  name.copy(bytes, headBytes);
  return bytes;
}

export function encodeRecord({ sequence, kind, timeMs, payload }: SpoolRecord): Uint8Array {
  const bytes = Buffer.alloc(prefixBytes + fixedBytes + payload.length);
  bytes.writeUInt32LE(fixedBytes + payload.length, 0);
  bytes.writeUIntLE(sequence, 8, 6);
  bytes.writeUInt8(kind, 14);
  bytes.writeDoubleLE(timeMs, 16);
  bytes.set(payload, prefixBytes + fixedBytes);
  bytes.writeUInt32LE(Bun.hash.crc32(bytes.subarray(prefixBytes)), 4);
  return bytes;
}

/** Reads one segment from its start. It ends at the first thing that is no whole record: what follows cannot be trusted. */
export class SegmentReader {
  /** Null when the head is damaged; there is then nothing to read. */
  readonly stream: string | null;
  /** True when bytes were left that are no whole record; the reader of the losses takes it back. */
  damaged: boolean;
  private readonly bytes: Buffer;
  private offset: number;

  constructor(content: Uint8Array) {
    this.bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    this.stream = readHead(this.bytes);
    this.offset = this.stream === null ? this.bytes.length : headBytes + Buffer.byteLength(this.stream);
    this.damaged = this.stream === null;
  }

  next(): SpoolRecord | null {
    const { bytes, offset } = this;
    if (offset === bytes.length) {
      return null;
    }
    const length = offset + prefixBytes <= bytes.length ? bytes.readUInt32LE(offset) : 0;
    const start = offset + prefixBytes;
    const end = start + length;
    if (length < fixedBytes || length > mostRecordBytes || end > bytes.length) {
      return this.end();
    }
    const rest = bytes.subarray(start, end);
    if (Bun.hash.crc32(rest) !== bytes.readUInt32LE(offset + 4)) {
      return this.end();
    }
    this.offset = end;
    return {
      sequence: rest.readUIntLE(0, 6),
      kind: rest.readUInt8(6),
      timeMs: rest.readDoubleLE(8),
      payload: rest.subarray(fixedBytes),
    };
  }

  /** The rest makes no sense to the one who reads. */
  fail(): void {
    this.damaged = true;
    this.offset = this.bytes.length;
  }

  private end(): null {
    this.fail();
    return null;
  }
}

function readHead(bytes: Buffer): string | null {
  if (bytes.length < headBytes || bytes.readUInt32LE(0) !== magic || bytes.readUInt8(4) !== format) {
    return null;
  }
  const name = bytes.subarray(headBytes, headBytes + bytes.readUInt16LE(5));
  return name.length === bytes.readUInt16LE(5) && Bun.hash.crc32(name) === bytes.readUInt32LE(7) ? name.toString() : null;
}
