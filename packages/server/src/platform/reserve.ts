import { closeSync, fsyncSync, openSync, statfsSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** What a few hundred sign-ins need. */
const reserveBytes = 2 * 1024 * 1024;
/** It is made again when the disk has so many times as much. */
const plenty = 4;
const lookMs = 60_000;

/** Room on the disk that only signing in may use: whoever must mend a full disk has to get in first. */
export interface Reserve {
  /** Gives the room back to the disk; false when there was none. */
  spend(): boolean;
  stop(): void;
}

/** Keeps a file of this size in the directory while the disk has room for it. */
export function keepReserve(directory: string): Reserve {
  const path = join(directory, 'reserve');
  make(path, directory);
  const timer = setInterval(() => make(path, directory), lookMs);
  timer.unref();
  return {
    spend: () => {
      try {
        unlinkSync(path);
        return true;
      } catch {
        return false;
      }
    },
    stop: () => clearInterval(timer),
  };
}

function make(path: string, directory: string): void {
  try {
    if (sizeOf(path) === reserveBytes) {
      return;
    }
    const { bavail, bsize } = statfsSync(directory);
    if (bavail * bsize < reserveBytes * plenty) {
      return;
    }
    const file = openSync(path, 'w', 0o600);
    try {
      // Written, not only made long: a file with holes takes no room.
      writeSync(file, new Uint8Array(reserveBytes).fill(1));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch {
    // The disk is full already: there is nothing to put aside.
  }
}

function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}
