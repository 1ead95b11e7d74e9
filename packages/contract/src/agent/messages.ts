import type { ErrorCodeName } from '../errors/codes.ts';
import type { EventBatch, EventsAck } from './events.ts';
import type { InventorySnapshot } from './inventory.ts';
import type { ProcessSnapshot, SocketSnapshot } from './snapshot.ts';

/*
 * The messages of the agent link. Each is one WebSocket binary message: one byte of type, then the payload
 * (`codec.ts`). The conversation: server `challenge`, agent `hello`, server `welcome` or `refuse`; then
 * frames, snapshots and results one way, watches and commands the other, acknowledgements and pings both.
 */

/** First message of the server. The agent signs `nonce` so that the server knows which certificate it holds. */
export interface Challenge {
  readonly nonce: string;
  readonly serverTimeMs: number;
  readonly versions: readonly [oldest: number, newest: number];
}

/** What the host is; sent in the hello and again when it changes. */
export interface HostFacts {
  readonly name: string;
  readonly operatingSystem: string | null;
  readonly kernel: string;
  readonly architecture: string;
  readonly virtualisation: string | null;
  readonly cpuModel: string | null;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly addresses: readonly string[];
  readonly bootedAtMs: number;
  readonly bootId: string;
  readonly timeZone: string | null;
  readonly agentUser: string;
  readonly privileged: boolean;
  readonly pid: number;
  /** Collectors that found nothing to read here. */
  readonly missing: readonly string[];
}

export interface Hello {
  readonly protocol: number;
  readonly agentVersion: string;
  readonly hostId: string;
  /** PEM of the certificate this agent presents to TLS. */
  readonly certificate: string;
  /** Base64 of the signature over `vigie-agent-hello\n<nonce>\n<hostId>` with the certificate's key (ECDSA P-256, SHA-256). */
  readonly signature: string;
  readonly agentTimeMs: number;
  readonly facts: HostFacts;
}

/**
 * The name an agent expects in the server's certificate, whatever address leads there: only our own authority is
 * trusted, and it gives this name to nobody else.
 */
export const serverTlsName = 'vigie-server';

/** The text whose signature proves the possession of the key. */
export function helloStatement(nonce: string, hostId: string): string {
  return `vigie-agent-hello\n${nonce}\n${hostId}`;
}

/** What an agent signs with its new key when it asks for a certificate with an enrolment token. */
export function enrolStatement(token: string, publicKey: string): string {
  return `vigie-agent-enrol\n${token}\n${publicKey}`;
}

export interface Welcome {
  readonly protocol: number;
  readonly serverTimeMs: number;
  readonly watch: Watch;
  readonly config: AgentConfig;
  /** Optional messages this server takes. Absent, as from a server that knows none: `events` must not be sent to it. */
  readonly accepts?: readonly string[];
}

/** What the server sets centrally for this agent. */
export interface AgentConfig {
  readonly allowedSignals: readonly string[];
}

export interface Refuse {
  readonly code: ErrorCodeName | 'protocol_too_old' | 'protocol_too_new' | 'bad_signature' | 'unknown_host';
  readonly reason: string;
  /** The agent must not try again before this. */
  readonly retryAfterMs: number;
}

/** How often the server wants each thing; null is not at all. Replaces the previous watch. */
export interface Watch {
  readonly metricsMs: number;
  readonly processesMs: number | null;
  readonly socketsMs: number | null;
}

export const restWatch: Watch = { metricsMs: 10_000, processesMs: 10_000, socketsMs: 10_000 };

/** What the server may ask. `read` has no effect; `run` happens at most once for a command id, ever. */
export interface Command {
  readonly id: string;
  readonly verb: 'read' | 'plan' | 'run' | 'verify';
  /** `process.snapshot`, `process.detail`, `process.signal` … */
  readonly name: string;
  readonly input: unknown;
  /** How long the server waits; the agent gives up before. */
  readonly timeoutMs: number;
}

export type CommandResult =
  | { readonly id: string; readonly ok: true; readonly output: unknown }
  | {
      readonly id: string;
      readonly ok: false;
      readonly code: ErrorCodeName;
      /** In English and French, because it may say more than the code does. */
      readonly message: { readonly en: string; readonly fr: string };
    };

export interface Ping {
  readonly sentAtMs: number;
}
export interface Pong {
  readonly sentAtMs: number;
  readonly peerTimeMs: number;
}
/** The agent stops in an orderly way: the host is shown as stopped at once. */
export interface Goodbye {
  readonly reason: string;
}

export interface MetricSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly kind: 'gauge' | 'counter';
}

/** All the numbers of one host at one time. Series not in it have no data at that time. */
export interface Frame {
  /** One uninterrupted row of frames; with the host and the number it makes a frame unique for ever. An agent may send several by turns. */
  readonly stream: string;
  /** One up for each frame of the stream; the server acknowledges the highest it has stored. */
  readonly sequence: number;
  readonly timeMs: number;
  readonly intervalMs: number;
  readonly samples: readonly { readonly series: MetricSeries; readonly value: number }[];
}

/** The agent's certificate nears its end: a certificate for this new key, please. Only to a server that accepts `renew`. */
export interface Renew {
  /** PEM (SPKI), ECDSA P-256. */
  readonly publicKey: string;
}

/** The answer to `renew`: for the host of this session and the key that was sent. */
export interface Certificate {
  /** PEM. */
  readonly certificate: string;
}

/** Everything of this stream up to and including `sequence` is durable. */
export interface Ack {
  readonly stream: string;
  readonly sequence: number;
}

export interface AgentMessages {
  challenge: Challenge;
  hello: Hello;
  welcome: Welcome;
  refuse: Refuse;
  frame: Frame;
  ack: Ack;
  processes: ProcessSnapshot;
  sockets: SocketSnapshot;
  watch: Watch;
  command: Command;
  result: CommandResult;
  ping: Ping;
  pong: Pong;
  facts: HostFacts;
  goodbye: Goodbye;
  events: EventBatch;
  eventsAck: EventsAck;
  inventory: InventorySnapshot;
  renew: Renew;
  certificate: Certificate;
}

export type AgentMessageType = keyof AgentMessages;
export type AgentMessage = { [T in AgentMessageType]: { readonly type: T; readonly body: AgentMessages[T] } }[AgentMessageType];
