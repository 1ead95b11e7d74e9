import { type Text, text } from '@vigie/contract';
import { type Kysely, sql } from 'kysely';
import { actorName } from '../../operations/action-store.ts';
import type { ActionTables } from '../../operations/tables.ts';
import type { Clock } from '../../platform/clock.ts';
import { createFloodGate } from './flood.ts';
import { readRecord } from './row.ts';
import type { AuditQuery, AuditRecord, AuditStore } from './types.ts';

const refusedSignInsPerMinute = 20;
const refusalsPerMinute = 30;

export interface AuditStoreDeps {
  readonly db: Kysely<ActionTables>;
  readonly clock: Clock;
  /** What went wrong while listeners were told. */
  readonly report: (error: unknown) => void;
}

export function createAuditStore(deps: AuditStoreDeps): AuditStore {
  const { db } = deps;
  const listeners = new Set<(record: AuditRecord) => void>();
  const signInGate = createFloodGate(refusedSignInsPerMinute);
  const refusalGate = createFloodGate(refusalsPerMinute);

  async function announce(id: string): Promise<void> {
    if (listeners.size === 0) {
      return;
    }
    try {
      const record = await get(id);
      for (const listener of record ? listeners : []) {
        listener(record as AuditRecord);
      }
    } catch (error) {
      deps.report(error);
    }
  }

  async function append(entry: NewEntry): Promise<void> {
    const id = Bun.randomUUIDv7();
    await db
      .insertInto('audit_entry')
      .values({ targets: '[]', risk: null, plan_hash: null, ...entry, id, at_ms: deps.clock.now() })
      .execute();
    await announce(id);
  }

  async function get(id: string): Promise<AuditRecord | null> {
    const row = await joined(db).where('audit_entry.id', '=', id).executeTakeFirst();
    return row ? readRecord(row) : null;
  }

  return {
    async appendSignIn(record) {
      const refused = record.action === 'SIGN_IN_REFUSED';
      const admitted = refused ? signInGate.admit(record.address ?? '', deps.clock.now()) : { leftOut: 0 };
      if (admitted === null) {
        return;
      }
      const result = withLeftOut(record.result, admitted.leftOut);
      await append({
        organization_id: record.organizationId,
        action: record.action,
        user_name: record.user.slice(0, 254),
        user_id: record.userId,
        door: record.door,
        address: record.address,
        operation: null,
        command: signInWords[record.action],
        host_id: null,
        host_name: null,
        success: refused ? 0 : 1,
        result_en: result.en,
        result_fr: result.fr,
      });
    },

    async appendRefusal(record) {
      const admitted = refusalGate.admit(record.actor.id, deps.clock.now());
      if (admitted === null) {
        return;
      }
      const result = withLeftOut(record.result, admitted.leftOut);
      await append({
        organization_id: record.actor.organizationId,
        action: 'COMMAND_REFUSED',
        user_name: actorName(record.actor),
        user_id: record.actor.id,
        door: record.actor.door,
        address: record.actor.address,
        operation: record.operation,
        command: record.command,
        host_id: record.hostId,
        host_name: record.hostName,
        success: 0,
        result_en: result.en,
        result_fr: result.fr,
      });
    },

    async list(query) {
      const rows = await filtered(db, query)
        .orderBy('audit_entry.sequence', 'desc')
        .limit(query.limit + 1)
        .execute();
      const records = rows.slice(0, query.limit).map(readRecord);
      return { records, next: rows.length > query.limit ? (records.at(-1)?.id ?? null) : null };
    },

    get,
    announce,
    onEntry(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type NewEntry = Omit<ActionTables['audit_entry'], 'sequence' | 'id' | 'at_ms' | 'targets' | 'risk' | 'plan_hash'>;

const signInWords = {
  SIGNED_IN: 'sign-in',
  SIGN_IN_REFUSED: 'sign-in',
  SIGNED_OUT: 'sign-out',
  SETUP_COMPLETED: 'setup.complete',
} as const;

function withLeftOut(result: Text, leftOut: number): Text {
  return leftOut === 0
    ? result
    : text(`${result.en} (and ${leftOut} more, not listed)`, `${result.fr} (et ${leftOut} de plus, non listés)`);
}

function joined(db: Kysely<ActionTables>) {
  return db
    .selectFrom('audit_entry')
    .leftJoin('action', 'action.id', 'audit_entry.id')
    .selectAll('audit_entry')
    .select([
      'action.state as action_state',
      'action.duration_ms as action_duration_ms',
      'action.undo_operation as action_undo_operation',
      'action.undone_by as action_undone_by',
      'action.undo_of as action_undo_of',
      'action.result_en as action_result_en',
      'action.result_fr as action_result_fr',
    ]);
}

function filtered(db: Kysely<ActionTables>, query: AuditQuery) {
  let rows = joined(db).where('audit_entry.organization_id', '=', query.organizationId);
  if (query.before !== undefined) {
    const { before, organizationId } = query;
    rows = rows.where('audit_entry.sequence', '<', (sub) =>
      sub
        .selectFrom('audit_entry as cursor')
        .select('cursor.sequence')
        .where('cursor.id', '=', before)
        .where('cursor.organization_id', '=', organizationId),
    );
  }
  if (query.operation !== undefined) {
    rows = rows.where('audit_entry.operation', '=', query.operation);
  }
  if (query.user !== undefined) {
    const { user } = query;
    rows = rows.where((is) => is.or([is('audit_entry.user_name', '=', user), is('audit_entry.user_id', '=', user)]));
  }
  const words = (query.q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((part) => part !== '');
  for (const word of words.slice(0, wordsSearched)) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    rows = rows.where(sql<boolean>`lower(${searchedText}) like ${pattern} escape '\\'`);
  }
  return rows;
}

const wordsSearched = 20;

/** Everything a person may remember of a record. The outcome stands in the action when there is one. */
const searchedText = sql<string>`audit_entry.user_name || ' ' || audit_entry.command || ' ' || coalesce(audit_entry.host_name, '') || ' ' ||
  coalesce(audit_entry.address, '') || ' ' || coalesce(action.result_en, audit_entry.result_en, '') || ' ' ||
  coalesce(action.result_fr, audit_entry.result_fr, '')`;
