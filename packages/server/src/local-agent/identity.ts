import { X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Authority, agentName, needsRenewal, readPairIfWhole, savePair, saveSecret } from '../ca/index.ts';

/** Where the local agent keeps what makes it that host; `<data>/agent`. */
export interface LocalIdentity {
  readonly hostId: string;
  readonly directory: string;
  readonly authorityFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/**
 * Makes the identity at the first start, and the certificate again when a third of its life is left. May be called
 * again while the agent runs; an agent reads its certificate when it starts.
 */
export async function prepareIdentity(directory: string, authority: Authority, now: () => number): Promise<LocalIdentity> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const hostId = readHostId(join(directory, 'host-id'));
  const pair = readPairIfWhole(directory, 'agent');
  if (!pair || needsRenewal(pair, now()) || !authority.hasSigned(pair.certificate) || !isFor(pair.certificate, hostId)) {
    savePair(directory, 'agent', await authority.issueAgentPair(hostId));
  }
  const authorityFile = join(directory, 'ca.crt');
  saveSecret(authorityFile, authority.certificate);
  return { hostId, directory, authorityFile, certificateFile: join(directory, 'agent.crt'), keyFile: join(directory, 'agent.key') };
}

function isFor(certificate: string, hostId: string): boolean {
  return new X509Certificate(certificate).subjectAltName === `URI:${agentName(hostId)}`;
}

function readHostId(path: string): string {
  if (existsSync(path)) {
    const kept = readFileSync(path, 'utf8').trim();
    if (/^[0-9a-f-]{36}$/.test(kept)) {
      return kept;
    }
  }
  const made = crypto.randomUUID();
  saveSecret(path, `${made}\n`);
  return made;
}
