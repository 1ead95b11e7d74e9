import { ActionStateSchema, type AuditEntry, RiskLevelSchema, type Text, text } from '@vigie/contract';
import type { ActionTable, AuditEntryTable } from '../../operations/tables.ts';
import type { AuditRecord } from './types.ts';

type Entry = Omit<AuditEntryTable, 'sequence'> & { readonly sequence: number };
type OutcomeColumns = 'state' | 'duration_ms' | 'undo_operation' | 'undone_by' | 'undo_of' | 'result_en' | 'result_fr';
/** The columns of the action, all null for a record without one. */
export type ActionPart = { readonly [K in OutcomeColumns as `action_${K}`]: ActionTable[K] | null };

/** A stored row as a record. The state of an action decides whether it succeeded. */
export function readRecord(row: Entry & ActionPart): AuditRecord {
  const state = ActionStateSchema.nullable().catch(null).parse(row.action_state);
  return {
    sequence: row.sequence,
    id: row.id,
    organizationId: row.organization_id,
    atMs: row.at_ms,
    action: row.action as AuditEntry['action'],
    user: row.user_name,
    userId: row.user_id,
    door: row.door as AuditEntry['door'],
    address: row.address,
    operation: row.operation,
    command: row.command,
    hostId: row.host_id,
    hostName: row.host_name,
    risk: RiskLevelSchema.nullable().catch(null).parse(row.risk),
    planHash: row.plan_hash,
    targets: JSON.parse(row.targets) as string[],
    state: row.action === 'COMMAND_REFUSED' ? 'refused' : state,
    success: row.action_state === null ? flag(row.success) : successOf(row.action_state),
    durationMs: row.action_duration_ms,
    result: sentence(row.action_result_en, row.action_result_fr) ?? sentence(row.result_en, row.result_fr),
    undoable:
      ['succeeded', 'verified'].includes(row.action_state ?? '') && row.action_undo_operation !== null && row.action_undone_by === null,
    undoneBy: row.action_state === 'undone' ? row.action_undone_by : null,
    undoOf: row.action_undo_of,
  };
}

function successOf(state: string): boolean | null {
  if (['succeeded', 'verified', 'undone'].includes(state)) {
    return true;
  }
  return state === 'failed' ? false : null;
}

function flag(value: number | null): boolean | null {
  return value === null ? null : value === 1;
}

function sentence(en: string | null, fr: string | null): Text | null {
  return en === null || fr === null ? null : text(en, fr);
}
