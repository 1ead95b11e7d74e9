import { text } from '@vigie/contract';
import { StartError } from './start-error.ts';

const fileSystemCodes = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EIO', 'EISDIR', 'ENOTDIR', 'ENOENT']);

/**
 * A start that broke on what is in the data directory, or on the disk below it, in words; every other error as it is.
 * The libraries tell what is wrong and not where, so the directory is named here.
 */
export function dataError(directory: string, error: unknown): unknown {
  if (error instanceof StartError || !(error instanceof Error)) {
    return error;
  }
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code !== 'string' || !(code.startsWith('SQLITE_') || fileSystemCodes.has(code))) {
    return error;
  }
  return new StartError(
    text(
      `The data directory ${directory} cannot be used: ${error.message}. Check its rights, its disk and its files, restore a copy, or give another with --data-dir.`,
      `Le dossier de données ${directory} est inutilisable : ${error.message}. Vérifiez ses droits, son disque et ses fichiers, restaurez une copie, ou donnez-en un autre par --data-dir.`,
    ),
    { cause: error },
  );
}
