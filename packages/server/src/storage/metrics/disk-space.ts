import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** Throws when the file system that holds the file has less left than must be kept free for others. */
export function requireSpaceAt(path: string, reserveBytes: number): () => void {
  if (reserveBytes === 0 || path === ':memory:') {
    return () => undefined;
  }
  const directory = dirname(path);
  return () => {
    const { bavail, bsize } = statfsSync(directory);
    if (bavail * bsize < reserveBytes) {
      throw new Error(`${bavail * bsize} bytes are left in ${directory}; ${reserveBytes} are kept free`);
    }
  };
}
