/*
 * The wire of D-Bus (D-Bus Specification, "Message Protocol"): just what it takes to call systemd and to hear it. Written in
 * little-endian; read in either.
 */

export type Value = string | number | bigint | boolean | Value[];

export interface BusMessage {
  readonly type: 'call' | 'return' | 'error' | 'signal';
  readonly replyTo: number;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly error: string;
  readonly body: readonly Value[];
}

const types = ['invalid', 'call', 'return', 'error', 'signal'] as const;
const alignments: Readonly<Record<string, number>> = {
  y: 1,
  g: 1,
  v: 1,
  n: 2,
  q: 2,
  b: 4,
  i: 4,
  u: 4,
  s: 4,
  o: 4,
  a: 4,
  x: 8,
  t: 8,
  d: 8,
  '(': 8,
  '{': 8,
};
/** What the specification allows. */
const mostBytes = 128 * 1024 * 1024;
const mostDepth = 64;

/** A method call whose arguments are texts. */
export function encodeCall(
  serial: number,
  call: {
    readonly destination: string;
    readonly path: string;
    readonly interface: string;
    readonly member: string;
    readonly texts?: readonly string[];
  },
): Buffer {
  const texts = call.texts ?? [];
  const body = new Writer();
  for (const text of texts) {
    body.string(text);
  }
  const fields = new Writer();
  const field = (code: number, signature: string, value: string): void => {
    fields.align(8);
    fields.byte(code);
    fields.signature(signature);
    if (signature === 'g') {
      fields.signature(value);
    } else {
      fields.string(value);
    }
  };
  field(1, 'o', call.path);
  field(2, 's', call.interface);
  field(3, 's', call.member);
  field(6, 's', call.destination);
  if (texts.length > 0) {
    field(8, 'g', 's'.repeat(texts.length));
  }
  const bodyBytes = body.finish();
  const fieldBytes = fields.finish();
  const head = Buffer.alloc(16);
  head.write('l', 0);
  head.writeUInt8(1, 1);
  head.writeUInt8(1, 3);
  head.writeUInt32LE(bodyBytes.length, 4);
  head.writeUInt32LE(serial, 8);
  head.writeUInt32LE(fieldBytes.length, 12);
  return Buffer.concat([head, fieldBytes, Buffer.alloc(-fieldBytes.length & 7), bodyBytes]);
}

/** Length of the message at the start of these bytes; null when its head is not whole yet. Throws when it is none. */
export function messageLength(bytes: Buffer): number | null {
  if (bytes.length < 16) {
    return null;
  }
  const little = bytes[0] === 0x6c;
  if (!little && bytes[0] !== 0x42) {
    throw new Error('not a message of D-Bus');
  }
  const [body, fields] = little ? [bytes.readUInt32LE(4), bytes.readUInt32LE(12)] : [bytes.readUInt32BE(4), bytes.readUInt32BE(12)];
  const length = 16 + fields + (-fields & 7) + body;
  if (length > mostBytes) {
    throw new Error(`a message of ${length} bytes`);
  }
  return length;
}

export function decodeMessage(bytes: Buffer): BusMessage {
  const reader = new Reader(bytes, bytes[0] === 0x6c);
  reader.offset = 12;
  const fields = new Map<number, Value>();
  for (const field of reader.value('a(yv)') as Value[][]) {
    fields.set(Number(field[0]), field[1] as Value);
  }
  reader.align(8);
  const text = (code: number) => String(fields.get(code) ?? '');
  return {
    type: types[bytes[1] ?? 0] as BusMessage['type'],
    path: text(1),
    interface: text(2),
    member: text(3),
    error: text(4),
    replyTo: Number(fields.get(5) ?? 0),
    body: reader.values(text(8)),
  };
}

class Writer {
  private parts: Buffer[] = [];
  private length = 0;

  byte(value: number): void {
    this.put(Buffer.from([value]));
  }

  align(to: number): void {
    this.put(Buffer.alloc((to - (this.length % to)) % to));
  }

  string(text: string): void {
    const bytes = Buffer.from(text);
    this.align(4);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    this.put(Buffer.concat([length, bytes, Buffer.alloc(1)]));
  }

  signature(text: string): void {
    this.put(Buffer.concat([Buffer.from([text.length]), Buffer.from(text), Buffer.alloc(1)]));
  }

  finish(): Buffer {
    return Buffer.concat(this.parts);
  }

  private put(bytes: Buffer): void {
    this.parts.push(bytes);
    this.length += bytes.length;
  }
}

class Reader {
  offset = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly little: boolean,
  ) {}

  align(to: number): void {
    this.offset += (to - (this.offset % to)) % to;
  }

  /** Values of a signature, one after the other. */
  values(signature: string, depth = 0): Value[] {
    const values: Value[] = [];
    for (let at = 0; at < signature.length; ) {
      const type = firstType(signature.slice(at));
      values.push(this.value(type, depth));
      at += type.length;
    }
    return values;
  }

  value(type: string, depth = 0): Value {
    if (depth > mostDepth) {
      throw new Error('values within values without an end');
    }
    const code = type[0] as string;
    this.align(alignments[code] ?? 1);
    switch (code) {
      case 'y':
        return this.bytes.readUInt8(this.take(1));
      case 'b':
        return this.uint32() !== 0;
      case 'n':
      case 'q':
        return this.little ? this.bytes.readUInt16LE(this.take(2)) : this.bytes.readUInt16BE(this.take(2));
      case 'i':
        return this.little ? this.bytes.readInt32LE(this.take(4)) : this.bytes.readInt32BE(this.take(4));
      case 'u':
      case 'h':
        return this.uint32();
      case 'x':
      case 't':
        return this.little ? this.bytes.readBigUInt64LE(this.take(8)) : this.bytes.readBigUInt64BE(this.take(8));
      case 'd':
        return this.little ? this.bytes.readDoubleLE(this.take(8)) : this.bytes.readDoubleBE(this.take(8));
      case 's':
      case 'o':
        return this.text(this.uint32());
      case 'g':
        return this.text(this.bytes.readUInt8(this.take(1)));
      case 'v':
        return this.value(this.text(this.bytes.readUInt8(this.take(1))), depth + 1);
      case '(':
      case '{':
        return this.values(type.slice(1, -1), depth + 1);
      case 'a':
        return this.array(type.slice(1), depth + 1);
      default:
        throw new Error(`a value of type ${code}`);
    }
  }

  private array(type: string, depth: number): Value[] {
    const length = this.uint32();
    this.align(alignments[type[0] as string] ?? 1);
    const end = this.offset + length;
    if (end > this.bytes.length) {
      throw new Error('a list that is longer than its message');
    }
    const values: Value[] = [];
    while (this.offset < end) {
      values.push(this.value(type, depth));
    }
    return values;
  }

  private uint32(): number {
    this.align(4);
    return this.little ? this.bytes.readUInt32LE(this.take(4)) : this.bytes.readUInt32BE(this.take(4));
  }

  private text(length: number): string {
    const start = this.take(length + 1);
    return this.bytes.toString('utf8', start, start + length);
  }

  private take(count: number): number {
    const at = this.offset;
    this.offset += count;
    if (this.offset > this.bytes.length) {
      throw new Error('a message that ends too early');
    }
    return at;
  }
}

/** The first complete type of a signature. */
function firstType(signature: string): string {
  const code = signature[0] as string;
  if (code === 'a') {
    return `a${firstType(signature.slice(1))}`;
  }
  if (code !== '(' && code !== '{') {
    return code;
  }
  let depth = 0;
  for (let at = 0; at < signature.length; at++) {
    const one = signature[at] as string;
    depth += one === '(' || one === '{' ? 1 : one === ')' || one === '}' ? -1 : 0;
    if (depth === 0) {
      return signature.slice(0, at + 1);
    }
  }
  throw new Error('a signature without an end');
}
