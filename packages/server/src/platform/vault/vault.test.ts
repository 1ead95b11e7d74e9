import { afterEach, beforeEach, describe, expect, it } from 'bun:test';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyFileName, openVault, VaultError } from './index.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vigie-vault-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const secret = Buffer.from('un secret très gardé');
const binding = { purpose: 'authority-key', id: 'one' };
const [keyA, keyB] = ['ab'.repeat(32), 'cd'.repeat(32)];
const reasonOf = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    return error instanceof VaultError ? error.reason : String(error);
  }
  return 'opened';
};

describe('the vault', () => {
  it('gives back what it sealed, after a restart too, and never says the same twice', () => {
    const sealed = openVault({ directory }).seal(secret, binding);
    expect(openVault({ directory }).open(sealed, binding)).toEqual({ plain: secret, isStale: false });
    expect(sealed).not.toContain(secret.toString());
    expect(openVault({ directory }).seal(secret, binding)).not.toBe(sealed);
  });

  it('makes its key when something is first sealed, for its owner only, and never over another', () => {
    const vault = openVault({ directory });
    expect(existsSync(join(directory, keyFileName))).toBe(false);
    vault.seal(secret, binding);
    expect((statSync(join(directory, keyFileName)).mode & 0o777).toString(8)).toBe('600');
    const made = readFileSync(join(directory, keyFileName), 'utf8');
    openVault({ directory }).seal(secret, binding);
    expect(readFileSync(join(directory, keyFileName), 'utf8')).toBe(made);
  });

  it('opens nothing that was changed in any place, nor what belongs elsewhere', () => {
    const vault = openVault({ directory, key: keyA });
    const sealed = vault.seal(secret, binding);
    const parts = sealed.split(':');
    for (const at of [3, 4]) {
      const bytes = Buffer.from(parts[at] ?? '', 'base64url');
      for (let index = 0; index < bytes.length; index++) {
        const changed = Buffer.from(bytes);
        changed[index] = (changed[index] ?? 0) ^ 1;
        const forged = parts.with(at, changed.toString('base64url')).join(':');
        expect(reasonOf(() => vault.open(forged, binding))).toBe('damaged');
      }
    }
    for (const other of [
      { ...binding, id: 'two' },
      { ...binding, purpose: 'password' },
    ]) {
      expect(reasonOf(() => vault.open(sealed, other))).toBe('damaged');
    }
  });

  it('says when the key is another, or gone', () => {
    const sealed = openVault({ directory, key: keyA }).seal(secret, binding);
    expect(reasonOf(() => openVault({ directory, key: keyB }).open(sealed, binding))).toBe('other_key');
    expect(reasonOf(() => openVault({ directory }).open(sealed, binding))).toBe('no_key');
    expect(existsSync(join(directory, keyFileName))).toBe(false);
    writeFileSync(join(directory, keyFileName), 'nonsense');
    expect(reasonOf(() => openVault({ directory }))).toBe('no_key');
  });

  it('takes what was in clear, and says that it is to be sealed; what was cut is damaged, not clear', () => {
    const vault = openVault({ directory, key: keyA });
    expect(vault.open('in clear\n', binding)).toEqual({ plain: Buffer.from('in clear\n'), isStale: true });
    const sealed = vault.seal(secret, binding);
    for (const length of [14, 30, sealed.length - 4]) {
      expect(reasonOf(() => vault.open(sealed.slice(0, length), binding))).toBe('damaged');
    }
  });

  it('changes its key: what the previous one has sealed opens once more, and is to be sealed again', () => {
    const sealed = openVault({ directory }).seal(secret, binding);
    const path = join(directory, keyFileName);
    renameSync(path, `${path}.old`);
    const previousKey = readFileSync(`${path}.old`, 'utf8').trim();
    const vault = openVault({ directory, previousKey });
    expect(vault.open(sealed, binding)).toEqual({ plain: secret, isStale: true });
    const resealed = vault.seal(secret, binding);
    expect(openVault({ directory }).open(resealed, binding)).toEqual({ plain: secret, isStale: false });
    expect(reasonOf(() => openVault({ directory }).open(sealed, binding))).toBe('other_key');
  });
});
