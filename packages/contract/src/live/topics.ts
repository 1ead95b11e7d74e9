import type { ErrorCodeName } from '../errors/codes.ts';
import type { AuditEntry } from '../model/audit.ts';
import type { EventGap, HostEvent } from '../model/event.ts';
import type { Host } from '../model/host.ts';
import type { Series } from '../model/metrics.ts';
import type { Process, ProcessSummary, Socket } from '../model/process.ts';
import type { Permission } from '../permissions.ts';

/*
 * The live socket of a page: `GET /api/live`, WebSocket, JSON text messages.
 * The first message must be a hello with a ticket from `POST /api/live/ticket`: a cookie alone opens nothing.
 */

/** What each topic asks of the person. */
export const topicPermissions = {
  hosts: 'host.read',
  metrics: 'host.read',
  processes: 'process.read',
  sockets: 'process.read',
  audit: 'audit.read',
  events: 'event.read',
} as const satisfies Record<string, Permission>;

export type Topic = keyof typeof topicPermissions;

export type LiveRequest =
  | { readonly type: 'hello'; readonly ticket: string }
  /** `intervalMs` is 1000 to 60000; the agent measures as fast as its fastest watcher asks. */
  | { readonly type: 'subscribe'; readonly id: number; readonly topic: Topic; readonly host?: string; readonly intervalMs?: number }
  | { readonly type: 'unsubscribe'; readonly id: number }
  | { readonly type: 'ping'; readonly at: number };

export interface MetricsPayload {
  readonly timeMs: number;
  /** Present when the list of series differs from the previous message of this subscription. */
  readonly series?: readonly Series[];
  /** In the order of `series`; null is no data. Counters are raw. */
  readonly values: readonly (number | null)[];
}

export interface ProcessesPayload {
  readonly timeMs: number;
  readonly intervalMs: number;
  /** True: `rows` is the whole table. False: only rows that changed. */
  readonly full: boolean;
  readonly rows: readonly Process[];
  /** `pid` of those that ended. */
  readonly gone: readonly number[];
  readonly summary: ProcessSummary;
}

export interface SocketsPayload {
  readonly timeMs: number;
  readonly full: boolean;
  readonly rows: readonly Socket[];
  readonly gone: readonly string[];
  readonly ownersHidden: boolean;
}

/** What has just been kept of one host, in the language of the reader. */
export interface EventsPayload {
  readonly items: readonly HostEvent[];
  readonly gaps: readonly EventGap[];
  /** True: the page read too slowly and some were left out; `event.list` has them. */
  readonly missed: boolean;
}

export interface TopicPayloads {
  readonly hosts: { readonly items: readonly Host[] };
  readonly metrics: MetricsPayload;
  readonly processes: ProcessesPayload;
  readonly sockets: SocketsPayload;
  readonly audit: { readonly entry: AuditEntry };
  readonly events: EventsPayload;
}

export type LiveMessage =
  | { readonly type: 'ready'; readonly serverTimeMs: number; readonly version: string }
  | { readonly [T in Topic]: { readonly type: 'data'; readonly id: number; readonly topic: T; readonly payload: TopicPayloads[T] } }[Topic]
  | { readonly type: 'error'; readonly id: number | null; readonly code: ErrorCodeName; readonly error: string }
  | { readonly type: 'pong'; readonly at: number; readonly serverTimeMs: number };
