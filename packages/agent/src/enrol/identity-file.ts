import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nullable, object, string } from '../shape/index.ts';

/** What makes an agent the agent of one host at one server. */
export interface AgentIdentity {
  readonly hostId: string;
  /** `wss://host:port`. */
  readonly serverUrl: string;
  /** PEM texts: the authority of the server, the certificate of this agent and its key. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
  /** `http://host:port` of a proxy on the way; null is none. */
  readonly proxy: string | null;
}

const pem = string(20_000);
const checkIdentity = object({
  hostId: string(64),
  serverUrl: string(500),
  authority: pem,
  certificate: pem,
  key: pem,
  proxy: nullable(string(500)),
});

function identityPath(stateDir: string): string {
  return join(stateDir, 'identity.json');
}

/** Null when this host has not joined. Throws when the file is damaged. */
export function readIdentity(stateDir: string): AgentIdentity | null {
  const path = identityPath(stateDir);
  return existsSync(path) ? checkIdentity(JSON.parse(readFileSync(path, 'utf8')) as unknown, path) : null;
}

/** Durable when it returns; only its owner may read it. */
export function saveIdentity(stateDir: string, identity: AgentIdentity): void {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const path = identityPath(stateDir);
  const aside = `${path}.new`;
  rmSync(aside, { force: true });
  writeFileSync(aside, `${JSON.stringify(identity, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(aside, path);
  const directory = openSync(stateDir, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
