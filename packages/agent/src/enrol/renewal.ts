import type { Renewer } from '../link/index.ts';
import { type AgentIdentity, saveIdentity } from './identity-file.ts';

const dayMs = 86_400_000;

export interface RenewalDeps {
  readonly stateDir: string;
  readonly wallMs: () => number;
}

/** Who this agent is now: read at each connection, replaced when a new certificate has come and is on the disk. */
export class HeldIdentity implements AgentIdentity {
  private held: AgentIdentity;

  constructor(identity: AgentIdentity) {
    this.held = identity;
  }

  get hostId() {
    return this.held.hostId;
  }
  get serverUrl() {
    return this.held.serverUrl;
  }
  get authority() {
    return this.held.authority;
  }
  get certificate() {
    return this.held.certificate;
  }
  get key() {
    return this.held.key;
  }
  get proxy() {
    return this.held.proxy;
  }

  replace(identity: AgentIdentity): void {
    this.held = identity;
  }
}

/** A new key and certificate at two thirds of the old one's life. The old one is kept until the new one is durable. */
export class Renewal implements Renewer {
  private pendingKey: string | null = null;

  constructor(
    private readonly held: HeldIdentity,
    private readonly deps: RenewalDeps,
  ) {}

  /** PEM of a new public key when it is time, else null. Each asking makes another key; only the answer to the last counts. */
  async request(): Promise<string | null> {
    const { generateKeyPairSync, X509Certificate } = await import('node:crypto');
    const { validFrom, validTo } = new X509Certificate(this.held.certificate);
    const [fromMs, toMs] = [Date.parse(validFrom), Date.parse(validTo)];
    if (this.deps.wallMs() < fromMs + ((toMs - fromMs) * 2) / 3) {
      return null;
    }
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.pendingKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  /** Takes a certificate that fits the key that was asked for, this host and the authority. Throws when it does not fit, and keeps the old. */
  async take(certificate: string): Promise<void> {
    const { createPrivateKey, X509Certificate } = await import('node:crypto');
    const key = this.pendingKey;
    const [leaf, authority] = [new X509Certificate(certificate), new X509Certificate(this.held.authority)];
    const fits =
      key !== null &&
      leaf.checkPrivateKey(createPrivateKey(key)) &&
      leaf.verify(authority.publicKey) &&
      leaf.subjectAltName === new X509Certificate(this.held.certificate).subjectAltName &&
      Date.parse(leaf.validTo) > this.deps.wallMs() + dayMs;
    if (!fits) {
      throw new Error('the new certificate is not for this host and the key that was asked for');
    }
    const next: AgentIdentity = {
      hostId: this.held.hostId,
      serverUrl: this.held.serverUrl,
      authority: this.held.authority,
      certificate,
      key,
      proxy: this.held.proxy,
    };
    saveIdentity(this.deps.stateDir, next);
    this.held.replace(next);
    this.pendingKey = null;
  }
}
