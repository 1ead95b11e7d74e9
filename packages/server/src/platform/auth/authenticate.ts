import { AppError, type Language, negotiateLanguage, text } from '@vigie/contract';
import type { Actor } from '../../operations/types.ts';
import type { Clock } from '../clock.ts';
import { anonymousActor, personActor, type Surroundings, subjectOf, tokenActor } from './actors.ts';
import { addressGroup, createAttempts } from './attempts.ts';
import type { Sessions } from './sessions.ts';
import type { SignInAudit } from './sign-in.ts';
import type { TokenBook } from './token-book.ts';

export interface Authentication {
  readonly actor: Actor;
  /** By which of the two it was recognised; `none` is the anonymous actor. */
  readonly by: 'token' | 'session' | 'none';
  /** `Set-Cookie` lines the answer must carry. */
  readonly setCookies: readonly string[];
}

export interface Authenticator {
  /** Throws `unauthenticated` when a token was sent and is not good, even beside a good cookie; `too_many_requests` when very many were. */
  authenticate(headers: Headers, address: string | null): Promise<Authentication>;
  /** Is the session or token behind an actor, as `authenticate` made it, still good? */
  isStillValid(actor: Actor): Promise<boolean>;
}

export interface AuthenticatorDeps {
  readonly tokens: TokenBook;
  readonly sessions: Sessions;
  readonly audit: SignInAudit;
  readonly clock: Clock;
  readonly organizationId: string;
  /** The language somebody has chosen; null follows the browser. */
  readonly languageOf: (subject: string) => Promise<Language | null>;
  readonly report: (error: unknown) => void;
}

const wrongTokensMost = 100;
const wrongTokensWindowMs = 60_000;

export function createAuthenticator(deps: AuthenticatorDeps): Authenticator {
  const wrongTokens = createAttempts({ clock: deps.clock, most: wrongTokensMost, windowMs: wrongTokensWindowMs });
  /** The cookie behind a person's actor, to ask again whether it is still good. */
  const cookies = new WeakMap<Actor, string>();

  /** A right token is never slowed down by wrong ones: 32 random bytes are not guessed, so there is nothing to protect by that. */
  function refuseToken(address: string | null): never {
    const { allowed, retryAfterSeconds } = wrongTokens.take(addressGroup(address));
    if (!allowed) {
      throw new AppError('too_many_requests', { data: { retryAfterSeconds } });
    }
    deps.audit
      .appendSignIn({
        action: 'SIGN_IN_REFUSED',
        user: '',
        userId: '',
        address,
        door: 'api',
        organizationId: deps.organizationId,
        result: text('the token is not known, was revoked or has expired', 'le jeton est inconnu, révoqué ou expiré'),
      })
      .catch(deps.report);
    throw new AppError('unauthenticated');
  }

  return {
    async authenticate(headers, address) {
      const browser: Surroundings = {
        organizationId: deps.organizationId,
        address,
        language: negotiateLanguage(headers.get('accept-language')),
      };
      const secret = readToken(headers);
      if (secret !== null) {
        const token = secret === '' ? null : deps.tokens.find(secret);
        if (!token) {
          return refuseToken(address);
        }
        const language = await deps.languageOf(subjectOf({ kind: 'token', id: token.id }));
        const door = headers.get('x-vigie-door') === 'command' ? 'command' : 'api';
        const actor = tokenActor(token, door, { ...browser, language: language ?? browser.language });
        return { actor, by: 'token', setCookies: [] };
      }
      const cookie = headers.get('cookie') ?? '';
      const session = await deps.sessions.find(cookie);
      if (!session) {
        return { actor: anonymousActor(browser), by: 'none', setCookies: [] };
      }
      const language = await deps.languageOf(subjectOf({ kind: 'user', id: session.person.id }));
      const actor = personActor(session.person, { ...browser, language: language ?? browser.language });
      cookies.set(actor, cookie);
      return { actor, by: 'session', setCookies: session.setCookies };
    },
    async isStillValid(actor) {
      if (actor.kind === 'token') {
        return deps.tokens.isAlive(actor.id);
      }
      const cookie = cookies.get(actor);
      const session = cookie === undefined ? null : await deps.sessions.find(cookie);
      return session !== null && session.person.id === actor.id && session.person.role === actor.role;
    },
  };
}

/**
 * The token of a request: null when it carries none, empty when what it carries can be no token. `Authorization` of
 * another kind is not for us: a proxy before us may ask for a password of its own.
 */
function readToken(headers: Headers): string | null {
  const own = headers.get('x-auth-token')?.trim() || null;
  const bearer = /^bearer\s+(.*)$/i.exec(headers.get('authorization')?.trim() ?? '')?.[1]?.trim() ?? null;
  if (own !== null && bearer !== null && own !== bearer) {
    return '';
  }
  const token = own ?? bearer;
  return token !== null && token.length > 512 ? '' : token;
}
