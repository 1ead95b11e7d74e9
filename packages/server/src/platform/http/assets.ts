import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface Asset {
  readonly body: Blob;
  readonly type: string;
  readonly encoding?: 'br' | 'zstd' | 'gzip';
  readonly etag: string;
  /** Its name changes with its content. */
  readonly immutable: boolean;
}

/** The files of the page. `accept` is the request's `Accept-Encoding`. */
export interface AssetSource {
  /** `path` begins with a slash. Null when there is no such file; never leaves the source. */
  get(path: string, accept: string): Asset | null;
}

const encodings = [
  { encoding: 'br', suffix: '.br' },
  { encoding: 'zstd', suffix: '.zst' },
  { encoding: 'gzip', suffix: '.gz' },
] as const;

/** Vite puts a hash of eight characters before the ending. */
const hashedName = /^\/assets\/.*-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/;

/** Path → file, as the compiled program brings it along. Files are listed once, so that no path can lead outside. */
export function fileAssets(files: ReadonlyMap<string, string>): AssetSource {
  const known = new Map<string, Asset>();
  function load(path: string, type: string, encoding?: Asset['encoding']): Asset | null {
    const file = files.get(path);
    if (file === undefined) {
      return null;
    }
    const before = known.get(path);
    if (before) {
      return before;
    }
    const body = Bun.file(file, { type });
    const stamp = `${path}:${body.size}:${body.lastModified}`;
    const etag = `"${createHash('sha256').update(stamp).digest('base64url').slice(0, 20)}"`;
    const asset: Asset = {
      body,
      type,
      etag,
      immutable: hashedName.test(path.replace(/\.(br|zst|gz)$/, '')),
      ...(encoding ? { encoding } : {}),
    };
    known.set(path, asset);
    return asset;
  }
  return {
    get(path, accept) {
      const type = Bun.file(path).type || 'application/octet-stream';
      const accepted = accept
        .toLowerCase()
        .split(',')
        .map((part) => part.split(';')[0]?.trim());
      for (const { encoding, suffix } of encodings) {
        const packed = accepted.includes(encoding) ? load(path + suffix, type, encoding) : null;
        if (packed) {
          return packed;
        }
      }
      return load(path, type);
    },
  };
}

/** The files of a folder as they are now; null when it has no `index.html`, because the page was not built. */
export function directoryAssets(directory: string): AssetSource | null {
  const files = new Map<string, string>();
  for (const name of listFiles(directory)) {
    files.set(`/${relative(directory, name)}`, name);
  }
  return files.has('/index.html') ? fileAssets(files) : null;
}

function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true })
      .map((name) => join(directory, String(name)))
      .filter((name) => statSync(name).isFile());
  } catch {
    return [];
  }
}
