import { AppError, type Role } from '@vigie/contract';
import { betterAuth } from 'better-auth/minimal';
import type { Kysely } from 'kysely';
import type { AccountTables, InstallationTables } from '../../storage/index.ts';
import type { Logger } from '../log/index.ts';
import { kyselyAdapter } from './adapter.ts';
import { hashPassword, verifyPasswordHash } from './password-hash.ts';
import { readRole } from './role.ts';

const sessionSeconds = 7 * 24 * 3600;
const addressHeader = 'x-vigie-address';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

export interface PersonSession {
  readonly person: Person;
  readonly expiresAt: string;
  /** `Set-Cookie` lines for the answer, when the session was made longer or ended. */
  readonly setCookies: readonly string[];
}

/** People and their sessions, by the accounts library. Who may do what is not its business; how often one may try is the caller's. */
export interface Accounts {
  /** Null when e-mail or password is wrong, in about the same time whether the e-mail is known or not. */
  signIn(values: {
    readonly email: string;
    readonly password: string;
    readonly address: string | null;
    readonly userAgent: string | null;
  }): Promise<PersonSession | null>;
  /** Ends the session of these cookies; gives the lines that clear them. */
  signOut(cookie: string): Promise<readonly string[]>;
  /** Null when no session of these cookies lives. */
  findSession(cookie: string): Promise<PersonSession | null>;
  verifyPassword(personId: string, password: string): Promise<boolean>;
}

export interface AccountsDeps {
  readonly db: Kysely<AccountTables>;
  readonly secret: string;
  /** Where people reach the page; only its scheme matters, for the `Secure` of cookies. */
  readonly baseUrl: URL;
  readonly log: Logger;
}

export function createAccounts(deps: AccountsDeps): Accounts {
  const auth = createLibrary(deps);
  return {
    async signIn({ email, password, address, userAgent }) {
      const headers = new Headers({ [addressHeader]: address ?? '', 'user-agent': userAgent ?? '' });
      const answer = await auth.api.signInEmail({ body: { email, password }, headers, asResponse: true });
      if (answer.status === 401 || answer.status === 400) {
        return null;
      }
      if (!answer.ok) {
        throw new Error(`the accounts library answered ${answer.status} to a sign-in`);
      }
      const setCookies = answer.headers.getSetCookie();
      const cookie = setCookies.map((line) => line.split(';', 1)[0]).join('; ');
      const session = await auth.api.getSession({ headers: new Headers({ cookie }) });
      return session && { person: readPerson(session.user), expiresAt: session.session.expiresAt.toISOString(), setCookies };
    },
    async signOut(cookie) {
      const answer = await auth.api.signOut({ headers: new Headers({ cookie }), asResponse: true });
      return answer.headers.getSetCookie();
    },
    async findSession(cookie) {
      const { response, headers } = await auth.api.getSession({ headers: new Headers({ cookie }), returnHeaders: true });
      return (
        response && {
          person: readPerson(response.user),
          expiresAt: response.session.expiresAt.toISOString(),
          setCookies: headers.getSetCookie(),
        }
      );
    },
    async verifyPassword(personId, password) {
      const row = await deps.db
        .selectFrom('account')
        .select('password')
        .where('user_id', '=', personId)
        .where('provider_id', '=', 'credential')
        .executeTakeFirst();
      return row?.password ? await verifyPasswordHash(row.password, password) : false;
    },
  };
}

function readPerson(user: { readonly id: string; readonly name: string; readonly email: string; readonly role?: unknown }): Person {
  return { id: user.id, name: user.name, email: user.email, role: readRole(user.role) };
}

/**
 * Sign-up, its own rate limit and its own origin check are off: only set-up makes an owner, and our door checks address,
 * origin and number of attempts before anything comes here. Nothing of it is mounted; we call three functions.
 */
function createLibrary({ db, secret, baseUrl, log }: AccountsDeps) {
  const dates = { createdAt: 'created_at', updatedAt: 'updated_at' };
  return betterAuth({
    appName: 'Vigie',
    baseURL: baseUrl.origin,
    basePath: '/api/auth',
    secret,
    database: kyselyAdapter(db),
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: {
      level: 'warn',
      log: (level, message) => {
        // A wrong password is told in the audit trail, with its address; it is not news for the operator.
        if (level === 'error') {
          log.error('accounts', { message });
        } else {
          log.debug('accounts', { message });
        }
      },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 256,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPasswordHash(hash, password) },
    },
    user: {
      fields: { ...dates, emailVerified: 'email_verified' },
      additionalFields: { role: { type: 'string', required: true, input: false } },
    },
    session: {
      expiresIn: sessionSeconds,
      updateAge: 24 * 3600,
      fields: { ...dates, userId: 'user_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent' },
    },
    account: {
      fields: {
        ...dates,
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
      },
    },
    verification: { fields: { ...dates, expiresAt: 'expires_at' } },
    advanced: {
      cookiePrefix: 'vigie',
      useSecureCookies: baseUrl.protocol === 'https:',
      defaultCookieAttributes: { sameSite: 'strict', httpOnly: true },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      disableCSRFCheck: true,
      disableOriginCheck: true,
      database: { validateSchema: false },
    },
  });
}

/** Makes the first person, in the caller's transaction. */
export async function insertOwner(
  db: Kysely<AccountTables & InstallationTables>,
  values: { readonly name: string; readonly email: string; readonly passwordHash: string; readonly nowMs: number },
): Promise<Person> {
  const now = new Date(values.nowMs).toISOString();
  const person: Person = { id: crypto.randomUUID(), name: values.name, email: values.email.toLowerCase(), role: 'owner' };
  const stamps = { created_at: now, updated_at: now };
  if (await db.selectFrom('user').select('id').where('email', '=', person.email).executeTakeFirst()) {
    throw new AppError('setup_done');
  }
  await db
    .insertInto('user')
    .values({ ...stamps, id: person.id, name: person.name, email: person.email, email_verified: 1, image: null, role: person.role })
    .execute();
  await db
    .insertInto('account')
    .values({
      ...stamps,
      id: crypto.randomUUID(),
      user_id: person.id,
      account_id: person.id,
      provider_id: 'credential',
      password: values.passwordHash,
      access_token: null,
      refresh_token: null,
      id_token: null,
      access_token_expires_at: null,
      refresh_token_expires_at: null,
      scope: null,
    })
    .execute();
  return person;
}
