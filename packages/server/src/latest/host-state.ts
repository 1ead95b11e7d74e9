import type { Host } from '@vigie/contract';
import type { ProcessRow, ProcessSnapshot, SocketRow, SocketSnapshot } from '@vigie/contract/agent';
import { type HostFacts, restWatch } from '@vigie/contract/agent';
import type { AgentLink } from '../gateway/index.ts';
import type { LatestProcesses, LatestSockets } from './port.ts';
import { MetricRing } from './ring.ts';
import { Watches } from './watches.ts';

/** What is known about a host across sessions of its agent. */
export interface KnownHost {
  readonly id: string;
  readonly local: boolean;
  readonly name: string;
  readonly facts: HostFacts | null;
  readonly agentVersion: string | null;
}

interface Snapshots<K, V> {
  timeMs: number;
  readonly rows: Map<K, V>;
}

/** The newest state of one host. */
export class HostState {
  readonly ring = new MetricRing();
  readonly watches: Watches;
  link: AgentLink | null = null;
  facts: HostFacts | null;
  agentVersion: string | null;
  private state: Host['state'] = 'unknown';
  private stateSinceMs: number | null = null;
  private lastFrameMs: number | null = null;
  private clock: { latencyMs: number; skewMs: number } | null = null;
  private processTable: (Snapshots<number, ProcessRow> & { intervalMs: number }) | null = null;
  private socketTable: (Snapshots<string, SocketRow> & { ownersHidden: boolean }) | null = null;

  constructor(
    readonly known: KnownHost,
    private readonly now: () => number,
  ) {
    this.facts = known.facts;
    this.agentVersion = known.agentVersion;
    this.watches = new Watches((watch) => this.link?.setWatch(watch));
  }

  get processes(): LatestProcesses | null {
    return this.processTable;
  }

  get sockets(): LatestSockets | null {
    return this.socketTable;
  }

  opened(link: AgentLink, facts: HostFacts, agentVersion: string): void {
    this.link = link;
    this.facts = facts;
    this.agentVersion = agentVersion;
    this.setState('up');
  }

  closed(): void {
    this.link = null;
    this.clock = null;
    this.setState('down');
  }

  frameCame(): void {
    this.lastFrameMs = this.now();
    this.setState('up');
  }

  measured(clock: { latencyMs: number; skewMs: number }): void {
    this.clock = clock;
  }

  /** Late when nothing came for two intervals; true when that is news. */
  checkLate(): boolean {
    const allowance = 2 * (this.watches.current.metricsMs ?? restWatch.metricsMs) + 5_000;
    const late = this.state === 'up' && this.now() - Math.max(this.lastFrameMs ?? 0, this.stateSinceMs ?? 0) > allowance;
    if (late) {
      this.setState('late');
    }
    return late;
  }

  takeProcesses(snapshot: ProcessSnapshot): void {
    if (!this.processTable || snapshot.full) {
      this.processTable = { timeMs: 0, intervalMs: 0, rows: new Map() };
    }
    const { rows } = this.processTable;
    // Gone first: a pid that ended and came back is in both lists.
    for (const pid of snapshot.gone) {
      rows.delete(pid);
    }
    for (const row of snapshot.rows) {
      rows.set(row.pid, row);
    }
    this.processTable.timeMs = snapshot.timeMs;
    this.processTable.intervalMs = snapshot.intervalMs;
  }

  takeSockets(snapshot: SocketSnapshot): void {
    if (!this.socketTable || snapshot.full) {
      this.socketTable = { timeMs: 0, ownersHidden: false, rows: new Map() };
    }
    const { rows } = this.socketTable;
    for (const id of snapshot.gone) {
      rows.delete(id);
    }
    for (const row of snapshot.rows) {
      rows.set(row.id, row);
    }
    this.socketTable.timeMs = snapshot.timeMs;
    this.socketTable.ownersHidden = snapshot.ownersHidden;
  }

  present(): Host {
    const { facts } = this;
    return {
      id: this.known.id,
      local: this.known.local,
      name: facts?.name ?? this.known.name,
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
      this.stateSinceMs = this.now();
    }
  }
}

/** A clock that is wrong by more than a date can hold is not known. */
function isoOrNull(ms: number | null): string | null {
  return ms === null || !(Math.abs(ms) <= 8.64e15) ? null : new Date(ms).toISOString();
}
