import { type HostTree, isDenied } from '../../kernel/index.ts';

export interface OwnersDeps {
  readonly tree: HostTree;
  readonly monotonicMs: () => number;
}

/** How long one round may look into folders of open files. */
const budgetMs = 8;
const firstBudgetMs = 250;
/** A folder is looked into again after this even when nothing asks for it: sockets are handed from process to process. */
const recheckMs = 30_000;

interface Held {
  readonly inodes: readonly number[];
  readonly lookedAtMs: number;
}

/**
 * Which process holds which socket. The kernel tells this only by the folders of open files, so what was found is kept,
 * and a round looks only where something changed, or for sockets that nobody is known to hold.
 */
export class SocketOwners {
  private readonly ownerOf = new Map<number, number>();
  private readonly held = new Map<number, Held>();
  /** Processes whose folder is to be looked into. */
  private readonly queue = new Set<number>();
  /** Sockets nobody was found to hold, with how many passes over all processes are still to be made for them. */
  private readonly searched = new Map<number, number>();
  private readonly inodes: number[] = [];
  private readonly denied = new Set<number>();
  private pass: number[] = [];
  private isFirst = true;
  private roundStartMs = 0;

  constructor(private readonly deps: OwnersDeps) {}

  get hasDenied(): boolean {
    return this.denied.size > 0;
  }

  owner(inode: number): number | null {
    return this.ownerOf.get(inode) ?? null;
  }

  /** New, changed or ended processes. */
  touch(pids: Iterable<number>, isAlive: (pid: number) => boolean): void {
    for (const pid of pids) {
      if (isAlive(pid)) {
        this.queue.add(pid);
      } else {
        this.forget(pid);
      }
    }
  }

  /** `unknown` are sockets of the last dump without an owner; `alive` every process that may hold one. */
  resolve(unknown: ReadonlySet<number>, alive: () => readonly number[]): void {
    this.roundStartMs = this.deps.monotonicMs();
    const until = this.roundStartMs + (this.isFirst ? firstBudgetMs : budgetMs);
    this.isFirst = false;
    this.look(this.queue, until);
    const wanted = this.rememberUnknown(unknown);
    if (wanted) {
      this.search(until, alive);
    }
    this.recheckSome(until, alive);
  }

  /** True while there is a socket for which not every process was asked since it appeared. */
  private rememberUnknown(unknown: ReadonlySet<number>): boolean {
    for (const inode of this.searched.keys()) {
      if (!unknown.has(inode) || this.ownerOf.has(inode)) {
        this.searched.delete(inode);
      }
    }
    let wanted = false;
    for (const inode of unknown) {
      if (this.ownerOf.has(inode)) {
        continue;
      }
      // The pass under way may already be past its owner: one more is needed.
      const passes = this.searched.get(inode) ?? (this.pass.length > 0 ? 2 : 1);
      this.searched.set(inode, passes);
      wanted ||= passes > 0;
    }
    return wanted;
  }

  private search(until: number, alive: () => readonly number[]): void {
    if (this.pass.length === 0) {
      this.pass = [...alive()];
    }
    while (this.pass.length > 0 && this.deps.monotonicMs() < until) {
      const pid = this.pass.pop() as number;
      // Who was looked into since the dump of this round needs not be asked again.
      if ((this.held.get(pid)?.lookedAtMs ?? -1) < this.roundStartMs) {
        this.lookInto(pid);
      }
    }
    if (this.pass.length === 0) {
      for (const [inode, passes] of this.searched) {
        this.searched.set(inode, Math.max(0, passes - 1));
      }
    }
  }

  private recheckSome(until: number, alive: () => readonly number[]): void {
    const now = this.deps.monotonicMs();
    let rechecks = 20;
    for (const pid of alive()) {
      if (rechecks === 0 || this.deps.monotonicMs() >= until) {
        return;
      }
      const held = this.held.get(pid);
      if (held && now - held.lookedAtMs >= recheckMs) {
        rechecks--;
        this.lookInto(pid);
      }
    }
  }

  private look(pids: Set<number>, until: number): void {
    for (const pid of pids) {
      if (this.deps.monotonicMs() >= until) {
        return;
      }
      pids.delete(pid);
      this.lookInto(pid);
    }
  }

  private lookInto(pid: number): void {
    const result = this.deps.tree.processes.socketInodes(pid, this.inodes);
    if (result < 0) {
      this.forget(pid);
      if (isDenied(-result)) {
        this.denied.add(pid);
        this.held.set(pid, { inodes: [], lookedAtMs: this.deps.monotonicMs() });
      }
      return;
    }
    this.denied.delete(pid);
    const before = this.held.get(pid)?.inodes;
    if (before && before.length > 0) {
      const now = new Set(this.inodes);
      for (const inode of before) {
        if (!now.has(inode) && this.ownerOf.get(inode) === pid) {
          this.ownerOf.delete(inode);
        }
      }
    }
    for (const inode of this.inodes) {
      const owner = this.ownerOf.get(inode);
      // Of several processes that share a socket the one with the lower pid is shown: mostly the parent.
      if (owner === undefined || pid < owner) {
        this.ownerOf.set(inode, pid);
      }
    }
    this.held.set(pid, { inodes: this.inodes.length === 0 ? none : [...this.inodes], lookedAtMs: this.deps.monotonicMs() });
  }

  private forget(pid: number): void {
    this.queue.delete(pid);
    this.denied.delete(pid);
    const held = this.held.get(pid);
    if (!held) {
      return;
    }
    this.held.delete(pid);
    for (const inode of held.inodes) {
      if (this.ownerOf.get(inode) === pid) {
        this.ownerOf.delete(inode);
      }
    }
  }
}

const none: readonly number[] = Object.freeze([]);
