import type { Generated } from 'kysely';

/** One action, from its confirmation to its end. Every state is stored before the step it names. */
export interface ActionTable {
  id: string;
  organization_id: string;
  operation: string;
  /** Canonical JSON, secrets masked. */
  input: string;
  command: string;
  host_id: string | null;
  host_name: string | null;
  risk: string;
  /** JSON list of target ids. */
  targets: string;
  actor_kind: string;
  actor_id: string;
  plan_hash: string | null;
  state: string;
  confirmed_ms: number;
  dispatched_ms: number | null;
  running_ms: number | null;
  ended_ms: number | null;
  duration_ms: number | null;
  /** 1 seen to have worked, 0 seen not to, null not looked at. */
  verified: number | null;
  error_code: string | null;
  result_en: string | null;
  result_fr: string | null;
  undo_operation: string | null;
  undo_input: string | null;
  /** The action that took this one back, or is about to. */
  undone_by: string | null;
  undo_of: string | null;
}

/** A plan that was shown. It is used at most once and deleted some time after it has expired. */
export interface PlanTable {
  hash: string;
  organization_id: string;
  operation: string;
  nonce: string;
  input_digest: string;
  /** Canonical JSON of the host and the identities of the targets. */
  targets: string;
  risk: string;
  /** The plan as it was shown, JSON. */
  shown: string;
  actor_kind: string;
  actor_id: string;
  created_ms: number;
  expires_ms: number;
  used_ms: number | null;
}

/** The audit trail: rows are added and never changed; the outcome of an action is read from `action`. */
export interface AuditEntryTable {
  sequence: Generated<number>;
  id: string;
  organization_id: string;
  at_ms: number;
  action: string;
  user_name: string;
  user_id: string;
  door: string;
  address: string | null;
  operation: string | null;
  command: string;
  host_id: string | null;
  host_name: string | null;
  risk: string | null;
  plan_hash: string | null;
  /** JSON list of target ids. */
  targets: string;
  /** Null for an action: its own row tells. */
  success: number | null;
  result_en: string | null;
  result_fr: string | null;
}

/** The tables of this room; `storage/schema.ts` takes them in. */
export interface ActionTables {
  action: ActionTable;
  plan: PlanTable;
  audit_entry: AuditEntryTable;
}
