import { Database } from 'bun:sqlite';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from '@vigie/contract';
import { StartError } from './start-error.ts';

/**
 * Makes the data directory this process's own until it ends, however it ends: the lock is the kernel's (through SQLite's
 * own file locking), so a crash leaves nothing to clean up. Throws StartError that names the other server. Returns the release.
 */
export function lockDataDirectory(directory: string): () => void {
  prepareDirectory(directory);
  const pidFile = join(directory, 'server.pid');
  const database = new Database(join(directory, 'server.lock'), { create: true, readwrite: true });
  try {
    database.run('pragma busy_timeout = 0');
    database.run('begin exclusive');
  } catch (cause) {
    database.close();
    const pid = readPid(pidFile);
    throw new StartError(
      text(
        `Another Vigie server${pid === null ? '' : ` (process ${pid})`} already uses ${directory}. Stop it, or give this one another --data-dir.`,
        `Un autre serveur Vigie${pid === null ? '' : ` (processus ${pid})`} utilise déjà ${directory}. Arrêtez-le, ou donnez à celui-ci un autre --data-dir.`,
      ),
      { cause },
    );
  }
  writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
  return () => {
    writeFileSync(pidFile, '');
    database.run('rollback');
    database.close();
  };
}

function prepareDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    chmodSync(directory, 0o700);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(
      text(
        `The data directory ${directory} cannot be used: ${why}. Give another with --data-dir or VIGIE_DATA_DIR.`,
        `Le dossier de données ${directory} est inutilisable : ${why}. Donnez-en un autre par --data-dir ou VIGIE_DATA_DIR.`,
      ),
      { cause },
    );
  }
}

function readPid(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || null;
  } catch {
    return null;
  }
}
