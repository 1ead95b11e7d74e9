import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/*
 * Envelope encryption with AES-256-GCM (NIST SP 800-38D), nonces of 96 random bits. The text of a sealed secret:
 *   vigie-sealed:1:<key id>:<wrapped data key>:<content>     both parts nonce, tag, ciphertext in base64url
 * What encrypts and what names the installation's key are derived from it apart (HKDF, RFC 5869). The additional data binds
 * a secret to its purpose and place, so that two of them cannot be exchanged.
 */
const form = /^vigie-sealed:1:([0-9a-f]{16}):([A-Za-z0-9_-]+):([A-Za-z0-9_-]+)$/;
const cipherName = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
export const keyBytes = 32;

export interface WrappingKey {
  readonly id: string;
  readonly key: Buffer;
}

/** Of what a secret is: `authority-key`, and which one. */
export interface Binding {
  readonly purpose: string;
  readonly id: string;
}

export function deriveWrappingKey(secret: Buffer): WrappingKey {
  const derive = (info: string, length: number) => Buffer.from(hkdfSync('sha256', secret, '', `vigie ${info} 1`, length));
  return { id: derive('key id', 8).toString('hex'), key: derive('key encryption', keyBytes) };
}

/** Damaged or not: what begins so was sealed. */
export const isSealed = (text: string): boolean => text.startsWith('vigie-sealed:');

/** The id of the key a secret is wrapped by; null when it is none. */
export const keyIdOf = (sealed: string): string | null => form.exec(sealed.trim())?.[1] ?? null;

export function seal(plain: Buffer, binding: Binding, by: WrappingKey): string {
  const dataKey = randomBytes(keyBytes);
  return write(by.id, wrap(dataKey, binding, by), encrypt(dataKey, plain, additional(binding)));
}

/** Null when the key is another, or anything was changed. */
export function unseal(sealed: string, binding: Binding, by: WrappingKey): Buffer | null {
  const [, id, wrapped = '', content = ''] = form.exec(sealed.trim()) ?? [];
  const dataKey = id === by.id ? decrypt(by.key, Buffer.from(wrapped, 'base64url'), additional(binding, id)) : null;
  return dataKey && decrypt(dataKey, Buffer.from(content, 'base64url'), additional(binding));
}

const wrap = (dataKey: Buffer, binding: Binding, { id, key }: WrappingKey): Buffer => encrypt(key, dataKey, additional(binding, id));

const write = (id: string, wrapped: Buffer, content: Buffer): string =>
  `vigie-sealed:1:${id}:${wrapped.toString('base64url')}:${content.toString('base64url')}`;

const additional = ({ purpose, id }: Binding, keyId = ''): Buffer => Buffer.from([purpose, id, keyId].join('\0'));

function encrypt(key: Buffer, plain: Buffer, bound: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(cipherName, key, nonce, { authTagLength: tagBytes }).setAAD(bound);
  const content = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), content]);
}

function decrypt(key: Buffer, bytes: Buffer, bound: Buffer): Buffer | null {
  if (bytes.length < nonceBytes + tagBytes) {
    return null;
  }
  const decipher = createDecipheriv(cipherName, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(bound).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
  } catch {
    return null;
  }
}
