import { ptr } from 'bun:ffi';
import { KernelError } from './errno.ts';
import { allocateShared, lastErrno, libc } from './libc.ts';

export interface FilesystemSpace {
  readonly sizeBytes: number;
  readonly freeBytes: number;
  /** What a user without privileges may still write. */
  readonly availableBytes: number;
  /** 0 when the file system makes inodes as it needs them. */
  readonly inodes: number;
  readonly freeInodes: number;
  readonly readOnly: boolean;
}

const memory = allocateShared(256);

/**
 * statvfs(3). It waits for as long as the file system does: never to be asked of a network file system, whose server
 * may be away for ever.
 */
export function readFilesystemSpace(path: string): FilesystemSpace {
  const name = Buffer.from(`${path}\0`);
  if (libc.statvfs(ptr(name), memory.address) < 0) {
    throw new KernelError(`statvfs ${path}`, lastErrno());
  }
  const word = (index: number): number => Number(memory.view.getBigUint64(index * 8, true));
  const unit = word(1) || word(0);
  return {
    sizeBytes: word(2) * unit,
    freeBytes: word(3) * unit,
    availableBytes: word(4) * unit,
    inodes: word(5),
    freeInodes: word(6),
    readOnly: (word(9) & 1) === 1,
  };
}
