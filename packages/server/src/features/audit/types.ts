import type { ActionState, AuditEntry, RiskLevel, Text } from '@vigie/contract';
import type { Actor } from '../../operations/types.ts';

export type AuditAction = AuditEntry['action'];
export type AuditDoor = AuditEntry['door'];

/** One record as it is stored: both languages, and the state of its action when it has one. */
export interface AuditRecord {
  /** Order of writing; the cursor of lists. */
  readonly sequence: number;
  /** For `COMMAND_EXECUTED` this is the id of the action. */
  readonly id: string;
  readonly organizationId: string;
  readonly atMs: number;
  readonly action: AuditAction;
  readonly user: string;
  readonly userId: string;
  readonly door: AuditDoor;
  readonly address: string | null;
  readonly operation: string | null;
  readonly command: string;
  readonly hostId: string | null;
  readonly hostName: string | null;
  readonly risk: RiskLevel | null;
  readonly planHash: string | null;
  readonly targets: readonly string[];
  readonly state: ActionState | null;
  /** Null while it runs, or when the outcome is unknown. */
  readonly success: boolean | null;
  readonly durationMs: number | null;
  readonly result: Text | null;
  readonly undoable: boolean;
  readonly undoneBy: string | null;
  readonly undoOf: string | null;
}

/** What `platform/auth` records about a person or a token. */
export interface SignInRecord {
  readonly action: 'SIGNED_IN' | 'SIGN_IN_REFUSED' | 'SIGNED_OUT' | 'SETUP_COMPLETED';
  /** E-mail as it was typed; empty when none was. */
  readonly user: string;
  /** Empty when nobody is known by that name. */
  readonly userId: string;
  readonly address: string | null;
  readonly door: AuditDoor;
  readonly organizationId: string;
  /** One sentence: with what, or why not. Never a secret. */
  readonly result: Text;
}

/** A refusal of a known actor. */
export interface RefusalRecord {
  readonly actor: Actor;
  readonly operation: string;
  readonly command: string;
  readonly hostId: string | null;
  readonly hostName: string | null;
  readonly result: Text;
}

export interface AuditQuery {
  readonly organizationId: string;
  readonly q?: string | undefined;
  readonly user?: string | undefined;
  readonly operation?: string | undefined;
  readonly limit: number;
  /** Id of a record: only older ones. An unknown id gives nothing. */
  readonly before?: string | undefined;
}

/**
 * The audit trail. Records are only added; what becomes of an action is read from the action itself.
 * Methods reject when the record could not be made durable, so that a caller can refuse to go on.
 */
export interface AuditStore {
  /** Refusals are bounded per address: beyond that they are counted, and the next record says how many were left out. */
  appendSignIn(record: SignInRecord): Promise<void>;
  /** Bounded per actor, like refused sign-ins. */
  appendRefusal(record: RefusalRecord): Promise<void>;
  list(query: AuditQuery): Promise<{ readonly records: readonly AuditRecord[]; readonly next: string | null }>;
  get(id: string): Promise<AuditRecord | null>;
  /** Tells the listeners that a record is new, or that its action has moved. Never rejects. */
  announce(id: string): Promise<void>;
  /** Every new record, and again when its action moves. Returns the end of the subscription. A listener must not throw. */
  onEntry(listener: (record: AuditRecord) => void): () => void;
}
