import { createVerify, X509Certificate } from 'node:crypto';
import { type Hello, helloStatement, oldestProtocolVersion, protocolVersion, type Refuse } from '@vigie/contract/agent';
import { agentName } from '../ca/index.ts';

export interface HandshakeDeps {
  /** PEM of our authority. */
  readonly authority: string;
  readonly now: () => number;
  /** Is this host known, and not revoked? */
  readonly isKnownHost: (hostId: string) => boolean;
}

export type Judgement = { readonly ok: true } | { readonly ok: false; readonly refuse: Refuse };

/**
 * Does this hello prove which host it comes from? TLS has checked that the peer holds some certificate of ours;
 * here it is checked that the certificate is for this host, and that the peer holds its key.
 */
export function judgeHello(deps: HandshakeDeps, hello: Hello, nonce: string): Judgement {
  if (hello.protocol < oldestProtocolVersion) {
    return refuse(
      'protocol_too_old',
      `this server speaks protocol ${oldestProtocolVersion} to ${protocolVersion}; update the agent`,
      3_600_000,
    );
  }
  if (hello.protocol > protocolVersion) {
    return refuse(
      'protocol_too_new',
      `this server speaks protocol ${oldestProtocolVersion} to ${protocolVersion}; update the server`,
      600_000,
    );
  }
  if (!certifies(deps, hello) || !signed(hello, nonce)) {
    return refuse('bad_signature', 'the certificate or the signature does not prove this host', 60_000);
  }
  if (!deps.isKnownHost(hello.hostId)) {
    return refuse('unknown_host', 'this host is not known here, or was revoked', 60_000);
  }
  return { ok: true };
}

function refuse(code: Refuse['code'], reason: string, retryAfterMs: number): Judgement {
  return { ok: false, refuse: { code, reason, retryAfterMs } };
}

function certifies(deps: HandshakeDeps, hello: Hello): boolean {
  try {
    const [certificate, authority] = [new X509Certificate(hello.certificate), new X509Certificate(deps.authority)];
    const now = deps.now();
    return (
      certificate.checkIssued(authority) &&
      certificate.verify(authority.publicKey) &&
      !certificate.ca &&
      Date.parse(certificate.validFrom) <= now &&
      now < Date.parse(certificate.validTo) &&
      certificate.subjectAltName === `URI:${agentName(hello.hostId)}`
    );
  } catch {
    // Not a certificate at all.
    return false;
  }
}

function signed(hello: Hello, nonce: string): boolean {
  try {
    const { publicKey } = new X509Certificate(hello.certificate);
    return createVerify('sha256').update(helloStatement(nonce, hello.hostId)).verify(publicKey, hello.signature, 'base64');
  } catch {
    return false;
  }
}
