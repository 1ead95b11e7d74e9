import type { Host, MetricsPayload } from '@vigie/contract';
import type { AgentCommands, InventoryItem, InventoryKind, ProcessRow, SocketRow } from '@vigie/contract/agent';
import type { KnownHost } from './host-state.ts';

export interface LatestProcesses {
  readonly timeMs: number;
  readonly intervalMs: number;
  readonly rows: ReadonlyMap<number, ProcessRow>;
}

export interface LatestSockets {
  readonly timeMs: number;
  readonly ownersHidden: boolean;
  readonly rows: ReadonlyMap<string, SocketRow>;
}

/** By kind and key, joined by a zero. Of a kind that is not in `kinds` nothing is known. */
export interface LatestInventory {
  readonly timeMs: number;
  readonly kinds: readonly InventoryKind[];
  readonly items: ReadonlyMap<string, InventoryItem>;
}

type CommandName = keyof AgentCommands;
type VerbOf<N extends CommandName> = keyof AgentCommands[N] & string;
type InputOf<N extends CommandName, V extends VerbOf<N>> = AgentCommands[N][V] extends { input: infer I } ? I : never;
type OutputOf<N extends CommandName, V extends VerbOf<N>> = AgentCommands[N][V] extends { output: infer O } ? O : never;

/** Something new about a host. Listeners are told after the newest state has been replaced. */
export type HostChange =
  | { readonly kind: 'state'; readonly hostId: string }
  /** It is no longer known. */
  | { readonly kind: 'removed'; readonly hostId: string }
  | { readonly kind: 'metrics'; readonly hostId: string; readonly payload: MetricsPayload }
  | {
      readonly kind: 'processes';
      readonly hostId: string;
      readonly full: boolean;
      readonly changed: readonly ProcessRow[];
      readonly gone: readonly number[];
    }
  | {
      readonly kind: 'sockets';
      readonly hostId: string;
      readonly full: boolean;
      readonly changed: readonly SocketRow[];
      readonly gone: readonly string[];
    }
  | {
      readonly kind: 'inventory';
      readonly hostId: string;
      readonly full: boolean;
      readonly changed: readonly InventoryItem[];
      readonly gone: readonly Pick<InventoryItem, 'kind' | 'key'>[];
    };

/** The newest state of every host in memory, and the way to ask a host for something. Keeps no history. */
export interface Hosts {
  list(): readonly Host[];
  /** `local` or an id. Throws `host_not_found`. */
  require(ref: string): Host;
  processes(hostId: string): LatestProcesses | null;
  sockets(hostId: string): LatestSockets | null;
  /** Null when the host has told none. */
  inventory(hostId: string): LatestInventory | null;
  /** The newest frame with its series; null when none came. Older ones are in the metric store. */
  newestMetrics(hostId: string): MetricsPayload | null;
  /** Makes sure the newest state is at most `maxAgeMs` old, asking the host when it is not. Throws `host_unreachable`. Callers at once share one question. */
  refresh(hostId: string, what: 'processes' | 'sockets', maxAgeMs: number): Promise<void>;
  /**
   * Asks a host. `id` is the command's identity, which a host runs at most once for the verb `run`.
   * Throws AppError: the agent's own code, `host_unreachable` when nothing was sent, `outcome_unknown` when a `run` was sent and no answer came.
   */
  command<N extends CommandName, V extends VerbOf<N>>(
    hostId: string,
    verb: V,
    name: N,
    input: InputOf<N, V>,
    options: { readonly id?: string; readonly timeoutMs?: number; readonly signal?: AbortSignal | undefined },
  ): Promise<OutputOf<N, V>>;
  /** Says how often somebody wants a thing; the fastest wish wins. Returns the end of the wish. */
  watch(hostId: string, what: 'metrics' | 'processes' | 'sockets', intervalMs: number): () => void;
  subscribe(listener: (change: HostChange) => void): () => void;
}

/** Which hosts there are. Whoever changes the table of hosts tells it here, so that it counts at once. */
export interface HostBook {
  /** Makes a host known, or changes what people call it. */
  put(host: KnownHost): void;
  /** Forgets a host; its link is cut at once. */
  remove(hostId: string): void;
}
