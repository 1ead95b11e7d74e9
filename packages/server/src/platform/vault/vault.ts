import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Binding, deriveWrappingKey, isSealed, keyBytes, keyIdOf, seal, unseal, type WrappingKey } from './seal.ts';

export const keyFileName = 'secret.key';

export interface VaultOptions {
  /** Where the key is kept when none is given: `secret.key` in it, made when it is first needed. */
  readonly directory: string;
  /** 32 bytes in hexadecimal: the key of the installation, when it is kept elsewhere. */
  readonly key?: string | null;
  /** The one before it: what it has sealed is sealed anew. */
  readonly previousKey?: string | null;
}

/** Why a secret could not be opened: its key is missing, another, or the secret was changed. */
export class VaultError extends Error {
  constructor(readonly reason: 'no_key' | 'other_key' | 'damaged') {
    super(`vault: ${reason}`);
    this.name = 'VaultError';
  }
}

export interface Opened {
  readonly plain: Buffer;
  /** It was in clear, or sealed by the previous key: whoever keeps it should seal it again. */
  readonly isStale: boolean;
}

export interface Vault {
  seal(plain: Buffer, binding: Binding): string;
  /** Takes what was never sealed as well: it is stale. Throws VaultError. */
  open(kept: string, binding: Binding): Opened;
}

/** Throws when the key file is there and is none. */
export function openVault({ directory, key = null, previousKey = null }: VaultOptions): Vault {
  const path = join(directory, keyFileName);
  const own = key ?? readKey(path);
  let current: WrappingKey | null = own === null ? null : wrappingKey(own);
  const previous = previousKey === null ? null : wrappingKey(previousKey);
  const currentOrNew = (): WrappingKey => {
    if (current === null) {
      const made = randomBytes(keyBytes).toString('hex');
      // Never over one that is there: it may be all that opens what exists.
      writeFileSync(path, `${made}\n`, { mode: 0o600, flag: 'wx', flush: true });
      current = wrappingKey(made);
    }
    return current;
  };
  return {
    seal: (plain, binding) => seal(plain, binding, currentOrNew()),
    open: (kept, binding) => {
      if (!isSealed(kept)) {
        return { plain: Buffer.from(kept), isStale: true };
      }
      const id = keyIdOf(kept);
      if (id === null) {
        throw new VaultError('damaged');
      }
      const by = [current, previous].find((one) => one?.id === id) ?? null;
      if (by === null) {
        throw new VaultError(current === null && previous === null ? 'no_key' : 'other_key');
      }
      const plain = unseal(kept, binding, by);
      if (plain === null) {
        throw new VaultError('damaged');
      }
      return { plain, isStale: by !== current };
    },
  };
}

const wrappingKey = (hexadecimal: string): WrappingKey => deriveWrappingKey(Buffer.from(hexadecimal, 'hex'));

function readKey(path: string): string | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return null;
    }
    throw error;
  }
  if (!/^[0-9a-f]{64}$/i.test(text)) {
    throw new VaultError('no_key');
  }
  return text;
}
