import type { Clock } from '../clock.ts';
import { effectiveUserId, type HostTree } from '../kernel/index.ts';
import { connectSystemd, type SystemdConnection } from './connection.ts';
import type { BusMessage, Value } from './wire.ts';

const busPaths = ['/run/dbus/system_bus_socket', '/var/run/dbus/system_bus_socket'];
const retryMs = 15_000;
/** Signals come in bursts; the list is read again when they pause. */
const settleMs = 1000;
/** Also without a signal: descriptions change, and a signal may be lost on a busy bus. */
const relistMs = 300_000;
const unitPath = '/org/freedesktop/systemd1/unit/';

export interface Unit {
  readonly name: string;
  readonly description: string;
  readonly load: string;
  readonly active: string;
  readonly sub: string;
}

export interface UnitChange {
  readonly name: string;
  readonly before: Pick<Unit, 'active' | 'sub'> | null;
  readonly after: Pick<Unit, 'active' | 'sub'>;
}

export interface UnitWatchDeps {
  readonly clock: Clock;
  readonly tree: HostTree;
}

/** The units of systemd as it tells them itself, by D-Bus: a list now and then, and each change as it happens. */
export class UnitWatch {
  private readonly known = new Map<string, Unit>();
  private readonly listeners = new Set<(change: UnitChange) => void>();
  private connection: SystemdConnection | null = null;
  private cancel: () => void = () => undefined;
  private cancelList: (() => void) | null = null;
  private stopped = true;
  private listedOnce = false;

  constructor(private readonly deps: UnitWatchDeps) {}

  /** Null until systemd has been heard. */
  get units(): ReadonlyMap<string, Unit> | null {
    return this.listedOnce ? this.known : null;
  }

  /** False on a host without systemd. */
  start(): boolean {
    const path = busPaths.find((one) => this.deps.tree.status(one) !== null);
    const runs = this.deps.tree.status('/run/systemd/system') !== null;
    if (path === undefined || !runs) {
      return false;
    }
    if (this.stopped) {
      this.stopped = false;
      void this.connect(`${this.deps.tree.root}${path}`);
    }
    return true;
  }

  stop(): void {
    this.stopped = true;
    this.cancel();
    this.cancelList?.();
    this.connection?.close();
  }

  subscribe(listener: (change: UnitChange) => void): void {
    this.listeners.add(listener);
  }

  private async connect(path: string): Promise<void> {
    const again = (): void => {
      this.connection = null;
      if (!this.stopped) {
        this.cancel = this.deps.clock.after(retryMs, () => void this.connect(path));
      }
    };
    let connected = false;
    try {
      const connection = await connectSystemd(path, effectiveUserId(), {
        signal: (message) => this.heard(message),
        closed: () => connected && again(),
      });
      connected = true;
      if (this.stopped) {
        connection.close();
        return;
      }
      this.connection = connection;
      await this.list();
    } catch {
      // No bus yet, or it went away in the middle: the next try may find it.
      if (connected) {
        this.connection?.close();
      } else {
        again();
      }
    }
  }

  private async list(): Promise<void> {
    this.cancelList?.();
    this.cancelList = this.deps.clock.after(relistMs, () => this.relist());
    const [rows] = (await this.connection?.call('ListUnits')) ?? [];
    if (!Array.isArray(rows)) {
      return;
    }
    const there = new Set<string>();
    for (const row of rows as Value[][]) {
      const [name, description, load, active, sub] = row.map(String);
      if (name === undefined || load === 'not-found') {
        continue;
      }
      there.add(name);
      this.put({ name, description: description ?? '', load: load ?? '', active: active ?? '', sub: sub ?? '' });
    }
    for (const [name, unit] of this.known) {
      if (!there.has(name)) {
        this.known.delete(name);
        if (unit.active !== 'inactive') {
          this.tell({ name, before: unit, after: { active: 'inactive', sub: 'dead' } });
        }
      }
    }
    this.listedOnce = true;
  }

  private relist(): void {
    this.list().catch(() => this.connection?.close());
  }

  private heard({ path, member, body }: BusMessage): void {
    if (member !== 'PropertiesChanged' || !path.startsWith(unitPath)) {
      this.cancelList?.();
      this.cancelList = this.deps.clock.after(settleMs, () => this.relist());
      return;
    }
    const name = decodePath(path.slice(unitPath.length));
    const changed = new Map((body[1] as [string, Value][] | undefined) ?? []);
    const unit = this.known.get(name);
    const active = changed.get('ActiveState');
    const sub = changed.get('SubState');
    if (unit && (active !== undefined || sub !== undefined)) {
      this.put({ ...unit, active: String(active ?? unit.active), sub: String(sub ?? unit.sub) });
    }
  }

  private put(unit: Unit): void {
    const before = this.known.get(unit.name) ?? null;
    this.known.set(unit.name, unit);
    if (this.listedOnce && (before?.active !== unit.active || before.sub !== unit.sub)) {
      this.tell({ name: unit.name, before, after: unit });
    }
  }

  private tell(change: UnitChange): void {
    for (const listener of this.listeners) {
      listener(change);
    }
  }
}

/** `nginx_2eservice` is `nginx.service` (sd_bus_path_decode(3)). */
function decodePath(path: string): string {
  return path.replace(/_([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
