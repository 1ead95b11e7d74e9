import { AppError, type Enrolment } from '@vigie/contract';
import type { Kysely } from 'kysely';
import type { HostTables } from '../../latest/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { EnrolmentTables } from '../../storage/index.ts';
import { hashSecret, isSecret, newToken, parseToken } from './token.ts';

type Tables = EnrolmentTables & HostTables;
type Row = EnrolmentTables['enrolment'];

export interface NewEnrolment {
  readonly organizationId: string;
  readonly name: string;
  readonly site: string | null;
  readonly tags: readonly string[];
  readonly uses: number;
  readonly expiresMs: number;
  readonly createdBy: string;
}

/** Who joins, once the token is known to be good. */
export interface NewHost {
  readonly id: string;
  readonly name: string;
  /** The name people give it; null is its own. */
  readonly title: string | null;
  readonly machine: string | null;
}

/** What hosts join with. A secret is kept by its hash only. */
export interface EnrolmentBook {
  list(organizationId: string): Promise<Enrolment[]>;
  /** Null when it is unknown or revoked. */
  get(organizationId: string, id: string): Promise<Enrolment | null>;
  /** The token is in this answer and nowhere else. */
  create(values: NewEnrolment): Promise<{ readonly enrolment: Enrolment; readonly token: string }>;
  /** Throws `enrolment_not_found`. */
  revoke(organizationId: string, id: string): Promise<void>;
  /** The enrolment that a token opens now. Throws `enrolment_refused`, always the same. */
  require(token: string): Promise<Row>;
  /** Uses the token once and makes the host, both or neither. Throws `enrolment_refused`. */
  admit(token: string, host: NewHost): Promise<Row>;
  /** Names of the living hosts that are this machine. */
  sameMachine(organizationId: string, machine: string): Promise<string[]>;
}

export function createEnrolmentBook(deps: {
  readonly db: Kysely<Tables>;
  readonly clock: Clock;
  /** Of the authority; the end of every token. */
  readonly fingerprint: string;
}): EnrolmentBook {
  const { db, clock } = deps;
  const present = (row: Row) => presentEnrolment(row, clock.now());

  async function rowOf(organizationId: string, id: string): Promise<Row | undefined> {
    return db
      .selectFrom('enrolment')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where('id', '=', id)
      .where('revoked_ms', 'is', null)
      .executeTakeFirst();
  }

  async function requireRow(token: string): Promise<Row> {
    const parsed = parseToken(token);
    const row = parsed && (await db.selectFrom('enrolment').selectAll().where('id', '=', parsed.id).executeTakeFirst());
    const isGood = row && isSecret(parsed.secret, row.secret_hash) && row.revoked_ms === null && present(row).state === 'open';
    if (!isGood) {
      throw new AppError('enrolment_refused');
    }
    return row;
  }

  return {
    async list(organizationId) {
      const rows = await db
        .selectFrom('enrolment')
        .selectAll()
        .where('organization_id', '=', organizationId)
        .where('revoked_ms', 'is', null)
        .orderBy('created_ms', 'desc')
        .execute();
      return rows.map(present);
    },
    async get(organizationId, id) {
      const row = await rowOf(organizationId, id);
      return row ? present(row) : null;
    },
    async create({ organizationId, name, site, tags, uses, expiresMs, createdBy }) {
      const { id, secret, text } = newToken(deps.fingerprint);
      const row: Row = {
        id,
        organization_id: organizationId,
        name,
        secret_hash: hashSecret(secret),
        site,
        tags: JSON.stringify(tags),
        uses,
        used: 0,
        created_ms: clock.now(),
        created_by: createdBy,
        expires_ms: expiresMs,
        last_used_ms: null,
        revoked_ms: null,
      };
      await db.insertInto('enrolment').values(row).execute();
      return { enrolment: present(row), token: text };
    },
    async revoke(organizationId, id) {
      if (!(await rowOf(organizationId, id))) {
        throw new AppError('enrolment_not_found');
      }
      await db.updateTable('enrolment').set({ revoked_ms: clock.now() }).where('id', '=', id).execute();
    },
    require: requireRow,
    async admit(token, host) {
      const row = await requireRow(token);
      const nowMs = clock.now();
      await db.transaction().execute(async (trx) => {
        // Of many at the same moment only as many pass here as the token has uses left.
        const { numUpdatedRows } = await trx
          .updateTable('enrolment')
          .set(({ eb }) => ({ used: eb('used', '+', 1), last_used_ms: nowMs }))
          .where('id', '=', row.id)
          .where('revoked_ms', 'is', null)
          .where('expires_ms', '>', nowMs)
          .whereRef('used', '<', 'uses')
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) {
          throw new AppError('enrolment_refused');
        }
        await trx
          .insertInto('host')
          .values({
            id: host.id,
            organization_id: row.organization_id,
            name: host.name,
            title: host.title,
            local: 0,
            facts: null,
            agent_version: null,
            created_ms: nowMs,
            revoked_ms: null,
            site: row.site,
            tags: row.tags,
            machine: host.machine,
            enrolment_id: row.id,
          })
          .execute();
      });
      return row;
    },
    async sameMachine(organizationId, machine) {
      const rows = await db
        .selectFrom('host')
        .select(['name', 'title'])
        .where('organization_id', '=', organizationId)
        .where('machine', '=', machine)
        .where('revoked_ms', 'is', null)
        .execute();
      return rows.map(({ name, title }) => title ?? name);
    },
  };
}

function presentEnrolment(row: Row, nowMs: number): Enrolment {
  return {
    id: row.id,
    name: row.name,
    state: row.used >= row.uses ? 'used' : row.expires_ms <= nowMs ? 'expired' : 'open',
    site: row.site,
    tags: JSON.parse(row.tags) as string[],
    uses: row.uses,
    used: row.used,
    createdAt: new Date(row.created_ms).toISOString(),
    createdBy: row.created_by,
    expiresAt: new Date(row.expires_ms).toISOString(),
    lastUsedAt: row.last_used_ms === null ? null : new Date(row.last_used_ms).toISOString(),
  };
}
