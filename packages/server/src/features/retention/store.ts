import { type Retention, RetentionSchema } from '@vigie/contract';
import type { Kysely } from 'kysely';
import type { RetentionTables } from '../../storage/index.ts';

/** SecuMon's tiers for figures; events a year, but those of processes, which are many and soon stale, a week; states of hosts a quarter. */
export const defaultRetention: Retention = {
  rawDays: 2,
  minuteDays: 30,
  fiveMinutesDays: 90,
  hourDays: 365,
  processEventDays: 7,
  unitEventDays: 365,
  loginEventDays: 365,
  eventDays: 365,
  stateDays: 90,
};

export interface RetentionStore {
  get(organizationId: string): Promise<Retention>;
  /** Changes the named durations and gives all of them. */
  set(organizationId: string, change: Partial<Retention>): Promise<Retention>;
}

/** Keeps only what was ever set, so that a new default reaches everybody who did not choose. */
export function createRetentionStore({ db }: { readonly db: Kysely<RetentionTables> }): RetentionStore {
  const chosen = async (organizationId: string): Promise<Partial<Retention>> => {
    const row = await db.selectFrom('retention').select('value').where('organization_id', '=', organizationId).executeTakeFirst();
    return RetentionSchema.partial()
      .catch({})
      .parse(JSON.parse(row?.value ?? '{}'));
  };
  return {
    get: async (organizationId) => ({ ...defaultRetention, ...(await chosen(organizationId)) }),
    async set(organizationId, change) {
      const value = JSON.stringify({ ...(await chosen(organizationId)), ...change });
      await db
        .insertInto('retention')
        .values({ organization_id: organizationId, value })
        .onConflict((conflict) => conflict.column('organization_id').doUpdateSet({ value }))
        .execute();
      return { ...defaultRetention, ...(JSON.parse(value) as Partial<Retention>) };
    },
  };
}
