import { join } from 'node:path';
import { openAuthority } from '../ca/index.ts';
import { openInstallation } from '../platform/auth/index.ts';
import { openVault } from '../platform/vault/index.ts';
import { openState } from '../storage/index.ts';

export interface EnrolledHost {
  readonly hostId: string;
  readonly name: string;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** Makes hosts known to an installation, each with a certificate of its own that is so many days old; the server knows them at its next start. */
export async function enrolHosts(dataDir: string, count: number, ageDays = 0): Promise<EnrolledHost[]> {
  const nowMs = Date.now();
  const db = await openState(join(dataDir, 'state.db'));
  try {
    const { organizationId } = await openInstallation(db, { organizationName: 'test' });
    const authority = await openAuthority({
      directory: join(dataDir, 'ca'),
      vault: openVault({ directory: dataDir }),
      now: () => nowMs - ageDays * 86_400_000,
    });
    const hosts: EnrolledHost[] = [];
    for (let index = 0; index < count; index++) {
      const hostId = crypto.randomUUID();
      const name = `soak-${String(index + 1).padStart(3, '0')}`;
      hosts.push({ hostId, name, authority: authority.certificate, ...(await authority.issueAgentPair(hostId)) });
    }
    await db
      .insertInto('host')
      .values(
        hosts.map(({ hostId, name }) => ({
          id: hostId,
          organization_id: organizationId,
          name,
          local: 0,
          facts: null,
          agent_version: null,
          created_ms: nowMs,
          revoked_ms: null,
        })),
      )
      .execute();
    return hosts;
  } finally {
    await db.destroy();
  }
}

// Run as a program it prints what it made, as JSON: for tests that know the server only as a process.
if (import.meta.main) {
  const [dataDir = '', count = '1', ageDays = '0'] = process.argv.slice(2);
  console.log(JSON.stringify(await enrolHosts(dataDir, Number(count), Number(ageDays))));
}
