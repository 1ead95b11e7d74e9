import { type Entry, type LaneCodec, type Loss, leaveOut } from './entry.ts';
import type { SpoolFiles } from './files.ts';
import { encodeHead, encodeRecord, recordKinds, SegmentReader, type SpoolRecord } from './segment.ts';

const segmentBytes = 1024 * 1024;
/** A file whose content was acknowledged is kept until it is this large: making files is dearer than filling them. */
const recycleBytes = 256 * 1024;

interface Segment {
  readonly name: string;
  bytes: number;
  /** Null in a file of an earlier life that was not read yet. */
  first: number | null;
  last: number | null;
  /** How often something was left out of it. */
  passes: number;
}

interface Cursor<T> {
  readonly segment: Segment;
  readonly reader: SegmentReader;
  readonly decode: (payload: Uint8Array) => T;
  last: number;
  lastMs: number;
}

export interface ChainDeps<T> {
  readonly files: SpoolFiles;
  readonly codec: LaneCodec<T>;
  readonly stream: string;
  /** What a damaged file is a loss of. */
  readonly noun: string;
  /** Names the Nth file. */
  readonly nameOf: (index: number) => string;
}

/** The files of one stream, oldest first: appended at the end, read from the start, removed when acknowledged. */
export class Chain<T> {
  private segments: Segment[];
  private tail: Segment | null = null;
  private encode: ((item: T) => Uint8Array) | null = null;
  private cursor: Cursor<T> | null = null;
  private nextIndex: number;
  private dirty = false;
  /** The highest number in any file of which something was left out: of what is in memory up to here, the file says what is true. */
  changedTo = 0;

  /** `names` are the files an earlier life has left of this stream. */
  constructor(
    private readonly deps: ChainDeps<T>,
    names: readonly string[],
  ) {
    this.segments = names.map((name) => ({ name, bytes: deps.files.size(name), first: null, last: null, passes: 0 }));
    this.nextIndex = names.length;
  }

  get bytes(): number {
    return this.segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get empty(): boolean {
    return this.segments.length === 0;
  }

  /** All of them, or, when the file system refuses, none: it throws, and what was half written does not count. */
  append(entries: readonly Entry<T>[]): void {
    if (this.tail !== null && this.tail.bytes >= segmentBytes) {
      this.endTail();
    }
    const parts: Uint8Array[] = [];
    let { tail, encode } = this;
    if (tail === null || encode === null) {
      tail = { name: this.deps.nameOf(this.nextIndex++), bytes: 0, first: null, last: null, passes: 0 };
      encode = this.deps.codec.encoder();
      parts.push(encodeHead(this.deps.stream));
    }
    parts.push(...entries.map((entry) => encodeEntry(entry, encode)));
    const content = Buffer.concat(parts);
    try {
      this.deps.files.append(tail.name, content);
    } catch (error) {
      this.abandon(tail);
      throw error;
    }
    if (this.tail === null) {
      this.segments.push(tail);
    }
    this.tail = tail;
    this.encode = encode;
    tail.bytes += content.length;
    tail.first ??= entries[0]?.sequence ?? null;
    tail.last = entries.at(-1)?.sequence ?? tail.last;
    this.dirty = true;
  }

  sync(): void {
    if (this.dirty && this.tail !== null) {
      this.deps.files.sync(this.tail.name);
    }
    this.dirty = false;
  }

  /** The first entry above `after`; null when the files have none. Going back needs `rewind`. */
  next(after: number): Entry<T> | null {
    for (;;) {
      this.cursor ??= this.open(after);
      if (this.cursor === null) {
        return null;
      }
      const entry = this.step(this.cursor);
      if (entry !== null && entry.sequence > after) {
        return entry;
      }
    }
  }

  rewind(): void {
    this.cursor = null;
  }

  /** Removes the files of which everything up to `acked` is all there is. */
  release(acked: number, final = false): void {
    this.segments = this.segments.filter((segment) => {
      const isTail = segment === this.tail;
      if (
        segment.last === null ||
        segment.last > acked ||
        segment === this.cursor?.segment ||
        (isTail && !final && segment.bytes < recycleBytes)
      ) {
        return true;
      }
      if (isTail) {
        this.endTail();
      }
      this.deps.files.remove(segment.name);
      return false;
    });
  }

  /**
   * Leaves items out of one file that was not sent yet, the oldest with fewer than `passes`. Gives the bytes it saved;
   * null when there is no such file.
   */
  shrink(passes: number, sentTo: number, keep: (index: number) => boolean): number | null {
    const segment = this.segments.find((each) => each.passes < passes && this.isUnsent(each, sentTo));
    if (!segment) {
      return null;
    }
    const entries = leaveOut(this.readAll(segment), this.deps.codec, keep);
    const encode = this.deps.codec.encoder();
    const content = Buffer.concat([encodeHead(this.deps.stream), ...entries.map((entry) => encodeEntry(entry, encode))]);
    this.deps.files.replace(segment.name, content);
    this.changedTo = Math.max(this.changedTo, segment.last ?? 0);
    const saved = segment.bytes - content.length;
    segment.bytes = content.length;
    segment.passes++;
    segment.last = entries.at(-1)?.sequence ?? segment.last;
    return saved;
  }

  /** Removes the oldest file that was not sent yet, where there is no room for a shorter one. Gives what was in it; null when there is none. */
  drop(sentTo: number): readonly Loss[] | null {
    const segment = this.segments.find((each) => this.isUnsent(each, sentTo));
    if (!segment) {
      return null;
    }
    const entries = leaveOut(this.readAll(segment), this.deps.codec, () => false);
    this.deps.files.remove(segment.name);
    this.changedTo = Math.max(this.changedTo, segment.last ?? 0);
    this.segments = this.segments.filter((each) => each !== segment);
    return entries.flatMap(({ lost }) => lost ?? []);
  }

  private isUnsent(segment: Segment, sentTo: number): boolean {
    return (
      segment !== this.tail && segment !== this.cursor?.segment && (segment.first === null ? segment.last === null : segment.first > sentTo)
    );
  }

  private readAll(segment: Segment): Entry<T>[] {
    const cursor = this.read(segment);
    const entries: Entry<T>[] = [];
    for (let entry = this.step(cursor, null); entry !== null; entry = this.step(cursor, null)) {
      entries.push(entry);
    }
    segment.first = entries[0]?.sequence ?? segment.first;
    return entries;
  }

  private open(after: number): Cursor<T> | null {
    const segment = this.segments.find(({ last }) => last === null || last > after);
    return segment ? this.read(segment) : null;
  }

  private read(segment: Segment): Cursor<T> {
    // Bytes behind those that count are of a write that failed.
    const content = this.deps.files.read(segment.name).subarray(0, segment.bytes);
    return { segment, reader: new SegmentReader(content), decode: this.deps.codec.decoder(), last: 0, lastMs: 0 };
  }

  /** The next entry of a file; at its end null, and the chain's own cursor leaves it. */
  private step(cursor: Cursor<T>, own: Cursor<T> | null = this.cursor): Entry<T> | null {
    const record = cursor.reader.next();
    if (record !== null) {
      cursor.segment.first ??= record.sequence;
      cursor.last = record.sequence;
      cursor.lastMs = record.timeMs;
      const entry = decodeEntry(record, cursor.decode);
      if (entry !== null) {
        return entry;
      }
      cursor.reader.fail();
      cursor.last--;
    }
    if (cursor.reader.damaged) {
      cursor.reader.damaged = false;
      cursor.last++;
      return { sequence: cursor.last, timeMs: cursor.lastMs, item: null, lost: this.damage(cursor) };
    }
    cursor.segment.last = Math.max(cursor.segment.last ?? 0, cursor.last);
    if (own === cursor) {
      this.cursor = null;
    }
    return null;
  }

  /** From the last that could be read to when the file was last written: what is missing lies between. */
  private damage({ segment, lastMs }: Cursor<T>): Loss {
    const toMs = writtenMsOf(this.deps.files, segment.name, lastMs);
    const fromMs = lastMs > 0 ? Math.min(lastMs, toMs) : toMs;
    return { class: this.deps.noun, fromMs, toMs: Math.max(toMs, lastMs), count: null, reason: 'spool_damaged' };
  }

  private endTail(): void {
    this.sync();
    this.tail = null;
    this.encode = null;
  }

  /** A file that refused a write takes no more: its writer may have said things that are not in it. */
  private abandon(tail: Segment): void {
    this.dirty = false;
    this.tail = null;
    this.encode = null;
    try {
      if (tail.bytes === 0) {
        this.deps.files.remove(tail.name);
      } else {
        this.deps.files.truncate(tail.name, tail.bytes);
      }
    } catch {
      // What is left over is not read in this life, and is told as damage in the next.
    }
  }
}

/** Null when it is whole but makes no sense: nothing after it in its file can be read either. */
function decodeEntry<T>({ sequence, timeMs, kind, payload }: SpoolRecord, decode: (payload: Uint8Array) => T): Entry<T> | null {
  try {
    return kind === recordKinds.loss
      ? { sequence, timeMs, item: null, lost: JSON.parse(Buffer.from(payload).toString()) as Loss }
      : { sequence, timeMs, item: decode(payload), lost: null };
  } catch {
    return null;
  }
}

function encodeEntry<T>(entry: Entry<T>, encode: (item: T) => Uint8Array): Uint8Array {
  const { sequence, timeMs } = entry;
  return entry.lost === null
    ? encodeRecord({ sequence, timeMs, kind: recordKinds.item, payload: encode(entry.item) })
    : encodeRecord({ sequence, timeMs, kind: recordKinds.loss, payload: Buffer.from(JSON.stringify(entry.lost)) });
}

/** When a file was last written; `otherwise` when even that cannot be read. */
export function writtenMsOf(files: SpoolFiles, name: string, otherwise: number): number {
  try {
    return files.writtenMs(name);
  } catch {
    return otherwise;
  }
}
