import { AppError, type Text, text } from '@vigie/contract';
import { storageError } from '../../operations/storage-error.ts';
import type { Clock } from '../clock.ts';
import type { Accounts, Person, PersonSession } from './accounts.ts';
import { addressGroup, createAttempts } from './attempts.ts';
import type { Sessions } from './sessions.ts';

/** What is written when somebody signs in, is refused, or signs out. The audit trail does it. */
export interface SignInAudit {
  appendSignIn(record: {
    readonly action: 'SIGNED_IN' | 'SIGN_IN_REFUSED' | 'SIGNED_OUT' | 'SETUP_COMPLETED';
    readonly user: string;
    readonly userId: string;
    readonly address: string | null;
    readonly door: 'page' | 'api' | 'command' | 'system';
    readonly organizationId: string;
    readonly result: Text;
  }): Promise<void>;
}

export interface SignInDeps {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly audit: SignInAudit;
  readonly clock: Clock;
  readonly organizationId: string;
}

export interface SignIn {
  /** Throws `wrong_credentials`, `too_many_requests` or `invalid_input`. The record is durable before anybody is let in. */
  signIn(values: {
    readonly email: unknown;
    readonly password: unknown;
    readonly address: string | null;
    readonly userAgent: string | null;
  }): Promise<PersonSession>;
  /** Gives the lines that clear the cookies, also when no session lived. */
  signOut(values: { readonly cookie: string; readonly address: string | null }): Promise<readonly string[]>;
}

const attemptsMost = 5;
const windowMs = 15 * 60_000;

/** E-mail and password at the door: five tries in a quarter of an hour for each account and each address. */
export function createSignIn(deps: SignInDeps): SignIn {
  const byAccount = createAttempts({ clock: deps.clock, most: attemptsMost, windowMs });
  const byAddress = createAttempts({ clock: deps.clock, most: attemptsMost, windowMs });

  function record(
    action: 'SIGNED_IN' | 'SIGN_IN_REFUSED' | 'SIGNED_OUT',
    person: Person | null,
    email: string,
    address: string | null,
    result: Text,
  ) {
    return deps.audit.appendSignIn({
      action,
      user: person?.email ?? email,
      userId: person?.id ?? '',
      address,
      door: 'page',
      organizationId: deps.organizationId,
      result,
    });
  }

  return {
    async signIn({ email: rawEmail, password, address, userAgent }) {
      const { email } = requireCredentials(rawEmail, password);
      const group = addressGroup(address);
      // Counted before it is checked, so that many at once gain nothing.
      const verdicts = [byAccount.take(email), byAddress.take(group)];
      const refused = verdicts.find((verdict) => !verdict.allowed);
      if (refused) {
        await record('SIGN_IN_REFUSED', null, email, address, text('too many tries', 'trop d’essais'));
        throw new AppError('too_many_requests', { data: { retryAfterSeconds: refused.retryAfterSeconds } });
      }
      const session = await deps.accounts.signIn({ email, password: String(password), address, userAgent });
      if (!session) {
        await record('SIGN_IN_REFUSED', null, email, address, text('wrong e-mail or password', 'adresse ou mot de passe incorrect'));
        throw new AppError('wrong_credentials');
      }
      byAccount.forget(email);
      byAddress.giveBack(group);
      await record('SIGNED_IN', session.person, email, address, text('with a password', 'avec un mot de passe'));
      return session;
    },
    async signOut({ cookie, address }) {
      const session = await deps.sessions.find(cookie);
      const cleared = await deps.sessions.end(cookie);
      if (session) {
        await record('SIGNED_OUT', session.person, session.person.email, address, text('signed out', 'déconnexion'));
      }
      return cleared;
    },
  };
}

/** A session and its record need room. When the disk has none, what was put aside for this is spent, and tried with once more. */
export function signInOnFullDisk(signIn: SignIn, spendReserve: () => boolean): SignIn {
  return {
    ...signIn,
    async signIn(values) {
      try {
        return await signIn.signIn(values);
      } catch (error) {
        if (storageError(error).code !== 'storage_full' || !spendReserve()) {
          throw error;
        }
        return await signIn.signIn(values);
      }
    },
  };
}

function requireCredentials(email: unknown, password: unknown): { readonly email: string } {
  const details = [
    ...(typeof email === 'string' && email.length > 0 && email.length <= 254
      ? []
      : [{ path: 'email', message: text('must be an e-mail address', 'doit être une adresse e-mail') }]),
    ...(typeof password === 'string' && password.length > 0 && password.length <= 256
      ? []
      : [{ path: 'password', message: text('must have 1 to 256 characters', 'doit avoir de 1 à 256 caractères') }]),
  ];
  if (details.length > 0 || typeof email !== 'string') {
    throw new AppError('invalid_input', { details });
  }
  return { email: email.trim().toLowerCase() };
}
