import type { HostTables } from '../latest/store.ts';
import type { ActionTables } from '../operations/tables.ts';

/** A person. The accounts library owns `user`, `session`, `account` and `verification`; `role` is ours. Times are ISO 8601. */
interface UserTable {
  id: string;
  name: string;
  email: string;
  email_verified: number;
  image: string | null;
  role: string;
  created_at: string;
  updated_at: string;
}

interface SessionTable {
  id: string;
  user_id: string;
  token: string;
  expires_at: string;
  ip_address: string | null;
  user_agent: string | null;
  created_at: string;
  updated_at: string;
}

/** One way a person signs in; `provider_id` is `credential` for e-mail and password. */
interface AccountTable {
  id: string;
  user_id: string;
  account_id: string;
  provider_id: string;
  access_token: string | null;
  refresh_token: string | null;
  id_token: string | null;
  access_token_expires_at: string | null;
  refresh_token_expires_at: string | null;
  scope: string | null;
  /** argon2id. */
  password: string | null;
  created_at: string;
  updated_at: string;
}

interface VerificationTable {
  id: string;
  identifier: string;
  value: string;
  expires_at: string;
  created_at: string;
  updated_at: string;
}

export interface AccountTables {
  user: UserTable;
  session: SessionTable;
  account: AccountTable;
  verification: VerificationTable;
}

/** Facts of this installation, one per key: its organization, its signing secret, the hash of the set-up code. */
export interface InstallationTables {
  installation: { key: string; value: string };
}

/** What programs sign in with. Only the hash of a secret is kept. */
export interface TokenTables {
  token: {
    id: string;
    organization_id: string;
    name: string;
    role: string;
    prefix: string;
    /** SHA-256 of the secret, hexadecimal. The secret is 32 random bytes, so a slow hash would protect nothing more. */
    secret_hash: string;
    created_ms: number;
    created_by: string;
    expires_ms: number | null;
    last_used_ms: number | null;
    revoked_ms: number | null;
  };
}

/** Preferences of one person or one token; `value` is JSON, only what was ever set. */
export interface PreferencesTables {
  preferences: { subject: string; value: string; updated_ms: number };
}

/** Dashboards people built; a deleted one can be brought back. */
export interface DashboardTables {
  dashboard: {
    id: string;
    organization_id: string;
    /** The person or token it belongs to. */
    owner: string;
    owner_name: string;
    shared: number;
    version: number;
    deleted_ms: number | null;
  };
  /** `content` is JSON. */
  dashboard_version: { dashboard_id: string; version: number; content: string; saved_ms: number; saved_by: string };
}

/** How long an organization keeps its data; `value` is JSON, only what was ever set. */
export interface RetentionTables {
  retention: { organization_id: string; value: string };
}

/** What hosts join with. Only the hash of a secret is kept. */
export interface EnrolmentTables {
  enrolment: {
    id: string;
    organization_id: string;
    name: string;
    /** SHA-256 of the secret, hexadecimal. */
    secret_hash: string;
    site: string | null;
    /** JSON, an array of texts. */
    tags: string;
    /** How many hosts may join with it, and how many have. */
    uses: number;
    used: number;
    created_ms: number;
    created_by: string;
    expires_ms: number;
    last_used_ms: number | null;
    revoked_ms: number | null;
  };
}

/** Every table of `state.db`. Each noun declares its own; this only puts them together. */
export interface StateSchema
  extends AccountTables,
    InstallationTables,
    TokenTables,
    PreferencesTables,
    ActionTables,
    HostTables,
    DashboardTables,
    RetentionTables,
    EnrolmentTables {}
