/** Grows as needed; integers are LEB128, signed ones zigzag. Used by the column and block codecs only. */
export class ByteSink {
  bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity);
  }

  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) {
      return;
    }
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** A whole number from 0 to 2^53. */
  unsigned(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= 0x80000000) {
      this.bytes[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest >= 128) {
      this.bytes[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  /** A whole number from −2^52 to 2^52. */
  signed(value: number): void {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value);
  }

  append(other: Uint8Array): void {
    this.reserve(other.length);
    this.bytes.set(other, this.length);
    this.length += other.length;
  }

  clear(): void {
    this.length = 0;
  }

  view(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }
}

/** The bytes are not what this codec wrote. */
export class DamagedBytes extends Error {
  constructor(reason: string) {
    super(`damaged block: ${reason}`);
    this.name = 'DamagedBytes';
  }
}

/** Reads what a ByteSink wrote. Every read past the end throws DamagedBytes. */
export class ByteSource {
  offset: number;

  constructor(
    readonly bytes: Uint8Array,
    offset = 0,
    readonly end = bytes.length,
  ) {
    this.offset = offset;
  }

  byte(): number {
    if (this.offset >= this.end) {
      throw new DamagedBytes('it ends too early');
    }
    return this.bytes[this.offset++] as number;
  }

  unsigned(): number {
    let value = this.byte();
    if (value < 128) {
      return value;
    }
    value &= 127;
    let scale = 128;
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) {
        return value;
      }
      scale *= 128;
      if (scale > 2 ** 56) {
        throw new DamagedBytes('a number is too large');
      }
    }
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  take(count: number): Uint8Array {
    if (count > this.end - this.offset) {
      throw new DamagedBytes('it ends too early');
    }
    const taken = this.bytes.subarray(this.offset, this.offset + count);
    this.offset += count;
    return taken;
  }
}
