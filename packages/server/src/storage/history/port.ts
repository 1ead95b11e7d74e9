/** One step of the history of a host. The store does not look inside the body. */
export interface HistoryRecord {
  /** By the clock of the host, milliseconds since 1970. */
  readonly timeMs: number;
  /** True: the body is the whole state, and nothing before it is needed to understand what follows. */
  readonly key: boolean;
  /** JSON without line breaks. */
  readonly body: string;
}

export interface HistoryProblem {
  readonly hostId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: string;
  /** By the clock of the server. */
  readonly foundMs: number;
}

/**
 * Keeps the states of hosts by change: a row of records for each host, now and then a key among them. What was appended
 * is durable within a second or so; nobody waits for it, since the state is measured again soon.
 */
export interface HistoryStore {
  append(hostId: string, record: HistoryRecord): void;
  /**
   * Records in the order in which they came, from the last key at or before `fromMs` up to and including `toMs`.
   * Empty when nothing so old is kept. A damaged block is left out.
   */
  read(hostId: string, fromMs: number, toMs: number): Iterable<HistoryRecord>;
  /** True when a block that held this moment was found damaged; only `read` and `check` find that. */
  isDamaged(hostId: string, timeMs: number): boolean;
  /** The oldest moment that is kept; null when there is none. */
  keptFrom(hostId: string): number | null;
  /** Hosts whose records could not be written since the last call: they must begin with a key. */
  takeLost(): readonly string[];
  /** Makes what is waiting durable, at once. Throws when the disk refuses. */
  flush(): void;
  /** Changes how long states are kept, from the next step of `maintain` on. */
  retain(keepMs: number): void;
  /**
   * One bounded step of sealing and of retention; true when there is more to do. A store is made with
   * `keepMs(hostId)`, which it asks again each time, so that a new duration needs no restart. Ages are those of the
   * server's clock; one that has jumped is not believed for an hour.
   */
  maintain(nowMs: number): boolean;
  /** Verifies every block, a few at a time. `problems` is what was ever set aside and is still kept. */
  check(): Promise<{ readonly blocks: number; readonly bytes: number; readonly problems: readonly HistoryProblem[] }>;
  size(): { readonly bytes: number };
  close(): Promise<void>;
}
