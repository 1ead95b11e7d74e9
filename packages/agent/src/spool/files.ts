import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statfsSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * All the spool asks of a file system. It is this thin so that a test can put one in its place that loses what was not
 * synced, or refuses the Nth call. Every call throws the error of the system, with its `code`.
 */
export interface SpoolFiles {
  list(): readonly string[];
  size(name: string): number;
  read(name: string): Uint8Array;
  /** When it was last written to, in milliseconds since 1970 by the clock of the host. */
  writtenMs(name: string): number;
  /** Makes the file when there is none. What was written when it throws is unknown. */
  append(name: string, bytes: Uint8Array): void;
  truncate(name: string, length: number): void;
  /** What was appended is on the disk when it returns, and so is the file's name. */
  sync(name: string): void;
  /** The file is the old one or the new one, whatever happens. */
  replace(name: string, bytes: Uint8Array): void;
  remove(name: string): void;
  /** Bytes this file system can still take. */
  freeBytes(): number;
  close(): void;
}

/** Files directly in one directory, which is made when it is missing; only its owner may read it. */
export function openSpoolFiles(directory: string): SpoolFiles {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const open = new Map<string, number>();
  const unsyncedNames = new Set<string>();
  const path = (name: string) => join(directory, name);
  const release = (name: string): void => {
    const file = open.get(name);
    if (file !== undefined) {
      open.delete(name);
      closeSync(file);
    }
  };
  const handle = (name: string): number => {
    let file = open.get(name);
    if (file === undefined) {
      file = openSync(path(name), 'a', 0o600);
      open.set(name, file);
      unsyncedNames.add(name);
    }
    return file;
  };
  const syncDirectory = (): void => {
    const folder = openSync(directory, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  };
  return {
    list: () => readdirSync(directory),
    size: (name) => statSync(path(name)).size,
    read: (name) => readFileSync(path(name)),
    writtenMs: (name) => Math.round(statSync(path(name)).mtimeMs),
    append: (name, bytes) => writeWhole(handle(name), bytes),
    truncate: (name, length) => truncateSync(path(name), length),
    sync: (name) => {
      fdatasyncSync(handle(name));
      if (unsyncedNames.delete(name)) {
        syncDirectory();
      }
    },
    replace: (name, bytes) => {
      release(name);
      const temporary = `${name}.new`;
      const file = openSync(path(temporary), 'w', 0o600);
      try {
        writeWhole(file, bytes);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(path(temporary), path(name));
      syncDirectory();
    },
    remove: (name) => {
      release(name);
      unsyncedNames.delete(name);
      unlinkSync(path(name));
    },
    freeBytes: () => {
      const { bavail, bsize } = statfsSync(directory);
      return bavail * bsize;
    },
    close: () => {
      for (const name of [...open.keys()]) {
        release(name);
      }
    },
  };
}

function writeWhole(file: number, bytes: Uint8Array): void {
  let offset = 0;
  while (offset < bytes.length) {
    offset += writeSync(file, bytes, offset);
  }
}
