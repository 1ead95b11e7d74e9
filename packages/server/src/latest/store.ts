import type { HostFacts } from '@vigie/contract/agent';
import type { Generated, Kysely } from 'kysely';
import type { KnownHost } from './host-state.ts';

/** A host that may connect. */
export interface HostTable {
  id: string;
  organization_id: string;
  name: string;
  /** 1 for the host the server runs on. */
  local: number;
  /** JSON of what the host last said about itself. */
  facts: string | null;
  agent_version: string | null;
  created_ms: number;
  revoked_ms: number | null;
  site: string | null;
  /** JSON, an array of texts. */
  tags: Generated<string>;
  /** Hash of what identifies the machine; to tell when one enrols twice. */
  machine: string | null;
  enrolment_id: string | null;
}

export interface HostTables {
  host: HostTable;
}

type Db = Kysely<HostTables>;

/** Makes the host of this machine known; the one of another data directory is not this one. */
export async function saveLocalHost(
  db: Db,
  host: { readonly id: string; readonly name: string; readonly organizationId: string; readonly nowMs: number },
): Promise<void> {
  await db.updateTable('host').set({ local: 0 }).where('id', '!=', host.id).execute();
  await db
    .insertInto('host')
    .values({
      id: host.id,
      organization_id: host.organizationId,
      name: host.name,
      local: 1,
      facts: null,
      agent_version: null,
      created_ms: host.nowMs,
      revoked_ms: null,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ local: 1 }))
    .execute();
}

export async function loadHosts(db: Db): Promise<KnownHost[]> {
  const rows = await db.selectFrom('host').selectAll().where('revoked_ms', 'is', null).orderBy('created_ms').execute();
  return rows.map((row) => ({
    id: row.id,
    local: row.local === 1,
    name: row.name,
    facts: row.facts === null ? null : (JSON.parse(row.facts) as HostFacts),
    agentVersion: row.agent_version,
    site: row.site,
    tags: JSON.parse(row.tags) as string[],
  }));
}

export async function saveFacts(db: Db, hostId: string, facts: HostFacts, agentVersion: string): Promise<void> {
  await db
    .updateTable('host')
    .set({ facts: JSON.stringify(facts), agent_version: agentVersion, name: facts.name.slice(0, 255) })
    .where('id', '=', hostId)
    .execute();
}
