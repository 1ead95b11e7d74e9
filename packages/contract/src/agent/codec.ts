import type { AgentMessage, AgentMessageType, Frame, MetricSeries } from './messages.ts';

/*
 * One WebSocket binary message is one byte of type and a payload. `frame` has a payload of its own, since it
 * is most of the traffic: numbers as varints and doubles, and dictionaries of streams and series that live as long as the
 * session. Every other payload is JSON in UTF-8. Numbers are little-endian; varints are LEB128, at most 53 bits.
 */

/** A message larger than this is refused before it is read. */
export const maxMessageBytes = 8 * 1024 * 1024;
/** More series than this in one session is refused: no host has them, a broken agent might. */
export const maxSeries = 200_000;
/** An agent that begins a stream with every frame would fill the memory of the server. */
const maxStreams = 10_000;
const maxStringBytes = 4096;

const typeBytes: Record<AgentMessageType, number> = {
  challenge: 1,
  hello: 2,
  welcome: 3,
  refuse: 4,
  frame: 5,
  ack: 6,
  processes: 7,
  sockets: 8,
  watch: 9,
  command: 10,
  result: 11,
  ping: 12,
  pong: 13,
  facts: 14,
  goodbye: 15,
  events: 16,
  eventsAck: 17,
  inventory: 18,
  renew: 19,
  certificate: 20,
};
const typeOfByte = new Map(Object.entries(typeBytes).map(([type, byte]) => [byte, type as AgentMessageType]));

/** The bytes are not a message of this protocol. The session that sent them is closed. */
export class MalformedMessage extends Error {
  constructor(reason: string) {
    super(`malformed message: ${reason}`);
    this.name = 'MalformedMessage';
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

class Writer {
  private bytes = new Uint8Array(4096);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) {
      return;
    }
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  varint(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.length++] = rest;
  }

  double(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  string(value: string): void {
    const bytes = encoder.encode(value);
    this.varint(bytes.length);
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }
}

class Reader {
  private readonly view: DataView;
  private offset = 1;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    const value = this.bytes[this.offset++];
    if (value === undefined) {
      throw new MalformedMessage('it ends too early');
    }
    return value;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (let index = 0; index < 8; index++) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) {
        if (value > Number.MAX_SAFE_INTEGER) {
          break;
        }
        return value;
      }
      scale *= 128;
    }
    throw new MalformedMessage('a number is too large');
  }

  double(): number {
    if (this.offset + 8 > this.bytes.length) {
      throw new MalformedMessage('it ends too early');
    }
    const value = this.view.getFloat64(this.offset, true);
    this.offset += 8;
    return value;
  }

  string(): string {
    const length = this.varint();
    if (length > maxStringBytes || this.offset + length > this.bytes.length) {
      throw new MalformedMessage('a text is too long');
    }
    const value = decoder.decode(this.bytes.subarray(this.offset, this.offset + length));
    this.offset += length;
    return value;
  }

  get done(): boolean {
    return this.offset === this.bytes.length;
  }
}

/** Encodes the messages of one session; it remembers which series the peer knows. */
export class MessageEncoder {
  private readonly known = new Map<MetricSeries, number>();
  private readonly streams = new Map<string, number>();

  encode(message: AgentMessage): Uint8Array<ArrayBuffer> {
    if (message.type === 'frame') {
      return this.encodeFrame(message.body);
    }
    const json = encoder.encode(JSON.stringify(message.body));
    const bytes = new Uint8Array(json.length + 1);
    bytes[0] = typeBytes[message.type];
    bytes.set(json, 1);
    return bytes;
  }

  /** A series is known by the identity of its object: collectors make each one once. */
  private encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
    const writer = new Writer();
    writer.byte(typeBytes.frame);
    const stream = this.streams.get(frame.stream);
    writer.varint(stream ?? this.streams.size);
    if (stream === undefined) {
      this.streams.set(frame.stream, this.streams.size);
      writer.string(frame.stream);
    }
    writer.varint(frame.sequence);
    writer.varint(Math.round(frame.timeMs));
    writer.varint(Math.round(frame.intervalMs));
    const fresh = frame.samples.filter((sample) => !this.known.has(sample.series));
    writer.varint(fresh.length);
    for (const { series } of fresh) {
      this.known.set(series, this.known.size);
      writer.string(series.name);
      writer.byte(series.kind === 'counter' ? 1 : 0);
      const labels = Object.entries(series.labels);
      writer.varint(labels.length);
      for (const [name, value] of labels) {
        writer.string(name);
        writer.string(value);
      }
    }
    writer.varint(frame.samples.length);
    for (const sample of frame.samples) {
      writer.varint(this.known.get(sample.series) ?? 0);
      writer.double(sample.value);
    }
    return writer.finish();
  }
}

/** Decodes the messages of one session. Throws MalformedMessage; the session must then be closed. */
export class MessageDecoder {
  private readonly series: MetricSeries[] = [];
  private readonly streams: string[] = [];

  /** `intern` gives the object to hold for a series that was not seen in this session: one for all sessions saves memory. */
  constructor(private readonly intern: (series: MetricSeries) => MetricSeries = (series) => series) {}

  /** JSON payloads are only parsed here: the receiver checks their shape. */
  decode(bytes: Uint8Array): AgentMessage {
    if (bytes.length === 0 || bytes.length > maxMessageBytes) {
      throw new MalformedMessage(`${bytes.length} bytes`);
    }
    const type = typeOfByte.get(bytes[0] as number);
    if (type === undefined) {
      throw new MalformedMessage(`unknown type ${bytes[0]}`);
    }
    try {
      if (type === 'frame') {
        return { type, body: this.decodeFrame(bytes) };
      }
      const body: unknown = JSON.parse(decoder.decode(bytes.subarray(1)));
      if (typeof body !== 'object' || body === null || Array.isArray(body)) {
        throw new MalformedMessage(`${type} is not an object`);
      }
      return { type, body } as AgentMessage;
    } catch (error) {
      throw error instanceof MalformedMessage ? error : new MalformedMessage(error instanceof Error ? error.message : String(error));
    }
  }

  private decodeFrame(bytes: Uint8Array): Frame {
    const reader = new Reader(bytes);
    const stream = this.decodeStream(reader);
    const sequence = reader.varint();
    const timeMs = reader.varint();
    const intervalMs = reader.varint();
    const freshCount = reader.varint();
    if (this.series.length + freshCount > maxSeries) {
      throw new MalformedMessage('too many series');
    }
    for (let index = 0; index < freshCount; index++) {
      const name = reader.string();
      const kind = reader.byte() === 1 ? 'counter' : 'gauge';
      const labelCount = reader.varint();
      if (labelCount > 32) {
        throw new MalformedMessage('too many labels');
      }
      const labels: [string, string][] = [];
      for (let label = 0; label < labelCount; label++) {
        labels.push([reader.string(), reader.string()]);
      }
      this.series.push(this.intern({ name, kind, labels: Object.fromEntries(labels) }));
    }
    const count = reader.varint();
    if (count > maxSeries) {
      throw new MalformedMessage('too many samples');
    }
    const samples: { series: MetricSeries; value: number }[] = [];
    for (let index = 0; index < count; index++) {
      const series = this.series[reader.varint()];
      if (!series) {
        throw new MalformedMessage('a sample names an unknown series');
      }
      samples.push({ series, value: reader.double() });
    }
    if (!reader.done) {
      throw new MalformedMessage('bytes are left over');
    }
    return { stream, sequence, timeMs, intervalMs, samples };
  }

  private decodeStream(reader: Reader): string {
    const index = reader.varint();
    if (index === this.streams.length) {
      if (index >= maxStreams) {
        throw new MalformedMessage('too many streams');
      }
      this.streams.push(reader.string());
    }
    const stream = this.streams[index];
    if (stream === undefined) {
      throw new MalformedMessage('a frame names an unknown stream');
    }
    return stream;
  }
}
