import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Pair } from './certificates.ts';

const dayMs = 86_400_000;
const authorityDays = 3650;
const serverDays = 365;
const agentDays = 30;

export interface AuthorityDeps {
  /** `<data>/ca`; made with mode 0700 when it is missing. */
  readonly directory: string;
  readonly now: () => number;
}

/** Vigie's own authority: signs the server's certificate on the agent port, and the certificate of each agent. */
export interface Authority {
  /** PEM of the authority's certificate. */
  readonly certificate: string;
  hasSigned(certificate: string): boolean;
  /** The certificate and key of the agent port, made again when it is about to expire or a name is missing. */
  serverPair(): Promise<Pair>;
  /** A new pair for exactly this host, valid for 30 days. */
  issueAgentPair(hostId: string): Promise<Pair>;
}

/** The name an agent's certificate carries, so that it can be for one host only. */
export function agentName(hostId: string): string {
  return `vigie:host:${hostId}`;
}

export async function openAuthority(deps: AuthorityDeps): Promise<Authority> {
  mkdirSync(deps.directory, { recursive: true, mode: 0o700 });
  chmodSync(deps.directory, 0o700);
  const authority =
    readPair(deps.directory, 'ca') ??
    savePair(deps.directory, 'ca', await import('./certificates.ts').then(({ makeAuthority }) => makeAuthority(deps.now(), authorityDays)));
  return {
    certificate: authority.certificate,
    hasSigned: (certificate) => hasSigned(authority, certificate),
    serverPair: async () => {
      const kept = readPair(deps.directory, 'server');
      const names = serverNames();
      if (
        kept &&
        isFresh(kept, deps.now(), 30) &&
        names.every(({ value }) => new X509Certificate(kept.certificate).subjectAltName?.includes(value))
      ) {
        return kept;
      }
      const { makeLeaf } = await import('./certificates.ts');
      return savePair(
        deps.directory,
        'server',
        await makeLeaf(authority, { commonName: 'vigie-server', names, purpose: 'server', nowMs: deps.now(), days: serverDays }),
      );
    },
    issueAgentPair: async (hostId) => {
      const { makeLeaf } = await import('./certificates.ts');
      return makeLeaf(authority, {
        commonName: hostId,
        names: [{ type: 'url', value: agentName(hostId) }],
        purpose: 'client',
        nowMs: deps.now(),
        days: agentDays,
      });
    },
  };
}

function hasSigned(authority: Pair, certificate: string): boolean {
  return new X509Certificate(certificate).verify(new X509Certificate(authority.certificate).publicKey);
}

/** Less than a third of an agent's certificate left: time for a new one. */
export function needsRenewal(pair: Pair, nowMs: number): boolean {
  return !isFresh(pair, nowMs, agentDays / 3);
}

/** True when the certificate is valid now and for some days more. */
function isFresh(pair: Pair, nowMs: number, days: number): boolean {
  const certificate = new X509Certificate(pair.certificate);
  return Date.parse(certificate.validFrom) <= nowMs && Date.parse(certificate.validTo) - nowMs > days * dayMs;
}

function serverNames(): { type: 'dns' | 'ip'; value: string }[] {
  const own = hostname();
  const names: { type: 'dns' | 'ip'; value: string }[] = [
    { type: 'dns', value: 'localhost' },
    { type: 'ip', value: '127.0.0.1' },
  ];
  return /^[A-Za-z0-9.-]+$/.test(own) && own !== 'localhost' ? [...names, { type: 'dns', value: own }] : names;
}

/** Null when there is none, or when its halves do not belong together. */
export function readPair(directory: string, name: string): Pair | null {
  const [certificate, key] = [join(directory, `${name}.crt`), join(directory, `${name}.key`)];
  if (!existsSync(certificate) || !existsSync(key)) {
    return null;
  }
  const pair = { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
  // A kill between the two renames leaves a new key beside an old certificate.
  return new X509Certificate(pair.certificate).checkPrivateKey(createPrivateKey(pair.key)) ? pair : null;
}

/** Each written aside and renamed: a kill leaves whole files, and `readPair` sees when they do not belong together. */
export function savePair(directory: string, name: string, pair: Pair): Pair {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const [extension, text] of [
    ['key', pair.key],
    ['crt', pair.certificate],
  ] as const) {
    const path = join(directory, `${name}.${extension}`);
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  return pair;
}
