import { join } from 'node:path';
import { AppError, text } from '@vigie/contract';
import type { ActionHandler } from '../../operations/types.ts';
import type { Clock } from '../../platform/clock.ts';
import { createBackup } from './create.ts';
import { describeFile, readManifest } from './manifest.ts';

export interface BackupHandlers {
  readonly 'backup.create': ActionHandler<'backup.create'>;
}

export interface BackupDeps {
  readonly dataDir: string;
  readonly clock: Clock;
  /** Writes what is waiting in memory, so that the copy holds everything that was ever shown. */
  readonly settle: () => void;
}

export function createBackupHandlers({ dataDir, clock, settle }: BackupDeps): BackupHandlers {
  let running = false;
  return {
    'backup.create': {
      async plan() {
        return {
          title: text('Make a backup of this installation', 'Sauvegarder cette installation'),
          button: text('Make the backup', 'Faire la sauvegarde'),
          destructive: false,
          host: null,
          targets: [{ kind: 'installation', id: 'backup', label: join(dataDir, 'backups') }],
          facts: null,
          impact: [
            {
              code: 'keeps_working',
              text: text('The server goes on working meanwhile', 'Le serveur continue de fonctionner pendant ce temps'),
            },
          ],
          undo: { possible: false, text: text('Delete the folder instead', 'Supprimez plutôt le dossier') },
          runs: [`backup.create ${join(dataDir, 'backups')}/<time>`],
          verifies: [text('every file agrees with the manifest', 'chaque fichier correspond au manifeste')],
          command: 'backup.create',
        };
      },
      async run() {
        if (running) {
          throw new AppError('too_many_requests', { cause: new Error('another backup is being made') });
        }
        running = true;
        try {
          settle();
          const { directory, manifest } = await createBackup(dataDir, clock.now());
          const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
          return {
            output: { directory, files: manifest.files.length, bytes },
            success: true,
            result: text(`Backup in ${directory}`, `Sauvegarde dans ${directory}`),
          };
        } finally {
          running = false;
        }
      },
      async verify(_input, _draft, { directory }) {
        const manifest = readManifest(directory);
        const sums = await Promise.all(
          (manifest?.files ?? []).map(async (file) => (await describeFile(directory, file.path)).sha256 === file.sha256),
        );
        const verified = manifest !== null && sums.every(Boolean);
        return {
          verified,
          detail: verified
            ? text('every file agrees with the manifest', 'chaque fichier correspond au manifeste')
            : text('a file does not agree with the manifest', 'un fichier ne correspond pas au manifeste'),
        };
      },
    },
  };
}
