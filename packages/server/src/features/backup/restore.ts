import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { type Text, text } from '@vigie/contract';
import { lockDataDirectory } from '../../platform/data-lock.ts';
import { StartError } from '../../platform/start-error.ts';
import { describeFile, readManifest } from './manifest.ts';

export interface RestoreOptions {
  readonly backup: string;
  readonly dataDir: string;
  /** What the data directory holds is moved aside first; without it, a directory that is not empty is refused. */
  readonly forceIntoEmpty: boolean;
  readonly nowMs: number;
}

/**
 * Puts a backup into a data directory of which no server runs. Every file is compared with the manifest before anything
 * is touched. Throws StartError; nothing is ever deleted.
 */
export async function restoreBackup(options: RestoreOptions): Promise<{ readonly files: number; readonly movedTo: string | null }> {
  const backup = resolve(options.backup);
  const dataDir = resolve(options.dataDir);
  const manifest = readManifest(backup);
  if (!manifest) {
    throw refusal(
      text(`${backup} is no backup: it has no manifest that can be read`, `${backup} n’est pas une sauvegarde : aucun manifeste lisible`),
    );
  }
  for (const file of manifest.files) {
    if (isAbsolute(file.path) || file.path.split('/').includes('..')) {
      throw refusal(
        text(
          `the manifest names a file outside of the backup: ${file.path}`,
          `le manifeste nomme un fichier hors de la sauvegarde : ${file.path}`,
        ),
      );
    }
    const found = existsSync(join(backup, file.path)) ? await describeFile(backup, file.path) : null;
    if (found?.sha256 !== file.sha256) {
      throw refusal(
        text(
          `${file.path} of the backup is missing or damaged; nothing was restored`,
          `${file.path} de la sauvegarde manque ou est abîmé ; rien n’a été restauré`,
        ),
      );
    }
  }
  const movedTo = makeRoom(options, dataDir);
  const release = lockDataDirectory(dataDir);
  try {
    for (const { path } of manifest.files) {
      const target = join(dataDir, path);
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
      copyFileSync(join(backup, path), target);
      const file = openSync(target, 'r');
      fsyncSync(file);
      closeSync(file);
    }
  } finally {
    release();
  }
  return { files: manifest.files.length, movedTo };
}

/** Leaves the directory empty or absent. Gives where its content went, null when there was none. */
function makeRoom({ forceIntoEmpty, nowMs }: RestoreOptions, dataDir: string): string | null {
  if (!existsSync(dataDir)) {
    return null;
  }
  if (readdirSync(dataDir).length === 0) {
    rmdirSync(dataDir);
    return null;
  }
  // Refuses when a server runs there.
  lockDataDirectory(dataDir)();
  if (!forceIntoEmpty) {
    throw refusal(
      text(
        `${dataDir} is not empty. With --force-into-empty its content is moved aside first.`,
        `${dataDir} n’est pas vide. Avec --force-into-empty, son contenu est d’abord mis de côté.`,
      ),
    );
  }
  const movedTo = `${dataDir}.before-${new Date(nowMs).toISOString().replace(/[-:.]/g, '')}`;
  renameSync(dataDir, movedTo);
  return movedTo;
}

function refusal(message: Text): StartError {
  return new StartError(message);
}
