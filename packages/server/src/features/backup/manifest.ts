import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

export const manifestName = 'manifest.json';

const ManifestSchema = z.object({
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  files: z.array(z.object({ path: z.string(), bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});

export type Manifest = z.infer<typeof ManifestSchema>;

/** Null when there is none, or it is not one. */
export function readManifest(directory: string): Manifest | null {
  try {
    return ManifestSchema.parse(JSON.parse(readFileSync(join(directory, manifestName), 'utf8')));
  } catch {
    return null;
  }
}

/** Every file below, by its path from there, in order. */
export function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}

/** Read in pieces: a store of figures may be larger than the memory. */
export async function describeFile(directory: string, path: string): Promise<Manifest['files'][number]> {
  const hasher = new Bun.CryptoHasher('sha256');
  let bytes = 0;
  for await (const piece of Bun.file(join(directory, path)).stream()) {
    hasher.update(piece);
    bytes += piece.length;
  }
  return { path, bytes, sha256: hasher.digest('hex') };
}
