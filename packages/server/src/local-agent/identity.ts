import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Authority, needsRenewal, readPair, savePair } from '../ca/index.ts';

/** Where the local agent keeps what makes it that host; `<data>/agent`. */
export interface LocalIdentity {
  readonly hostId: string;
  readonly directory: string;
  readonly authorityFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Makes the identity at the first start, and the certificate again when a third of its life is left. */
export async function prepareIdentity(directory: string, authority: Authority, now: () => number): Promise<LocalIdentity> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const hostId = readHostId(join(directory, 'host-id'));
  const pair = readPair(directory, 'agent');
  if (!pair || needsRenewal(pair, now()) || !authority.hasSigned(pair.certificate)) {
    savePair(directory, 'agent', await authority.issueAgentPair(hostId));
  }
  const authorityFile = join(directory, 'ca.crt');
  replaceFile(authorityFile, authority.certificate);
  return { hostId, directory, authorityFile, certificateFile: join(directory, 'agent.crt'), keyFile: join(directory, 'agent.key') };
}

function readHostId(path: string): string {
  if (existsSync(path)) {
    const kept = readFileSync(path, 'utf8').trim();
    if (/^[0-9a-f-]{36}$/.test(kept)) {
      return kept;
    }
  }
  const made = crypto.randomUUID();
  replaceFile(path, `${made}\n`);
  return made;
}

function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
