import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authority, openAuthority } from '../ca/index.ts';
import { openVault } from '../platform/vault/index.ts';

let opened: Promise<Authority> | null = null;

/** A real authority, made once for all tests of a process; its files go when the process ends. */
export function testAuthority(): Promise<Authority> {
  opened ??= (() => {
    const directory = mkdtempSync(join(tmpdir(), 'vigie-test-ca-'));
    process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
    return openAuthority({ directory: join(directory, 'ca'), vault: openVault({ directory }), now: Date.now });
  })();
  return opened;
}
