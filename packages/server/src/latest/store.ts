import type { HostFacts } from '@vigie/contract/agent';
import type { Generated, Kysely, Selectable } from 'kysely';
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
  /** The name people gave it; null is what it calls itself. */
  title: Generated<string | null>;
  site: Generated<string | null>;
  /** JSON, an array of texts. */
  tags: Generated<string>;
  /** Hash of what identifies the machine; to tell when one enrols twice. */
  machine: Generated<string | null>;
  enrolment_id: Generated<string | null>;
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
  return rows.map(knownHost);
}

function knownHost(row: Selectable<HostTable>): KnownHost {
  return {
    id: row.id,
    local: row.local === 1,
    name: row.name,
    title: row.title,
    facts: row.facts === null ? null : (JSON.parse(row.facts) as HostFacts),
    agentVersion: row.agent_version,
    site: row.site,
    tags: JSON.parse(row.tags) as string[],
  };
}

/** What people call a host and where they look for it; what is not given stays. Null when the host is not known. */
export async function saveHostLabels(
  db: Db,
  hostId: string,
  { tags, ...labels }: { readonly title?: string | null; readonly site?: string | null; readonly tags?: readonly string[] },
): Promise<KnownHost | null> {
  const row = await db
    .updateTable('host')
    .set({ ...labels, ...(tags === undefined ? {} : { tags: JSON.stringify(tags) }) })
    .where('id', '=', hostId)
    .where('revoked_ms', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row ? knownHost(row) : null;
}

/** It is never let in again. */
export async function retireHost(db: Db, hostId: string, nowMs: number): Promise<void> {
  await db.updateTable('host').set({ revoked_ms: nowMs }).where('id', '=', hostId).execute();
}

export async function saveFacts(db: Db, hostId: string, facts: HostFacts, agentVersion: string): Promise<void> {
  await db
    .updateTable('host')
    .set({ facts: JSON.stringify(facts), agent_version: agentVersion, name: facts.name.slice(0, 255) })
    .where('id', '=', hostId)
    .execute();
}
