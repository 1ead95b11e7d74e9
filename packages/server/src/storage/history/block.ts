import type { HistoryRecord } from './port.ts';

/** Levels of zstd: what is written every few seconds must be quick, what is sealed once may take its time. */
const [quickLevel, sealLevel] = [1, 12];

/** Lines of JSON, each `[time, key, body]`, compressed. */
export function packRecords(records: readonly HistoryRecord[], seal = false): Uint8Array<ArrayBuffer> {
  const lines = records.map(({ timeMs, key, body }) => `[${timeMs},${key ? 1 : 0},${body}]`);
  return new Uint8Array(Bun.zstdCompressSync(lines.join('\n'), { level: seal ? sealLevel : quickLevel }));
}

/** Throws when the bytes are not what `packRecords` made. */
export function unpackRecords(bytes: Uint8Array): HistoryRecord[] {
  return Buffer.from(Bun.zstdDecompressSync(new Uint8Array(bytes)))
    .toString()
    .split('\n')
    .map(readLine);
}

function readLine(line: string): HistoryRecord {
  const head = /^\[(-?[\d.e+]+),([01]),/.exec(line);
  if (!head || !line.endsWith(']')) {
    throw new Error('a line is no record');
  }
  return { timeMs: Number(head[1]), key: head[2] === '1', body: line.slice(head[0].length, -1) };
}

const mostCachedChars = 24_000_000;

/** The blocks that were read last: whoever moves through an hour reads it many times. */
export class BlockCache {
  private readonly blocks = new Map<number, readonly HistoryRecord[]>();
  private chars = 0;

  get(id: number): readonly HistoryRecord[] | null {
    const found = this.blocks.get(id);
    if (!found) {
      return null;
    }
    this.blocks.delete(id);
    this.blocks.set(id, found);
    return found;
  }

  drop(id: number): void {
    this.chars -= sizeOf(this.blocks.get(id) ?? []);
    this.blocks.delete(id);
  }

  put(id: number, records: readonly HistoryRecord[]): void {
    this.blocks.set(id, records);
    this.chars += sizeOf(records);
    for (const [oldest, found] of this.blocks) {
      if (this.chars <= mostCachedChars || oldest === id) {
        break;
      }
      this.blocks.delete(oldest);
      this.chars -= sizeOf(found);
    }
  }
}

const sizeOf = (records: readonly HistoryRecord[]) => records.reduce((sum, { body }) => sum + body.length, 0);
