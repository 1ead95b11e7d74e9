import { join } from 'node:path';
import { text } from '@vigie/contract';
import { StartError } from '../start-error.ts';
import { keyFileName, openVault, type Vault, VaultError } from './vault.ts';

interface InstallationKeys {
  readonly dataDir: string;
  readonly secretKey: string | null;
  readonly previousSecretKey: string | null;
}

/** The vault of this installation. Throws StartError when its key file holds no key. */
export function openInstallationVault({ dataDir, secretKey, previousSecretKey }: InstallationKeys): Vault {
  try {
    return openVault({ directory: dataDir, key: secretKey, previousKey: previousSecretKey });
  } catch (cause) {
    if (!(cause instanceof VaultError)) {
      throw cause;
    }
    const path = join(dataDir, keyFileName);
    throw new StartError(
      text(
        `${path} holds no key: it should be 64 hexadecimal digits. Restore it from a backup; without it, what is sealed cannot be opened.`,
        `${path} ne contient pas de clé : il devrait y avoir 64 chiffres hexadécimaux. Restaurez-le depuis une sauvegarde ; sans lui, ce qui est scellé ne s’ouvre plus.`,
      ),
      { cause },
    );
  }
}
