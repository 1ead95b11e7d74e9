import { zstdCompressSync, zstdDecompressSync } from 'bun';
import { ByteSink, ByteSource, DamagedBytes } from './bytes.ts';
import { decodeColumn, encodeColumn } from './column.ts';

/*
 * A block is one host × a span of time × all its columns. Layout, integers as in bytes.ts:
 *
 *   version 1 · number of times · first time · second differences of the times (milliseconds)
 *   number of columns · their keys, ascending, as differences · number of columns per chunk
 *   for each chunk: packed length, plain length, CRC-32 of the packed bytes
 *   CRC-32 of everything before, 4 bytes, little-endian: here the head ends
 *   the chunks, each packed by zstd: for each column its length and its bytes (column.ts)
 *
 * Chunks are the index: to read one series of a block, its head and one chunk are fetched, not all of it.
 */

const version = 1;
const columnsPerChunk = 24;
const maxTimes = 100_000;
const maxColumns = 2_000_000;

export interface Column {
  /** What the column is; unique in a block. The store composes it of series and aggregate. */
  readonly key: number;
  readonly values: Float64Array;
  /** One byte per time, 0 where there is no sample; null when all are there. */
  readonly present: Uint8Array | null;
}

export interface EncodedBlock {
  readonly head: Uint8Array<ArrayBuffer>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Packs a block. `columns` must be in ascending order of key; every array has at least `times.length` places. */
export function encodeBlock(times: Float64Array, columns: readonly Column[], level = 12): EncodedBlock {
  const sink = new ByteSink(4096);
  sink.byte(version);
  sink.unsigned(times.length);
  encodeTimes(sink, times);
  sink.unsigned(columns.length);
  let previous = 0;
  for (const { key } of columns) {
    sink.unsigned(key - previous);
    previous = key;
  }
  sink.unsigned(columnsPerChunk);
  const body = new ByteSink(16_384);
  for (const { packed, plainLength } of packChunks(columns, times.length, level)) {
    sink.unsigned(packed.length);
    sink.unsigned(plainLength);
    sink.unsigned(Bun.hash.crc32(packed));
    body.append(packed);
  }
  const sum = Bun.hash.crc32(sink.view());
  for (let shift = 0; shift < 32; shift += 8) {
    sink.byte((sum >>> shift) & 255);
  }
  return { head: sink.bytes.slice(0, sink.length), body: body.bytes.slice(0, body.length) };
}

function encodeTimes(sink: ByteSink, times: Float64Array): void {
  let previous = 0;
  let previousDelta = 0;
  for (let index = 0; index < times.length; index++) {
    const time = times[index] as number;
    const delta = time - previous;
    sink.signed(index < 2 ? delta : delta - previousDelta);
    previous = time;
    previousDelta = delta;
  }
}

const columnSink = new ByteSink(16_384);
const chunkSink = new ByteSink(65_536);

function packChunks(columns: readonly Column[], count: number, level: number): { packed: Uint8Array; plainLength: number }[] {
  const chunks: { packed: Uint8Array; plainLength: number }[] = [];
  for (let start = 0; start < columns.length; start += columnsPerChunk) {
    chunkSink.clear();
    for (const column of columns.slice(start, start + columnsPerChunk)) {
      columnSink.clear();
      encodeColumn(columnSink, column.values, count, column.present);
      chunkSink.unsigned(columnSink.length);
      chunkSink.append(columnSink.view());
    }
    chunks.push({ packed: zstdCompressSync(chunkSink.view(), { level }), plainLength: chunkSink.length });
  }
  return chunks;
}

/** A block opened for reading: times and keys are there, columns are fetched and unpacked when asked for. Throws DamagedBytes. */
export class BlockReader {
  readonly times: Float64Array;
  /** Ascending. */
  readonly keys: Float64Array;
  private readonly chunkSize: number;
  private readonly directory: { readonly offset: number; readonly packed: number; readonly plain: number; readonly sum: number }[] = [];
  private opened: { readonly index: number; readonly bytes: Uint8Array } | null = null;

  /** `fetch` gives bytes of the body. */
  constructor(
    head: Uint8Array,
    private readonly fetch: (offset: number, length: number) => Uint8Array,
  ) {
    const end = head.length - 4;
    if (end < 1 || Bun.hash.crc32(head.subarray(0, end)) !== new DataView(head.buffer, head.byteOffset).getUint32(end, true)) {
      throw new DamagedBytes('the checksum of its head is wrong');
    }
    const source = new ByteSource(head, 0, end);
    if (source.byte() !== version) {
      throw new DamagedBytes('unknown version');
    }
    this.times = readTimes(source, bounded(source.unsigned(), maxTimes));
    this.keys = readKeys(source, bounded(source.unsigned(), maxColumns));
    this.chunkSize = bounded(source.unsigned(), maxColumns);
    const chunkCount = this.keys.length === 0 ? 0 : Math.ceil(this.keys.length / this.chunkSize);
    let offset = 0;
    for (let index = 0; index < chunkCount; index++) {
      const entry = { offset, packed: source.unsigned(), plain: source.unsigned(), sum: source.unsigned() };
      this.directory.push(entry);
      offset += entry.packed;
    }
  }

  /** Reads every chunk; throws DamagedBytes at the first that is not whole. */
  isWhole(): true {
    for (let index = 0; index < this.directory.length; index++) {
      this.openChunk(index);
    }
    return true;
  }

  /** Reads a column into arrays of at least `times.length` places. False when the block has no such column. */
  read(key: number, values: Float64Array, present: Uint8Array): boolean {
    const position = indexOfKey(this.keys, key);
    if (position < 0) {
      return false;
    }
    const source = this.openChunk(Math.floor(position / this.chunkSize));
    for (let skip = position % this.chunkSize; skip > 0; skip--) {
      source.take(source.unsigned());
    }
    source.unsigned();
    decodeColumn(source, this.times.length, values, present);
    return true;
  }

  private openChunk(index: number): ByteSource {
    if (this.opened?.index !== index) {
      const entry = this.directory[index];
      if (!entry) {
        throw new DamagedBytes('a chunk is missing');
      }
      const packed = this.fetch(entry.offset, entry.packed);
      if (packed.length !== entry.packed || Bun.hash.crc32(packed) !== entry.sum) {
        throw new DamagedBytes('the checksum of a chunk is wrong');
      }
      const bytes = zstdDecompressSync(packed as Uint8Array<ArrayBuffer>);
      if (bytes.length !== entry.plain) {
        throw new DamagedBytes('a chunk has another length than it says');
      }
      this.opened = { index, bytes };
    }
    return new ByteSource(this.opened.bytes);
  }
}

function bounded(value: number, most: number): number {
  if (value > most) {
    throw new DamagedBytes('a count is too large');
  }
  return value;
}

function readTimes(source: ByteSource, count: number): Float64Array {
  const times = new Float64Array(count);
  let time = 0;
  let delta = 0;
  for (let index = 0; index < count; index++) {
    delta = index < 2 ? source.signed() : delta + source.signed();
    time += delta;
    times[index] = time;
  }
  return times;
}

function readKeys(source: ByteSource, count: number): Float64Array {
  const keys = new Float64Array(count);
  let key = 0;
  for (let index = 0; index < count; index++) {
    key += source.unsigned();
    keys[index] = key;
  }
  return keys;
}

/** Binary search; −1 when it is not there. */
function indexOfKey(keys: Float64Array, key: number): number {
  let low = 0;
  let high = keys.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = keys[middle] as number;
    if (found === key) {
      return middle;
    }
    if (found < key) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return -1;
}
