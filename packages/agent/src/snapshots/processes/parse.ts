/* Pure readers of the small files of `/proc/<pid>/`, on bytes, so that nothing is made for what did not change. */

/** The number that begins at `from`, after blanks. */
function parseNumberAt(bytes: Uint8Array, from: number, length: number): number {
  let index = from;
  while (index < length && (bytes[index] === 32 || bytes[index] === 9)) {
    index++;
  }
  let value = 0;
  for (; index < length; index++) {
    const digit = (bytes[index] as number) - 48;
    if (digit < 0 || digit > 9) {
      break;
    }
    value = value * 10 + digit;
  }
  return value;
}

/** The number behind a label at the beginning of a line; null when there is no such line. */
export function parseLabelled(bytes: Buffer, length: number, label: string): number | null {
  const at = bytes.indexOf(label, 0, 'latin1');
  return at < 0 || at + label.length > length ? null : parseNumberAt(bytes, at + label.length, length);
}

/** `/proc/<pid>/statm`: pages resident and pages shared with others (file and shared memory). */
export function parseStatm(bytes: Uint8Array, length: number): { readonly resident: number; readonly shared: number } {
  let index = 0;
  const next = (): number => {
    const value = parseNumberAt(bytes, index, length);
    while (index < length && bytes[index] !== 32) {
      index++;
    }
    index++;
    return value;
  };
  next();
  return { resident: next(), shared: next() };
}

/** Bytes fetched from and sent to storage (`/proc/<pid>/io`, lines five and six). */
export function parseIo(bytes: Uint8Array, length: number): { readonly read: number; readonly written: number } | null {
  let line = 0;
  let read = -1;
  for (let index = 0; index < length; index++) {
    if (bytes[index] === 58 && line === 4) {
      read = parseNumberAt(bytes, index + 1, length);
    } else if (bytes[index] === 58 && line === 5) {
      return { read, written: parseNumberAt(bytes, index + 1, length) };
    } else if (bytes[index] === 10) {
      line++;
    }
  }
  return null;
}

/** FNV-1a over part of the bytes, 32 bits. */
export function hashBytes(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let hash = 0x811c_9dc5 ^ seed;
  for (let index = start; index < end; index++) {
    hash = Math.imul(hash ^ (bytes[index] as number), 0x0100_0193);
  }
  return hash | 0;
}
