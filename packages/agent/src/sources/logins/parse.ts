/** One record of utmp(5) or wtmp. Empty texts are null. */
export interface LoginRecord {
  readonly type: 'boot' | 'shutdown' | 'login' | 'logout' | 'other';
  readonly pid: number;
  readonly terminal: string;
  readonly user: string;
  /** Where the session comes from, as the program that made it wrote it. */
  readonly address: string | null;
  readonly timeMs: number;
}

/** `struct utmp` of glibc: on x86_64 times are 32 bits for the sake of old files; on arm64 they are not. */
export const recordBytes = process.arch === 'arm64' ? 400 : 384;
const timeAt = process.arch === 'arm64' ? 344 : 340;
const [runLevel, bootTime, userProcess, deadProcess] = [1, 2, 7, 8];

/** Whole records only; what follows the last of them is left for the next time. */
export function parseLoginRecords(bytes: Buffer): LoginRecord[] {
  const records: LoginRecord[] = [];
  for (let offset = 0; offset + recordBytes <= bytes.length; offset += recordBytes) {
    const type = bytes.readInt16LE(offset);
    const user = text(bytes, offset + 44, 32);
    records.push({
      type: kindOf(type, user),
      pid: bytes.readInt32LE(offset + 4),
      terminal: text(bytes, offset + 8, 32),
      user,
      address: text(bytes, offset + 76, 256) || null,
      timeMs: readTime(bytes, offset + timeAt),
    });
  }
  return records;
}

function kindOf(type: number, user: string): LoginRecord['type'] {
  switch (type) {
    case bootTime:
      return 'boot';
    case runLevel:
      return user === 'shutdown' ? 'shutdown' : 'other';
    case userProcess:
      return 'login';
    case deadProcess:
      return 'logout';
    default:
      return 'other';
  }
}

function readTime(bytes: Buffer, at: number): number {
  if (process.arch === 'arm64') {
    return Number(bytes.readBigInt64LE(at)) * 1000 + Math.floor(Number(bytes.readBigInt64LE(at + 8)) / 1000);
  }
  return bytes.readUInt32LE(at) * 1000 + Math.floor(bytes.readInt32LE(at + 4) / 1000);
}

function text(bytes: Buffer, at: number, length: number): string {
  const end = bytes.indexOf(0, at);
  return bytes.toString('utf8', at, end < 0 || end > at + length ? at + length : end);
}
