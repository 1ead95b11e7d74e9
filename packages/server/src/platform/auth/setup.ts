import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { AppError } from '@vigie/contract';
import type { Kysely } from 'kysely';
import type { AccountTables, InstallationTables } from '../../storage/index.ts';
import type { Clock } from '../clock.ts';
import { insertOwner, type Person } from './accounts.ts';
import { addressGroup, createAttempts } from './attempts.ts';
import { hashPassword } from './password-hash.ts';

interface OwnerValues {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** The first owner. When there is one this is closed for ever, whatever becomes of that person. */
export interface Setup {
  isDone(): boolean;
  /** A new one-time code, which replaces the one before; null when set-up is done. Only its hash is kept. */
  newCode(): Promise<string | null>;
  /** Throws `setup_done`, `wrong_setup_code` or `too_many_requests`. */
  requireCode(code: string, address: string | null): Promise<void>;
  /** Makes the owner, once. Throws `setup_done`. */
  createOwner(values: OwnerValues): Promise<Person>;
}

type SetupTables = AccountTables & InstallationTables;

export interface SetupDeps {
  readonly db: Kysely<SetupTables>;
  readonly clock: Clock;
}

const attemptsMost = 10;
const windowMs = 15 * 60_000;
/** Without letters and digits that look alike. Fifteen of them hold 74 bits. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

export async function openSetup(deps: SetupDeps): Promise<Setup> {
  const { db, clock } = deps;
  const attempts = createAttempts({ clock, most: attemptsMost, windowMs });
  let done = (await readValue(db, 'setup_done')) !== null || (await hasPeople(db));

  function requireOpen(): void {
    if (done) {
      throw new AppError('setup_done');
    }
  }

  return {
    isDone: () => done,
    async newCode() {
      if (done) {
        return null;
      }
      const letters = Array.from({ length: 15 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
      const value = hashCode(letters).toString('hex');
      await db
        .insertInto('installation')
        .values({ key: 'setup_code', value })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
        .execute();
      return letters.replace(/(.{5})(?=.)/g, '$1-');
    },
    async requireCode(code, address) {
      requireOpen();
      const { allowed, retryAfterSeconds } = attempts.take(addressGroup(address));
      if (!allowed) {
        throw new AppError('too_many_requests', { data: { retryAfterSeconds } });
      }
      const kept = await readValue(db, 'setup_code');
      if (kept === null || !timingSafeEqual(Buffer.from(kept, 'hex'), hashCode(code))) {
        throw new AppError('wrong_setup_code');
      }
      attempts.giveBack(addressGroup(address));
    },
    async createOwner(values) {
      requireOpen();
      const passwordHash = await hashPassword(values.password);
      requireOpen();
      const person = await db.transaction().execute(async (trx) => {
        // The key is unique: of two at the same moment one loses here, before any person is made.
        const claimed = await trx
          .insertInto('installation')
          .values({ key: 'setup_done', value: new Date(clock.now()).toISOString() })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (claimed.numInsertedOrUpdatedRows !== 1n || (await hasPeople(trx))) {
          throw new AppError('setup_done');
        }
        await trx.deleteFrom('installation').where('key', '=', 'setup_code').execute();
        return insertOwner(trx, { ...values, passwordHash, nowMs: clock.now() });
      });
      done = true;
      return person;
    },
  };
}

async function readValue(db: Kysely<SetupTables>, key: string): Promise<string | null> {
  const row = await db.selectFrom('installation').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value ?? null;
}

async function hasPeople(db: Kysely<SetupTables>): Promise<boolean> {
  return (await db.selectFrom('user').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Hyphens, blanks and capitals are how people type, not part of the code. */
function hashCode(code: string): Buffer {
  return createHash('sha256').update(code.toLowerCase().replace(/[\s-]/g, '')).digest();
}
