import { parseArgs } from 'node:util';
import { text } from '@vigie/contract';
import { restoreBackup, StartError } from '@vigie/server';
import { processLanguage } from './language.ts';

const usage = text(
  'usage: vigie restore <backup> --data-dir <directory> [--force-into-empty]',
  'utilisation : vigie restore <sauvegarde> --data-dir <dossier> [--force-into-empty]',
);

/** `vigie restore <backup> --data-dir <directory>`: puts a backup back while no server runs. */
export async function runRestoreCommand(words: readonly string[]): Promise<number> {
  const language = processLanguage();
  const asked = parseWords(words);
  if (!asked) {
    console.error(usage[language]);
    return 2;
  }
  try {
    const { files, movedTo } = await restoreBackup({ ...asked, nowMs: Date.now() });
    if (movedTo !== null) {
      console.log(text(`What was there is now in ${movedTo}`, `Ce qui s’y trouvait est maintenant dans ${movedTo}`)[language]);
    }
    console.log(text(`${files} files restored into ${asked.dataDir}`, `${files} fichiers restaurés dans ${asked.dataDir}`)[language]);
    return 0;
  } catch (error) {
    if (!(error instanceof StartError)) {
      throw error;
    }
    console.error(`vigie: ${error.text[language]}`);
    return 1;
  }
}

function parseWords(words: readonly string[]): { backup: string; dataDir: string; forceIntoEmpty: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { 'data-dir': { type: 'string' }, 'force-into-empty': { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [backup, ...more] = positionals;
    const dataDir = values['data-dir'] ?? process.env.VIGIE_DATA_DIR;
    return backup === undefined || dataDir === undefined || more.length > 0
      ? null
      : { backup, dataDir, forceIntoEmpty: values['force-into-empty'] };
  } catch {
    return null;
  }
}
