import type { Host } from '@vigie/contract';
import type {
  Frame,
  HostFacts,
  InventoryItem,
  InventoryKind,
  InventorySnapshot,
  ProcessRow,
  ProcessSnapshot,
  SocketRow,
  SocketSnapshot,
} from '@vigie/contract/agent';
import type { AgentLink } from '../gateway/index.ts';
import type { Timers } from '../platform/timers.ts';
import type { SeriesPool } from '../storage/metrics/index.ts';
import { NewestFrame } from './newest-frame.ts';
import type { LatestInventory, LatestProcesses, LatestSockets } from './port.ts';
import { Table, type TableChange } from './table.ts';
import { Watches } from './watches.ts';

/** What is known about a host across sessions of its agent. */
export interface KnownHost {
  readonly id: string;
  readonly local: boolean;
  readonly name: string;
  /** The name people gave it; absent and null are none. */
  readonly title?: string | null;
  readonly facts: HostFacts | null;
  readonly agentVersion: string | null;
  /** Where it stands; absent and null are none. */
  readonly site?: string | null;
  readonly tags?: readonly string[];
}

/** A frame this much older than the newest is not one that was sent twice: its host's clock was set back. */
const setBackMs = 120_000;
/** A frame that was measured just now differs from the host's clock, as last compared, by less than this. */
const freshMs = 30_000;

export interface HostStateDeps {
  readonly now: () => number;
  readonly timers: Timers;
  readonly pool: SeriesPool;
}

/** The newest state of one host. */
export class HostState {
  readonly newestFrame: NewestFrame;
  readonly watches: Watches;
  link: AgentLink | null = null;
  facts: HostFacts | null;
  agentVersion: string | null;
  private state: Host['state'] = 'unknown';
  private stateSinceMs: number | null = null;
  private lastFrameMs: number | null = null;
  /** On the clock that never jumps: when the link last showed that figures come. */
  private heardAt = Number.NEGATIVE_INFINITY;
  private clock: { latencyMs: number; skewMs: number } | null = null;
  private readonly processTable = new Table<number, ProcessRow>((row) => row.pid);
  private readonly socketTable = new Table<string, SocketRow>((row) => row.id);
  private readonly inventoryTable = new Table<string, InventoryItem>(({ kind, key }) => inventoryKey(kind, key));
  private latestInventory: { timeMs: number; kinds: readonly InventoryKind[]; readonly items: ReadonlyMap<string, InventoryItem> } | null =
    null;
  private latestProcesses: { timeMs: number; intervalMs: number; readonly rows: ReadonlyMap<number, ProcessRow> } | null = null;
  private latestSockets: { timeMs: number; ownersHidden: boolean; readonly rows: ReadonlyMap<string, SocketRow> } | null = null;
  private crowded = false;
  private readonly takenAt = { processes: Number.NEGATIVE_INFINITY, sockets: Number.NEGATIVE_INFINITY };

  constructor(
    public known: KnownHost,
    private readonly deps: HostStateDeps,
  ) {
    this.newestFrame = new NewestFrame(deps.pool.intern);
    this.facts = known.facts;
    this.agentVersion = known.agentVersion;
    this.watches = new Watches(deps.timers, (watch) => this.link?.setWatch(watch));
  }

  /** How long ago the newest table came, by our own clock. */
  ageMs(what: 'processes' | 'sockets'): number {
    return this.deps.timers.monotonicMs() - this.takenAt[what];
  }

  get processes(): LatestProcesses | null {
    return this.latestProcesses;
  }

  get sockets(): LatestSockets | null {
    return this.latestSockets;
  }

  get inventory(): LatestInventory | null {
    return this.latestInventory;
  }

  opened(link: AgentLink, facts: HostFacts, agentVersion: string): void {
    this.link = link;
    this.facts = facts;
    this.agentVersion = agentVersion;
    this.heardAt = this.deps.timers.monotonicMs();
    this.processTable.forgetParts();
    this.socketTable.forgetParts();
    this.inventoryTable.forgetParts();
    this.setState('up');
  }

  closed(): void {
    this.link = null;
    this.clock = null;
    this.setState('down');
  }

  /** True when the host was not up before. */
  frameCame(frame: Frame): boolean {
    const news = this.state !== 'up';
    this.lastFrameMs = this.deps.now();
    this.heardAt = this.deps.timers.monotonicMs();
    if (this.isSetBack(frame)) {
      // What was kept is of a time that has not come yet; behind it nothing new would ever be shown.
      this.newestFrame.clear();
    }
    this.setState('up');
    return news;
  }

  /** True once, when samples begin to be left out. */
  isNewlyCrowded(): boolean {
    const news = !this.crowded && this.newestFrame.samplesLeftOut > 0;
    this.crowded ||= news;
    return news;
  }

  measured(clock: { latencyMs: number; skewMs: number }): void {
    this.clock = clock;
  }

  /** Late when nothing came for two intervals; true when that is news. */
  checkLate(): boolean {
    const allowanceMs = 2 * this.watches.current.metricsMs + 5_000;
    const late = this.state === 'up' && this.deps.timers.monotonicMs() - this.heardAt > allowanceMs;
    if (late) {
      this.setState('late');
    }
    return late;
  }

  /** Null when more of the same snapshot is to come. */
  takeProcesses(snapshot: ProcessSnapshot): TableChange<number, ProcessRow> | null {
    const change = this.processTable.take(snapshot);
    if (change) {
      this.latestProcesses ??= { timeMs: 0, intervalMs: 0, rows: this.processTable.rows };
      this.latestProcesses.timeMs = snapshot.timeMs;
      this.latestProcesses.intervalMs = snapshot.intervalMs;
      this.takenAt.processes = this.deps.timers.monotonicMs();
    }
    return change;
  }

  takeSockets(snapshot: SocketSnapshot): TableChange<string, SocketRow> | null {
    const change = this.socketTable.take(snapshot);
    if (change) {
      this.latestSockets ??= { timeMs: 0, ownersHidden: false, rows: this.socketTable.rows };
      this.latestSockets.timeMs = snapshot.timeMs;
      this.latestSockets.ownersHidden = snapshot.ownersHidden;
      this.takenAt.sockets = this.deps.timers.monotonicMs();
    }
    return change;
  }

  takeInventory({ items, gone, ...snapshot }: InventorySnapshot): TableChange<string, InventoryItem> | null {
    const change = this.inventoryTable.take({ ...snapshot, rows: items, gone: gone.map(({ kind, key }) => inventoryKey(kind, key)) });
    if (change) {
      this.latestInventory ??= { timeMs: 0, kinds: [], items: this.inventoryTable.rows };
      this.latestInventory.timeMs = snapshot.timeMs;
      this.latestInventory.kinds = snapshot.kinds;
    }
    return change;
  }

  present(): Host {
    const { facts } = this;
    return {
      id: this.known.id,
      local: this.known.local,
      site: this.known.site ?? null,
      tags: [...(this.known.tags ?? [])],
      name: this.known.title ?? facts?.name ?? this.known.name,
      reportedName: facts?.name ?? null,
      state: this.state,
      stateSince: isoOrNull(this.stateSinceMs),
      lastFrameAt: isoOrNull(this.lastFrameMs),
      operatingSystem: facts?.operatingSystem ?? null,
      kernel: facts?.kernel ?? null,
      architecture: facts?.architecture ?? null,
      virtualisation: facts?.virtualisation ?? null,
      cpuModel: facts?.cpuModel ?? null,
      cpuCount: facts?.cpuCount ?? null,
      memoryBytes: facts?.memoryBytes ?? null,
      addresses: [...(facts?.addresses ?? [])],
      bootedAt: isoOrNull(facts?.bootedAtMs ?? null),
      agentVersion: this.agentVersion,
      agentUser: facts?.agentUser ?? null,
      agentPrivileged: facts?.privileged ?? null,
      timeZone: facts?.timeZone ?? null,
      linkLatencyMs: this.clock?.latencyMs ?? null,
      clockSkewMs: this.clock?.skewMs ?? null,
      missing: [...(facts?.missing ?? [])],
    };
  }

  private setState(state: Host['state']): void {
    if (this.state !== state) {
      this.state = state;
      this.stateSinceMs = this.deps.now();
    }
  }

  private isSetBack(frame: Frame): boolean {
    const newestMs = this.newestFrame.newestTimeMs;
    const hostMs = this.deps.now() + (this.clock?.skewMs ?? 0);
    return newestMs !== null && newestMs - frame.timeMs > setBackMs && Math.abs(hostMs - frame.timeMs) < freshMs;
  }
}

/** A clock that is wrong by more than a date can hold is not known. */
function isoOrNull(ms: number | null): string | null {
  return ms === null || !(Math.abs(ms) <= 8.64e15) ? null : new Date(ms).toISOString();
}

function inventoryKey(kind: InventoryKind, key: string): string {
  return `${kind}\0${key}`;
}

export function parseInventoryKey(joined: string): Pick<InventoryItem, 'kind' | 'key'> {
  const at = joined.indexOf('\0');
  return { kind: joined.slice(0, at) as InventoryKind, key: joined.slice(at + 1) };
}
