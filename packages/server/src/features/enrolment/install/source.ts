import { statSync } from 'node:fs';
import type { Authority } from '../../../ca/index.ts';
import script from './install.sh' with { type: 'text' };

/** `linux-x64` → the file of the one program for it. A file that is not there is not offered. */
export type Programs = ReadonlyMap<string, string>;

interface Sum {
  readonly stamp: string;
  readonly sha256: string;
}

/** The files behind `/install.sh` and `/install/…`. */
export function createInstallSource({ authority, programs }: { readonly authority: Authority; readonly programs: Programs }) {
  const sums = new Map<string, Sum>();

  async function sumOf(path: string): Promise<string | null> {
    const stamp = stampOf(path);
    const known = sums.get(path);
    if (stamp === null || known?.stamp === stamp) {
      return stamp === null ? null : (known?.sha256 ?? null);
    }
    const sha256 = await hashFile(path);
    sums.set(path, { stamp, sha256 });
    return sha256;
  }

  /** As `sha256sum` writes and reads it. */
  async function checksums(): Promise<string> {
    const lines: string[] = [];
    for (const [platform, path] of programs) {
      const sum = await sumOf(path);
      if (sum !== null) {
        lines.push(`${sum}  vigie-${platform}\n`);
      }
    }
    return lines.join('');
  }

  return {
    script,
    authority: authority.certificate,
    checksums,
    signature: async () => new Uint8Array(authority.sign(Buffer.from(await checksums()))),
    /** Null when there is none for this platform. */
    program: (platform: string): Blob | null => {
      const path = programs.get(platform);
      return path !== undefined && stampOf(path) !== null ? Bun.file(path) : null;
    },
  };
}

function stampOf(path: string): string | null {
  const status = statSync(path, { throwIfNoEntry: false });
  return status?.isFile() ? `${status.ino} ${status.size} ${status.mtimeMs}` : null;
}

/** By pieces, so that a hundred megabytes stop nobody. */
async function hashFile(path: string): Promise<string> {
  const hasher = new Bun.CryptoHasher('sha256');
  for await (const piece of Bun.file(path).stream()) {
    hasher.update(piece);
  }
  return hasher.digest('hex');
}
