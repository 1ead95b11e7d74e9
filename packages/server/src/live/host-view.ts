import type { ProcessSummary } from '@vigie/contract';
import type { ProcessRow, SocketRow } from '@vigie/contract/agent';
import { presentProcess, summarizeProcesses } from '../features/processes/index.ts';
import { presentSocket } from '../features/sockets/index.ts';
import type { HostChange, Hosts } from '../latest/index.ts';

interface Made<Row> {
  readonly row: Row;
  readonly text: string;
}

/** What a change means for the rows of processes, beyond what it says itself. */
export interface Effect {
  /** Processes whose ports changed. */
  readonly pids: ReadonlySet<number>;
  /** How every process is shown has changed: another number of cores, another time zone. */
  readonly everything: boolean;
}

const noEffect: Effect = { pids: new Set(), everything: false };

/**
 * The rows of one host as pages get them, as JSON: made when the first page needs them, kept until they change, so that a
 * hundred pages cost one presentation. Kept only as long as somebody looks.
 */
export class HostView {
  private readonly processes = new Map<number, Made<ProcessRow>>();
  private readonly sockets = new Map<string, Made<SocketRow>>();
  private readonly owners = new Map<string, number>();
  private scale: string;
  private counts: ProcessSummary | null = null;

  constructor(
    private readonly hosts: Hosts,
    private readonly hostId: string,
  ) {
    this.scale = this.readScale();
    this.learnOwners(hosts.sockets(hostId)?.rows.values() ?? []);
  }

  /** The row as JSON; null when there is no such row now. */
  process(pid: number): string | null {
    const row = this.hosts.processes(this.hostId)?.rows.get(pid);
    if (!row) {
      return null;
    }
    const made = this.processes.get(pid);
    if (made?.row === row) {
      return made.text;
    }
    const context = { sockets: this.hosts.sockets(this.hostId), host: this.hosts.require(this.hostId) };
    const text = JSON.stringify(presentProcess(row, context));
    this.processes.set(pid, { row, text });
    return text;
  }

  socket(id: string): string | null {
    const row = this.hosts.sockets(this.hostId)?.rows.get(id);
    if (!row) {
      return null;
    }
    const made = this.sockets.get(id);
    if (made?.row === row) {
      return made.text;
    }
    const text = JSON.stringify(presentSocket(row));
    this.sockets.set(id, { row, text });
    return text;
  }

  summary(): ProcessSummary {
    this.counts ??= summarizeProcesses(this.hosts.processes(this.hostId)?.rows.values() ?? []);
    return this.counts;
  }

  /** To be told of every change of this host, before any page is. */
  note(change: HostChange): Effect {
    switch (change.kind) {
      case 'state':
        return this.noteScale();
      case 'processes':
        this.counts = null;
        for (const pid of change.gone) {
          this.processes.delete(pid);
        }
        return noEffect;
      case 'sockets':
        return this.noteSockets(change.changed, change.gone);
      case 'metrics':
      case 'inventory':
      case 'removed':
        return noEffect;
    }
  }

  private noteScale(): Effect {
    const scale = this.readScale();
    if (scale === this.scale) {
      return noEffect;
    }
    this.scale = scale;
    this.processes.clear();
    return { pids: new Set(), everything: true };
  }

  private noteSockets(changed: readonly SocketRow[], gone: readonly string[]): Effect {
    const pids = new Set<number>();
    const addOwner = (id: string): void => {
      const pid = this.owners.get(id);
      if (pid !== undefined) {
        pids.add(pid);
      }
    };
    for (const id of gone) {
      addOwner(id);
      this.owners.delete(id);
      this.sockets.delete(id);
    }
    for (const { id } of changed) {
      addOwner(id);
    }
    this.learnOwners(changed);
    for (const { id } of changed) {
      addOwner(id);
    }
    for (const pid of pids) {
      this.processes.delete(pid);
    }
    return { pids, everything: false };
  }

  /** A UNIX socket has no port, so it shows in no process. */
  private learnOwners(rows: Iterable<SocketRow>): void {
    for (const row of rows) {
      if (row.protocol === 'unix' || row.pid === null) {
        this.owners.delete(row.id);
      } else {
        this.owners.set(row.id, row.pid);
      }
    }
  }

  private readScale(): string {
    const { cpuCount, memoryBytes, timeZone } = this.hosts.require(this.hostId);
    return `${cpuCount} ${memoryBytes} ${timeZone}`;
  }
}

/** The views of the hosts that somebody looks at. */
export class HostViews {
  private readonly views = new Map<string, { readonly view: HostView; watchers: number }>();

  constructor(private readonly hosts: Hosts) {}

  /** Returns the end of looking, to be called once. */
  open(hostId: string): () => void {
    const entry = this.views.get(hostId) ?? { view: new HostView(this.hosts, hostId), watchers: 0 };
    entry.watchers++;
    this.views.set(hostId, entry);
    return () => {
      entry.watchers--;
      if (entry.watchers === 0) {
        this.views.delete(hostId);
      }
    };
  }

  get(hostId: string): HostView | null {
    return this.views.get(hostId)?.view ?? null;
  }

  note(change: HostChange): Effect {
    return this.get(change.hostId)?.note(change) ?? noEffect;
  }
}
