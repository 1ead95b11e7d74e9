import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [mount, umount] = ['/usr/bin/mount', '/usr/bin/umount'];
const chunk = new Uint8Array(4096);

/** A file system of its own that can be left with exactly as much room as a test wants. Needs root. */
export interface SmallDisk {
  readonly folder: string;
  /** Fills it up but for so many blocks of 4 KiB; what filled it before is gone first. */
  leave(blocks: number): void;
  empty(): void;
  close(): void;
}

export function mountSmallDisk(megabytes: number): SmallDisk | null {
  if (process.getuid?.() !== 0) {
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), 'vigie-small-'));
  try {
    if (!Bun.spawnSync([mount, '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stderr: 'ignore' }).success) {
      throw new Error('mount refused');
    }
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  const filler = join(folder, 'filler');
  const empty = (): void => rmSync(filler, { force: true });
  return {
    folder,
    leave: (blocks) => {
      empty();
      const file = openSync(filler, 'w');
      for (let free = statfsSync(folder).bavail; free > blocks; free--) {
        writeSync(file, chunk);
      }
      closeSync(file);
    },
    empty,
    close: () => {
      Bun.spawnSync([umount, folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
