import { createHash, createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { text } from '@vigie/contract';
import { serverTlsName } from '@vigie/contract/agent';
import { StartError } from '../platform/start-error.ts';
import { keyFileName, type Vault, VaultError } from '../platform/vault/index.ts';
import type { Pair } from './certificates.ts';

const dayMs = 86_400_000;
const authorityDays = 3650;
const serverDays = 365;
const renewServerDays = 30;
const agentDays = 30;

export interface AuthorityDeps {
  /** `<data>/ca`; made with mode 0700 when it is missing. */
  readonly directory: string;
  /** The key of the authority is kept sealed. */
  readonly vault: Vault;
  readonly now: () => number;
}

/** Vigie's own authority: signs the server's certificate on the agent port, and the certificate of each agent. */
export interface Authority {
  /** PEM of the authority's certificate. */
  readonly certificate: string;
  /** SHA-256 of that PEM text, hexadecimal: what a script can check with `sha256sum` alone. */
  readonly fingerprint: string;
  hasSigned(certificate: string): boolean;
  /** ECDSA over SHA-256 with the authority's key, DER. */
  sign(content: Uint8Array): Buffer;
  /**
   * The certificate and key of the agent port, for this machine's own names and those given. Made again when it is
   * about to expire or a name is missing.
   */
  serverPair(names?: readonly string[]): Promise<Pair>;
  /** A new pair for exactly this host, valid for 30 days. */
  issueAgentPair(hostId: string): Promise<Pair>;
  /** A certificate for exactly this host and a key that its agent made and keeps, valid for 30 days. Throws for another kind of key. */
  issueAgentCertificate(hostId: string, publicKey: string): Promise<string>;
}

/** The name an agent's certificate carries, so that it can be for one host only. */
export function agentName(hostId: string): string {
  return `vigie:host:${hostId}`;
}

/** Throws StartError when the files of the authority are damaged: a new one in its place would lock every agent out. */
export async function openAuthority(deps: AuthorityDeps): Promise<Authority> {
  mkdirSync(deps.directory, { recursive: true, mode: 0o700 });
  chmodSync(deps.directory, 0o700);
  const authority = readAuthority(deps) ?? (await makeAuthorityPair(deps));
  const certificate = new X509Certificate(authority.certificate);
  const agentLeaf = (hostId: string) => ({
    commonName: hostId,
    names: [{ type: 'url' as const, value: agentName(hostId) }],
    purpose: 'client' as const,
    nowMs: deps.now(),
    days: agentDays,
  });
  return {
    certificate: authority.certificate,
    fingerprint: createHash('sha256').update(authority.certificate).digest('hex'),
    sign: (content) => sign('sha256', content, { key: createPrivateKey(authority.key), dsaEncoding: 'der' }),
    hasSigned: (leaf) => new X509Certificate(leaf).verify(certificate.publicKey),
    serverPair: async (further = []) => {
      const kept = readPairIfWhole(deps.directory, 'server');
      const names = serverNames(further);
      if (kept && isFresh(kept, deps.now(), renewServerDays) && isFor(kept, names) && signedBy(kept, certificate)) {
        return kept;
      }
      const { makeLeaf } = await loadCertificates();
      return savePair(
        deps.directory,
        'server',
        await makeLeaf(authority, { commonName: 'vigie-server', names, purpose: 'server', nowMs: deps.now(), days: serverDays }),
      );
    },
    issueAgentPair: async (hostId) => {
      const { makeLeaf } = await loadCertificates();
      return makeLeaf(authority, agentLeaf(hostId));
    },
    issueAgentCertificate: async (hostId, publicKey) => {
      const { certify } = await loadCertificates();
      return certify(authority, publicKey, agentLeaf(hostId));
    },
  };
}

async function makeAuthorityPair(deps: AuthorityDeps): Promise<Pair> {
  const { makeAuthority } = await loadCertificates();
  return saveAuthority(deps, await makeAuthority(deps.now(), authorityDays));
}

/** As `savePair`, with the key sealed. */
function saveAuthority({ directory, vault }: AuthorityDeps, pair: Pair): Pair {
  savePair(directory, 'ca', { ...pair, key: `${vault.seal(Buffer.from(pair.key), bindingOf(pair.certificate))}\n` });
  return pair;
}

/** A key belongs to one certificate and to no other place. */
const bindingOf = (certificate: string) => ({ purpose: 'authority-key', id: createHash('sha256').update(certificate).digest('hex') });

/** Null at the first start, and after a kill in the middle of it. */
function readAuthority(deps: AuthorityDeps): Pair | null {
  const { directory, vault } = deps;
  let isStale = false;
  try {
    const pair = readPair(directory, 'ca', (key, certificate) => {
      const opened = vault.open(key, bindingOf(certificate));
      isStale = opened.isStale;
      return opened.plain.toString();
    });
    if (pair === null && existsSync(join(directory, 'ca.crt'))) {
      throw new Error('ca.crt and ca.key do not belong together');
    }
    // Kept in clear by an earlier version, or sealed by the key before this one.
    return pair && isStale ? saveAuthority(deps, pair) : pair;
  } catch (cause) {
    if (cause instanceof VaultError && cause.reason !== 'damaged') {
      throw keyMissing(directory, cause);
    }
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(
      text(
        `The certificate authority in ${directory} is damaged (${why}). Restore ca.crt and ca.key from a backup; without them, remove the directory and enrol every agent again.`,
        `L’autorité de certification dans ${directory} est abîmée (${why}). Restaurez ca.crt et ca.key depuis une sauvegarde ; sans elles, supprimez le dossier et réinscrivez chaque agent.`,
      ),
      { cause },
    );
  }
}

function keyMissing(directory: string, cause: VaultError): StartError {
  return new StartError(
    text(
      `The key of the authority in ${directory} is sealed, and the secret key it was sealed by is ${cause.reason === 'no_key' ? 'missing' : 'not the one given'}. Give that key: ${keyFileName} in the data directory, or VIGIE_SECRET_KEY_FILE. To change keys, give the old one as VIGIE_PREVIOUS_SECRET_KEY_FILE once.`,
      `La clé de l’autorité dans ${directory} est scellée, et la clé secrète qui l’a scellée ${cause.reason === 'no_key' ? 'manque' : 'n’est pas celle donnée'}. Donnez cette clé : ${keyFileName} dans le dossier des données, ou VIGIE_SECRET_KEY_FILE. Pour changer de clé, donnez l’ancienne une fois par VIGIE_PREVIOUS_SECRET_KEY_FILE.`,
    ),
    { cause },
  );
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

interface Name {
  readonly type: 'dns' | 'ip';
  readonly value: string;
}

function serverNames(further: readonly string[]): Name[] {
  const values = new Set([serverTlsName, 'localhost', '127.0.0.1', '::1', hostname(), ...further]);
  return [...values].flatMap((value): Name[] => {
    if (isIP(value) !== 0) {
      return [{ type: 'ip', value }];
    }
    return /^[A-Za-z0-9.-]{1,253}$/.test(value) ? [{ type: 'dns', value }] : [];
  });
}

function isFor(pair: Pair, names: readonly Name[]): boolean {
  const certificate = new X509Certificate(pair.certificate);
  return names.every(({ type, value }) => (type === 'ip' ? certificate.checkIP(value) : certificate.checkHost(value)) !== undefined);
}

/** The pair of another authority, as an old copy of the directory leaves it, is of no use. */
function signedBy(pair: Pair, authority: X509Certificate): boolean {
  return new X509Certificate(pair.certificate).verify(authority.publicKey);
}

/** Null when there is none, or when its halves do not belong together. Throws when one is not readable as PEM. */
export function readPair(directory: string, name: string, openKey = (key: string, _certificate: string) => key): Pair | null {
  const [certificate, key] = [join(directory, `${name}.crt`), join(directory, `${name}.key`)];
  if (!existsSync(certificate) || !existsSync(key)) {
    return null;
  }
  const own = readFileSync(certificate, 'utf8');
  const pair = { certificate: own, key: openKey(readFileSync(key, 'utf8'), own) };
  // A kill between the two renames leaves a new key beside an old certificate.
  return new X509Certificate(pair.certificate).checkPrivateKey(createPrivateKey(pair.key)) ? pair : null;
}

/** The same, for what can be made again: damaged is as good as missing. */
export function readPairIfWhole(directory: string, name: string): Pair | null {
  try {
    return readPair(directory, name);
  } catch {
    return null;
  }
}

/** Each is written aside, made durable and renamed: a kill leaves whole files, and `readPair` sees when they do not belong together. */
export function savePair(directory: string, name: string, pair: Pair): Pair {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const [extension, pem] of [
    ['key', pair.key],
    ['crt', pair.certificate],
  ] as const) {
    saveSecret(join(directory, `${name}.${extension}`), pem);
  }
  return pair;
}

/** Replaces a file that only its owner may read. */
export function saveSecret(path: string, content: string): void {
  const aside = `${path}.new`;
  rmSync(aside, { force: true });
  writeFileSync(aside, content, { mode: 0o600, flush: true });
  renameSync(aside, path);
}

/** The X.509 library needs its polyfill first; a bundler does not keep the order of imports within one file. */
async function loadCertificates() {
  await import('reflect-metadata');
  return import('./certificates.ts');
}
