import { AppError } from '@vigie/contract';
import type { Actor } from './types.ts';

const windowMs = 15 * 60_000;
const attemptsPerWindow = 5;
const actorsRemembered = 10_000;

/** Throws `wrong_credentials` or `too_many_requests`; resolves when the password is the actor's. */
export type PasswordCheck = (actor: Actor, password: string) => Promise<void>;

/** Asks for a password again, at most five wrong ones per person and quarter of an hour. An attempt counts before it is checked, so that many at once gain nothing. */
export function createPasswordCheck(deps: {
  readonly nowMs: () => number;
  readonly verifyPassword: (actor: Actor, password: string) => Promise<boolean>;
}): PasswordCheck {
  const attempts = new Map<string, { since: number; count: number }>();
  return async (actor, password) => {
    const nowMs = deps.nowMs();
    const known = attempts.get(actor.id);
    const attempt = known && nowMs - known.since < windowMs ? known : { since: nowMs, count: 0 };
    if (attempt.count >= attemptsPerWindow) {
      throw new AppError('too_many_requests');
    }
    attempt.count += 1;
    attempts.delete(actor.id);
    attempts.set(actor.id, attempt);
    if (attempts.size > actorsRemembered) {
      const oldest = attempts.keys().next();
      if (!oldest.done) {
        attempts.delete(oldest.value);
      }
    }
    if (!(await deps.verifyPassword(actor, password))) {
      throw new AppError('wrong_credentials');
    }
    attempts.delete(actor.id);
  };
}
