import { AppError } from '@vigie/contract';
import type { Frame, Hello, HostFacts, InventorySnapshot, ProcessSnapshot, SocketSnapshot, Watch } from '@vigie/contract/agent';
import type { AgentLink, HostSink } from '../gateway/index.ts';
import { systemTimers, type Timers } from '../platform/timers.ts';
import { SeriesPool } from '../storage/metrics/index.ts';
import { HostState, type KnownHost, parseInventoryKey } from './host-state.ts';
import type { HostBook, HostChange, Hosts } from './port.ts';

export interface LatestDeps {
  readonly now: () => number;
  readonly report: (message: string) => void;
  /** Keeps what a host has said about itself, for the next start. */
  readonly remember: (hostId: string, facts: HostFacts, agentVersion: string) => void;
  /** Keeps a frame for longer than memory does; the frame is acknowledged when this has resolved. */
  readonly keepFrame?: (hostId: string, frame: Frame) => Promise<void>;
  /** What hosts have in common, held with others; its own when absent. */
  readonly pool?: SeriesPool;
  /** The system's when absent. */
  readonly timers?: Timers;
}

const commandTimeoutMs = 10_000;
const snapshotTimeoutMs = 4_000;

/** The newest state of every host: a sink for the gateway, a source for everything else. */
export class Latest implements Hosts, HostBook, HostSink {
  private readonly states = new Map<string, HostState>();
  private readonly listeners = new Set<(change: HostChange) => void>();
  private readonly refreshing = new Map<string, Promise<void>>();
  private readonly timers: Timers;
  private readonly pool: SeriesPool;
  private readonly endLateness: () => void;

  constructor(
    private readonly deps: LatestDeps,
    known: readonly KnownHost[],
  ) {
    this.timers = deps.timers ?? systemTimers;
    this.pool = deps.pool ?? new SeriesPool();
    for (const host of known) {
      this.states.set(host.id, new HostState(host, { now: deps.now, timers: this.timers, pool: this.pool }));
    }
    this.endLateness = this.timers.every(1000, () => this.checkLate());
  }

  stop(): void {
    this.endLateness();
    for (const state of this.states.values()) {
      state.watches.stop();
    }
  }

  knows(hostId: string): boolean {
    return this.states.has(hostId);
  }

  /** Makes a host known, or what people call it: name, site, tags. */
  put(host: KnownHost): void {
    const state = this.states.get(host.id);
    if (state) {
      state.known = host;
    } else {
      this.states.set(host.id, new HostState(host, { now: this.deps.now, timers: this.timers, pool: this.pool }));
    }
    this.tell({ kind: 'state', hostId: host.id });
  }

  /** Forgets a host: its link is cut at once, and it is not let in again. */
  remove(hostId: string): void {
    const state = this.states.get(hostId);
    if (!state) {
      return;
    }
    this.states.delete(hostId);
    state.watches.stop();
    state.link?.close('the host was removed');
    this.tell({ kind: 'removed', hostId });
  }

  list() {
    return [...this.states.values()].map((state) => state.present());
  }

  require(ref: string) {
    return this.stateOf(ref).present();
  }

  processes(hostId: string) {
    return this.stateOf(hostId).processes;
  }

  sockets(hostId: string) {
    return this.stateOf(hostId).sockets;
  }

  inventory(hostId: string) {
    return this.stateOf(hostId).inventory;
  }

  newestMetrics(hostId: string) {
    return this.stateOf(hostId).newestFrame.newest();
  }

  async refresh(hostId: string, what: 'processes' | 'sockets', maxAgeMs: number): Promise<void> {
    const state = this.stateOf(hostId);
    if (state.link && state.ageMs(what) <= maxAgeMs) {
      return;
    }
    const key = `${what} ${state.known.id}`;
    const asking = this.refreshing.get(key) ?? this.ask(state, what).finally(() => this.refreshing.delete(key));
    this.refreshing.set(key, asking);
    await asking;
  }

  command: Hosts['command'] = async (hostId, verb, name, input, options) => {
    const link = this.stateOf(hostId).link;
    if (!link) {
      throw new AppError('host_unreachable');
    }
    const output = await link.command(
      { id: options.id ?? crypto.randomUUID(), verb: verb as 'read', name, input, timeoutMs: options.timeoutMs ?? commandTimeoutMs },
      options.signal,
    );
    // The gateway has checked the output against what this name and verb give.
    return output as Awaited<ReturnType<typeof this.command<typeof name, typeof verb>>>;
  };

  watch(hostId: string, what: 'metrics' | 'processes' | 'sockets', intervalMs: number): () => void {
    return this.stateOf(hostId).watches.add(what, intervalMs);
  }

  subscribe(listener: (change: HostChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  opened(link: AgentLink, hello: Hello): { readonly watch: Watch } {
    const state = this.stateOf(link.hostId);
    const older = state.link;
    state.opened(link, hello.facts, hello.agentVersion);
    older?.close('the host has connected again');
    this.deps.remember(link.hostId, hello.facts, hello.agentVersion);
    this.tell({ kind: 'state', hostId: link.hostId });
    return { watch: state.watches.current };
  }

  facts(hostId: string, facts: HostFacts): void {
    const state = this.stateOf(hostId);
    state.facts = facts;
    this.deps.remember(hostId, facts, state.agentVersion ?? '');
    this.tell({ kind: 'state', hostId });
  }

  frame(hostId: string, frame: Frame): void | Promise<void> {
    const state = this.stateOf(hostId);
    const news = state.frameCame(frame);
    const payload = state.newestFrame.add(frame);
    if (state.isNewlyCrowded()) {
      this.deps.report(`${hostId} has more series than are kept in memory; the newest of them are left out there`);
    }
    if (payload) {
      this.tell({ kind: 'metrics', hostId, payload });
    }
    if (news) {
      this.tell({ kind: 'state', hostId });
    }
    return this.deps.keepFrame?.(hostId, frame);
  }

  takeProcesses(hostId: string, snapshot: ProcessSnapshot): void {
    const change = this.stateOf(hostId).takeProcesses(snapshot);
    if (change) {
      this.tell({ kind: 'processes', hostId, ...change });
    }
  }

  takeSockets(hostId: string, snapshot: SocketSnapshot): void {
    const change = this.stateOf(hostId).takeSockets(snapshot);
    if (change) {
      this.tell({ kind: 'sockets', hostId, ...change });
    }
  }

  takeInventory(hostId: string, snapshot: InventorySnapshot): void {
    const change = this.stateOf(hostId).takeInventory(snapshot);
    if (change) {
      const gone = change.gone.map(parseInventoryKey);
      this.tell({ kind: 'inventory', hostId, full: change.full, changed: change.changed, gone });
    }
  }

  clock(hostId: string, clock: { readonly latencyMs: number; readonly skewMs: number }): void {
    this.stateOf(hostId).measured(clock);
  }

  closed(link: AgentLink, reason: string, orderly: boolean): void {
    const state = this.states.get(link.hostId);
    if (state?.link !== link) {
      return;
    }
    state.closed();
    if (!orderly) {
      this.deps.report(`the link to ${state.present().name} ended: ${reason}`);
    }
    this.tell({ kind: 'state', hostId: link.hostId });
  }

  private async ask(state: HostState, what: 'processes' | 'sockets'): Promise<void> {
    const hostId = state.known.id;
    try {
      if (what === 'processes') {
        this.takeProcesses(hostId, await this.command(hostId, 'read', 'process.snapshot', {}, { timeoutMs: snapshotTimeoutMs }));
      } else {
        this.takeSockets(hostId, await this.command(hostId, 'read', 'socket.snapshot', {}, { timeoutMs: snapshotTimeoutMs }));
      }
    } catch (error) {
      // A table that is too large for one answer comes in parts when it is watched.
      if (!(error instanceof AppError) || error.code !== 'action_failed') {
        throw error;
      }
      await this.nextTable(hostId, what);
    }
  }

  private nextTable(hostId: string, what: 'processes' | 'sockets'): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const endWatch = this.watch(hostId, what, 1000);
    const unsubscribe = this.subscribe((change) => change.hostId === hostId && change.kind === what && resolve());
    const callOff = this.timers.after(snapshotTimeoutMs, () => reject(new AppError('host_unreachable')));
    return promise.finally(() => {
      callOff();
      unsubscribe();
      endWatch();
    });
  }

  private checkLate(): void {
    for (const [hostId, state] of this.states) {
      if (state.checkLate()) {
        this.tell({ kind: 'state', hostId });
      }
    }
  }

  private stateOf(ref: string): HostState {
    const state =
      this.states.get(ref) ?? (ref === 'local' ? [...this.states.values()].find((candidate) => candidate.known.local) : undefined);
    if (!state) {
      throw new AppError('host_not_found');
    }
    return state;
  }

  /** A listener that breaks does not keep the others from hearing it. */
  private tell(change: HostChange): void {
    for (const listener of this.listeners) {
      try {
        listener(change);
      } catch (error) {
        this.deps.report(`a listener broke on ${change.kind}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    }
  }
}
