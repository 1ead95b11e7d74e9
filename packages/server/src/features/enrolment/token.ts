import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/*
 * An enrolment token: `vge_<id>_<secret>_<fingerprint>`, all hexadecimal, so that no shell and no URL changes it. The
 * fingerprint is the authority's: who holds the token knows whom to trust before anything was downloaded.
 */

export interface EnrolmentToken {
  readonly id: string;
  readonly secret: string;
}

const form = /^vge_([0-9a-f]{12})_([0-9a-f]{40})_[0-9a-f]{64}$/;

export function newToken(fingerprint: string): EnrolmentToken & { readonly text: string } {
  const [id, secret] = [randomBytes(6).toString('hex'), randomBytes(20).toString('hex')];
  return { id, secret, text: `vge_${id}_${secret}_${fingerprint}` };
}

/** Null when it is not of this form at all. */
export function parseToken(text: string): EnrolmentToken | null {
  const [, id, secret] = form.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** In constant time. */
export function isSecret(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(secret), 'hex'), Buffer.from(hash, 'hex'));
}
