import type { Clock } from '../clock.ts';
import type { Accounts, PersonSession } from './accounts.ts';

const trustedForMs = 3_000;
const sessionsRemembered = 2_000;

/** The sessions of cookies, looked up at most once in three seconds each, so that a page that asks often stays cheap. */
export interface Sessions {
  find(cookie: string): Promise<PersonSession | null>;
  /** Ends it here and in the accounts; gives the lines that clear the cookies. */
  end(cookie: string): Promise<readonly string[]>;
}

export function createSessions(deps: { readonly accounts: Accounts; readonly clock: Clock }): Sessions {
  const known = new Map<string, { readonly atMs: number; readonly session: Promise<PersonSession | null> }>();
  return {
    async find(cookie) {
      const key = sessionKey(cookie);
      if (key === null) {
        return null;
      }
      const nowMs = deps.clock.now();
      const before = known.get(key);
      if (before && nowMs - before.atMs < trustedForMs && nowMs >= before.atMs) {
        const session = await before.session;
        // A longer life is told to the browser once, by the answer that asked for it.
        return session && Date.parse(session.expiresAt) > nowMs ? { ...session, setCookies: [] } : null;
      }
      const session = deps.accounts.findSession(cookie);
      const entry = { atMs: nowMs, session };
      known.delete(key);
      known.set(key, entry);
      if (known.size > sessionsRemembered) {
        const oldest = known.keys().next();
        if (!oldest.done) {
          known.delete(oldest.value);
        }
      }
      try {
        const found = await session;
        if (found === null && known.get(key) === entry) {
          known.delete(key);
        }
        return found;
      } catch (error) {
        known.delete(key);
        throw error;
      }
    },
    async end(cookie) {
      const key = sessionKey(cookie);
      const cleared = await deps.accounts.signOut(cookie);
      // After the session has gone, so that nothing that was asked meanwhile brings it back.
      if (key !== null) {
        known.delete(key);
      }
      return cleared;
    },
  };
}

const sessionCookie = /(?:^|;\s*)((?:__Secure-)?vigie\.session_token=[^;]+)/;

/** Which session a `Cookie` header speaks of; null when of none. */
export function sessionKey(cookie: string): string | null {
  return sessionCookie.exec(cookie)?.[1] ?? null;
}
