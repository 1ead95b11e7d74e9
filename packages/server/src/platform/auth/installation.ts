import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { InstallationTables } from '../../storage/index.ts';

/** What this installation is; made at the first start and never changed. */
export interface Installation {
  readonly organizationId: string;
  readonly organizationName: string;
  /** Signs session cookies. */
  readonly secret: string;
}

/** Reads it, and makes what is missing. Two starts at once make the same one. */
export async function openInstallation(
  db: Kysely<InstallationTables>,
  defaults: { readonly organizationName: string },
): Promise<Installation> {
  const ensure = async (key: string, value: string): Promise<string> => {
    await db
      .insertInto('installation')
      .values({ key, value })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await db.selectFrom('installation').select('value').where('key', '=', key).executeTakeFirstOrThrow();
    return row.value;
  };
  return {
    organizationId: await ensure('organization_id', crypto.randomUUID()),
    organizationName: await ensure('organization_name', defaults.organizationName),
    secret: await ensure('session_secret', randomBytes(32).toString('base64url')),
  };
}
