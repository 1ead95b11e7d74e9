import * as x509 from '@peculiar/x509';

/*
 * Makes certificates. It is the only file that loads the X.509 library, which costs about 25 MB of memory, and
 * is itself loaded only when a certificate has to be made. Profile: RFC 5280; keys are ECDSA P-256.
 */

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 86_400_000;
/** A clock that is a little behind must not find a certificate that is not valid yet. */
const earlierMs = 3_600_000;

export interface Pair {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
}

export async function makeAuthority(nowMs: number, days: number): Promise<Pair> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: 'CN=Vigie agents CA',
    ...validity(nowMs, days),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
}

export interface LeafOptions {
  readonly commonName: string;
  readonly names: readonly { readonly type: 'dns' | 'ip' | 'url'; readonly value: string }[];
  readonly purpose: 'server' | 'client';
  readonly nowMs: number;
  readonly days: number;
}

export async function makeLeaf(authority: Pair, options: LeafOptions): Promise<Pair> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return { certificate: await signLeaf(authority, keys.publicKey, options), key: await exportKey(keys.privateKey) };
}

/** The certificate for a key that stays where it was made. Throws when the PEM is no ECDSA key on P-256. */
export async function certify(authority: Pair, publicKeyPem: string, options: LeafOptions): Promise<string> {
  const raw = Buffer.from(publicKeyPem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return signLeaf(authority, await crypto.subtle.importKey('spki', raw, algorithm, true, ['verify']), options);
}

async function signLeaf(authority: Pair, publicKey: CryptoKey, options: LeafOptions): Promise<string> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const signingKey = await importKey(authority.key);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [{ CN: [options.commonName] }],
    issuer: issuer.subject,
    ...validity(options.nowMs, options.days),
    signingAlgorithm: algorithm,
    publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(
        [options.purpose === 'server' ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth],
        false,
      ),
      new x509.SubjectAlternativeNameExtension([...options.names]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return certificate.toString('pem');
}

function validity(nowMs: number, days: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(nowMs - earlierMs), notAfter: new Date(nowMs + days * dayMs) };
}

/** 16 random bytes, positive (RFC 5280, 4.1.2.2). */
function newSerial(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return Buffer.from(bytes).toString('hex');
}

async function exportKey(key: CryptoKey): Promise<string> {
  const raw = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${raw.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`;
}

async function importKey(pem: string): Promise<CryptoKey> {
  const raw = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return crypto.subtle.importKey('pkcs8', raw, algorithm, false, ['sign']);
}
