import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError, type Role, type Token } from '@vigie/contract';
import type { Kysely } from 'kysely';
import type { TokenTables } from '../../storage/index.ts';
import type { Clock } from '../clock.ts';
import { ownerTokenId } from './actors.ts';
import { readRole } from './role.ts';

type Row = TokenTables['token'];

interface KnownToken {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/**
 * The tokens that programs sign in with. Those that live are in memory by their hash, so that a wrong one costs a hash
 * and no query, however many come.
 */
export interface TokenBook {
  /** Null when it is unknown, revoked or past its end. Notes the use. */
  find(secret: string): KnownToken | null;
  isAlive(id: string): boolean;
  list(organizationId: string): readonly Token[];
  /** Null when it is unknown or revoked. */
  get(organizationId: string, id: string): Token | null;
  /** The secret is in this answer and nowhere else. */
  create(values: {
    readonly organizationId: string;
    readonly name: string;
    readonly role: Role;
    readonly expiresMs: number | null;
    readonly createdBy: string;
  }): Promise<{ readonly token: Token; readonly secret: string }>;
  /** Ends it at once. Throws `token_not_found`. */
  revoke(organizationId: string, id: string): Promise<void>;
}

export interface TokenBookDeps {
  readonly db: Kysely<TokenTables>;
  readonly clock: Clock;
  /** `VIGIE_TOKEN`; null when none is configured. */
  readonly ownerToken: string | null;
  readonly report: (error: unknown) => void;
}

const prefixLength = 12;
const usesWrittenEveryMs = 60_000;

export async function openTokenBook(deps: TokenBookDeps): Promise<TokenBook> {
  const rows = await deps.db.selectFrom('token').selectAll().where('revoked_ms', 'is', null).execute();
  const byHash = new Map(rows.map((row) => [row.secret_hash, row]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const ownerHash = deps.ownerToken === null ? null : sha256(deps.ownerToken);
  const live = (row: Row | undefined): Row | null => (row && (row.expires_ms === null || row.expires_ms > deps.clock.now()) ? row : null);
  const owned = (organizationId: string, id: string): Row | null => {
    const row = byId.get(id);
    return row?.organization_id === organizationId ? row : null;
  };

  function noteUse(row: Row): void {
    const nowMs = deps.clock.now();
    if (row.last_used_ms !== null && nowMs - row.last_used_ms < usesWrittenEveryMs) {
      return;
    }
    row.last_used_ms = nowMs;
    deps.db.updateTable('token').set({ last_used_ms: nowMs }).where('id', '=', row.id).execute().catch(deps.report);
  }

  return {
    find(secret) {
      const hash = sha256(secret);
      if (ownerHash !== null && timingSafeEqual(hash, ownerHash)) {
        return { id: ownerTokenId, name: 'VIGIE_TOKEN', role: 'owner' };
      }
      const row = live(byHash.get(hash.toString('hex')));
      if (!row) {
        return null;
      }
      noteUse(row);
      return { id: row.id, name: row.name, role: readRole(row.role) };
    },
    isAlive: (id) => (id === ownerTokenId ? ownerHash !== null : live(byId.get(id)) !== null),
    list: (organizationId) =>
      [...byId.values()]
        .filter((row) => row.organization_id === organizationId)
        .sort((left, right) => right.created_ms - left.created_ms)
        .map(presentToken),
    get(organizationId, id) {
      const row = owned(organizationId, id);
      return row && presentToken(row);
    },
    async create({ organizationId, name, role, expiresMs, createdBy }) {
      const secret = `vigie_${randomBytes(32).toString('base64url')}`;
      const row: Row = {
        id: crypto.randomUUID(),
        organization_id: organizationId,
        name,
        role,
        prefix: secret.slice(0, prefixLength),
        secret_hash: sha256(secret).toString('hex'),
        created_ms: deps.clock.now(),
        created_by: createdBy,
        expires_ms: expiresMs,
        last_used_ms: null,
        revoked_ms: null,
      };
      await deps.db.insertInto('token').values(row).execute();
      byHash.set(row.secret_hash, row);
      byId.set(row.id, row);
      return { token: presentToken(row), secret };
    },
    async revoke(organizationId, id) {
      const row = owned(organizationId, id);
      if (!row) {
        throw new AppError('token_not_found');
      }
      await deps.db.updateTable('token').set({ revoked_ms: deps.clock.now() }).where('id', '=', id).execute();
      byHash.delete(row.secret_hash);
      byId.delete(id);
    },
  };
}

function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function presentToken(row: Row): Token {
  const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  return {
    id: row.id,
    name: row.name,
    role: readRole(row.role),
    prefix: row.prefix,
    createdAt: new Date(row.created_ms).toISOString(),
    createdBy: row.created_by,
    expiresAt: iso(row.expires_ms),
    lastUsedAt: iso(row.last_used_ms),
  };
}
