import { type Hello, helloStatement } from '@vigie/contract/agent';

export interface Identity {
  readonly hostId: string;
  /** PEM of the certificate that TLS shows. */
  readonly certificate: string;
  /** PEM of its private key. */
  readonly key: string;
}

/** Proves to the server, which cannot see the certificate of TLS, that this agent holds its key. */
export async function signHello(identity: Identity, nonce: string): Promise<Pick<Hello, 'hostId' | 'certificate' | 'signature'>> {
  // Loaded when needed: the module costs memory, and a session begins seldom.
  const { createPrivateKey, sign } = await import('node:crypto');
  const statement = Buffer.from(helloStatement(nonce, identity.hostId));
  const signature = sign('sha256', statement, { key: createPrivateKey(identity.key), dsaEncoding: 'der' });
  return { hostId: identity.hostId, certificate: identity.certificate, signature: signature.toString('base64') };
}
