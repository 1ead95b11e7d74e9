import { closeSync, cpSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyFileName } from '../../platform/vault/index.ts';
import { copyDatabase } from './copy-database.ts';
import { describeFile, listFiles, type Manifest, manifestName } from './manifest.ts';

/**
 * What is no database and belongs to the installation: the authority, the key that opens what is sealed (unless it is kept
 * elsewhere), the local agent's identity, the settings.
 */
const besides = ['ca', keyFileName, 'agent', 'vigie.yaml'];

/**
 * Copies the data directory into `<dataDir>/backups/<time>/` while it is written to. Each database is copied as it was
 * at one moment; the folder has its name only once everything is in it and on the disk.
 */
export async function createBackup(dataDir: string, nowMs: number): Promise<{ directory: string; manifest: Manifest }> {
  const createdAt = new Date(nowMs).toISOString();
  const backups = join(dataDir, 'backups');
  const directory = join(backups, createdAt.replace(/[-:]/g, '').replace('.', '-'));
  const part = `${directory}.part`;
  // What the agent has not delivered yet comes and goes while it is copied, and would be delivered twice.
  const spool = join(dataDir, 'agent', 'spool');
  mkdirSync(backups, { recursive: true, mode: 0o700 });
  mkdirSync(part, { mode: 0o700 });
  try {
    for (const name of readdirSync(dataDir).filter((file) => file.endsWith('.db'))) {
      await copyDatabase(join(dataDir, name), join(part, name));
    }
    for (const name of besides.filter((one) => existsSync(join(dataDir, one)))) {
      cpSync(join(dataDir, name), join(part, name), {
        recursive: true,
        preserveTimestamps: true,
        filter: (source) => source !== spool,
      });
    }
    const files: Manifest['files'] = [];
    for (const path of listFiles(part)) {
      files.push(await describeFile(part, path));
      syncPath(join(part, path));
    }
    const manifest: Manifest = { format: 1, createdAt, files };
    writeFileSync(join(part, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    syncPath(join(part, manifestName));
    syncPath(part);
    renameSync(part, directory);
    syncPath(backups);
    return { directory, manifest };
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw error;
  }
}

function syncPath(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
