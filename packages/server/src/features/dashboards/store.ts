import { AppError, type Dashboard, type DashboardContent, DashboardContentSchema, type DashboardInfo } from '@vigie/contract';
import type { Kysely } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { DashboardTables } from '../../storage/index.ts';

const versionsKept = 50;

/** Who asks for a dashboard. */
export interface Reader {
  readonly organizationId: string;
  /** The person or token, as preferences know it. */
  readonly subject: string;
  readonly name: string;
}

export interface DashboardVersion {
  readonly version: number;
  readonly content: DashboardContent;
  readonly savedMs: number;
  readonly savedBy: string;
}

export interface DashboardStore {
  list(reader: Reader): Promise<DashboardInfo[]>;
  /** Throws `dashboard_not_found`, also for what is another's and not shared. `deleted` also finds what was deleted. */
  get(reader: Reader, id: string, options?: { readonly version?: number | undefined; readonly deleted?: boolean }): Promise<Dashboard>;
  versions(reader: Reader, id: string): Promise<DashboardVersion[]>;
  create(reader: Reader, content: DashboardContent, shared: boolean): Promise<Dashboard>;
  /** Throws `changed_since` when `base` is not the newest version. */
  save(
    reader: Reader,
    id: string,
    change: {
      readonly base: number;
      readonly content?: DashboardContent | undefined;
      readonly shared?: boolean | undefined;
      readonly restore: boolean;
    },
  ): Promise<Dashboard>;
  delete(reader: Reader, id: string): Promise<void>;
}

interface Row {
  readonly id: string;
  readonly owner: string;
  readonly owner_name: string;
  readonly shared: number;
  readonly version: number;
  readonly content: string;
  readonly saved_ms: number;
  readonly saved_by: string;
}

/** Dashboards in `state.db`. Each version stays as it was saved; what an older program wrote is read with today's shape. */
export function createDashboardStore({ db, clock }: { readonly db: Kysely<DashboardTables>; readonly clock: Clock }): DashboardStore {
  const visible = (reader: Reader, deleted = false) =>
    db
      .selectFrom('dashboard')
      .innerJoin('dashboard_version', (join) =>
        join.onRef('dashboard_version.dashboard_id', '=', 'dashboard.id').onRef('dashboard_version.version', '=', 'dashboard.version'),
      )
      .select(['id', 'owner', 'owner_name', 'shared', 'dashboard.version as version', 'content', 'saved_ms', 'saved_by'])
      .where('organization_id', '=', reader.organizationId)
      .where((where) => where.or([where('owner', '=', reader.subject), where('shared', '=', 1)]))
      .where('deleted_ms', deleted ? 'is not' : 'is', null);

  async function find(reader: Reader, id: string, deleted = false): Promise<Row> {
    const row =
      (await visible(reader).where('id', '=', id).executeTakeFirst()) ??
      (deleted ? await visible(reader, true).where('id', '=', id).executeTakeFirst() : undefined);
    if (!row) {
      throw new AppError('dashboard_not_found');
    }
    return row;
  }

  async function put(id: string, version: number, content: DashboardContent, reader: Reader): Promise<void> {
    await db
      .insertInto('dashboard_version')
      .values({ dashboard_id: id, version, content: JSON.stringify(content), saved_ms: clock.now(), saved_by: reader.name })
      .execute();
    await db
      .deleteFrom('dashboard_version')
      .where('dashboard_id', '=', id)
      .where('version', '<=', version - versionsKept)
      .execute();
  }

  return {
    async list(reader) {
      const rows = await visible(reader).execute();
      return rows.map((row) => infoOf(row, reader)).sort((a, b) => a.name.localeCompare(b.name));
    },
    async get(reader, id, { version, deleted } = {}) {
      const row = await find(reader, id, deleted);
      if (version === undefined || version === row.version) {
        return present(row, reader);
      }
      const older = await db
        .selectFrom('dashboard_version')
        .selectAll()
        .where('dashboard_id', '=', id)
        .where('version', '=', version)
        .executeTakeFirst();
      if (!older) {
        throw new AppError('dashboard_not_found');
      }
      return present({ ...row, ...older }, reader);
    },
    async versions(reader, id) {
      await find(reader, id);
      const rows = await db.selectFrom('dashboard_version').selectAll().where('dashboard_id', '=', id).orderBy('version', 'desc').execute();
      return rows.map((row) => ({ version: row.version, content: readContent(row.content), savedMs: row.saved_ms, savedBy: row.saved_by }));
    },
    async create(reader, content, shared) {
      const id = crypto.randomUUID();
      await db
        .insertInto('dashboard')
        .values({
          id,
          organization_id: reader.organizationId,
          owner: reader.subject,
          owner_name: reader.name,
          shared: shared ? 1 : 0,
          version: 1,
          deleted_ms: null,
        })
        .execute();
      await put(id, 1, content, reader);
      return present(await find(reader, id), reader);
    },
    async save(reader, id, { base, content, shared, restore }) {
      const row = await find(reader, id, restore);
      const isMine = row.owner === reader.subject;
      if (shared !== undefined && !isMine) {
        throw new AppError('permission_denied');
      }
      const version = content === undefined ? row.version : row.version + 1;
      // One statement decides, so that of two who save at once only one does.
      const { numUpdatedRows } = await db
        .updateTable('dashboard')
        .set({ version, shared: shared === undefined ? row.shared : shared ? 1 : 0, deleted_ms: null })
        .where('id', '=', id)
        .where('version', '=', base)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) {
        throw new AppError('changed_since', { data: { version: row.version, by: row.saved_by } });
      }
      if (content !== undefined) {
        await put(id, version, content, reader);
      }
      return present(await find(reader, id), reader);
    },
    async delete(reader, id) {
      await find(reader, id);
      await db.updateTable('dashboard').set({ deleted_ms: clock.now() }).where('id', '=', id).execute();
    },
  };
}

function infoOf(row: Row, reader: Reader): DashboardInfo {
  const { content, ...info } = present(row, reader);
  return { ...info, widgets: content.widgets.length };
}

function present(row: Row, reader: Reader): Dashboard {
  const content = readContent(row.content);
  return {
    id: row.id,
    name: content.name,
    description: content.description,
    shipped: false,
    shared: row.shared === 1,
    mine: row.owner === reader.subject,
    owner: row.owner_name,
    version: row.version,
    updatedAt: new Date(row.saved_ms).toISOString(),
    updatedBy: row.saved_by,
    content,
  };
}

function readContent(json: string): DashboardContent {
  return DashboardContentSchema.parse(JSON.parse(json));
}
