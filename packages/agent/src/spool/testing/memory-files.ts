import type { SpoolFiles } from '../files.ts';

interface MemoryFile {
  /** In the pieces in which it was written. */
  parts: Uint8Array[];
  length: number;
  /** What is on the disk for certain. */
  syncedLength: number;
  /** Whether its name is on the disk for certain. */
  named: boolean;
  writtenMs: number;
}

/** What happens at one call; it may throw in its place. */
export type Fault = (call: { readonly number: number; readonly name: keyof SpoolFiles }) => void;

/**
 * A file system in memory that knows what was synced. `crash` gives what is left after the power failed: of each file what
 * was synced, and of the rest as much as `keep` says; of names that were not synced some are gone.
 */
export class MemoryFiles implements SpoolFiles {
  private files = new Map<string, MemoryFile>();
  private calls = 0;
  free = 1e12;
  /** What the clock says when something is written. */
  nowMs = 0;
  fault: Fault = () => undefined;

  list(): readonly string[] {
    return [...this.files.keys()];
  }

  size(name: string): number {
    return this.get(name).length;
  }

  read(name: string): Uint8Array {
    this.enter('read');
    return contentOf(this.get(name));
  }

  writtenMs(name: string): number {
    this.enter('writtenMs');
    return this.get(name).writtenMs;
  }

  append(name: string, bytes: Uint8Array): void {
    const file = this.files.get(name) ?? { parts: [], length: 0, syncedLength: 0, named: false, writtenMs: 0 };
    file.writtenMs = this.nowMs;
    this.files.set(name, file);
    const put = (part: Uint8Array): void => {
      file.parts.push(part);
      file.length += part.length;
    };
    try {
      this.enter('append');
    } catch (error) {
      // Refused in the middle: a part may be there.
      put(bytes.slice(0, Math.floor(bytes.length / 2)));
      throw error;
    }
    put(bytes.slice());
  }

  truncate(name: string, length: number): void {
    this.enter('truncate');
    const file = this.get(name);
    this.set(name, contentOf(file).slice(0, length), Math.min(file.syncedLength, length), file.named);
  }

  sync(name: string): void {
    this.enter('sync');
    const file = this.get(name);
    file.syncedLength = file.length;
    file.named = true;
  }

  replace(name: string, bytes: Uint8Array): void {
    this.enter('replace');
    this.set(name, bytes.slice(), bytes.length, true);
  }

  remove(name: string): void {
    this.enter('remove');
    this.get(name);
    this.files.delete(name);
  }

  freeBytes(): number {
    return this.free;
  }

  close(): void {
    // Nothing is held.
  }

  /** After a power failure. `keep` in [0, 1] says how much of what was not synced is there all the same. */
  crash(keep: () => number): MemoryFiles {
    const after = new MemoryFiles();
    for (const [name, file] of this.files) {
      after.nowMs = file.writtenMs;
      if (file.named || keep() > 0.5) {
        const left = contentOf(file).slice(0, file.syncedLength + Math.floor((file.length - file.syncedLength) * keep()));
        after.set(name, left, left.length, true);
      }
    }
    return after;
  }

  /** After this process was killed: everything that was written is there. */
  kill(): MemoryFiles {
    return this.crash(() => 1);
  }

  private set(name: string, bytes: Uint8Array, syncedLength: number, named: boolean): void {
    this.files.set(name, { parts: [bytes], length: bytes.length, syncedLength, named, writtenMs: this.nowMs });
  }

  private get(name: string): MemoryFile {
    const file = this.files.get(name);
    if (!file) {
      throw Object.assign(new Error(`no such file: ${name}`), { code: 'ENOENT' });
    }
    return file;
  }

  private enter(name: keyof SpoolFiles): void {
    this.calls++;
    this.fault({ number: this.calls, name });
  }
}

export function diskFull(): Error {
  return Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
}

function contentOf({ parts, length }: MemoryFile): Uint8Array {
  const content = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    content.set(part, offset);
    offset += part.length;
  }
  return content;
}
