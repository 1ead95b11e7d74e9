import { Chain, type ChainDeps } from './chain.ts';
import { type Entry, type Loss, leaveOut } from './entry.ts';

/** Entries kept in memory although they are on the disk, so that what is sent at once is not read back. */
const mostInMemory = 256;

interface Flight {
  readonly sequence: number;
  readonly lost: boolean;
  done: boolean;
}

/** One stream on its way to the server: numbered without a hole, on disk and in memory, sent in order, and let go when acknowledged. */
export class Run<T> {
  private memory: Entry<T>[] = [];
  private readonly chain: Chain<T>;
  private flights: Flight[] = [];
  private last: number;
  private writtenTo: number;
  private sentTo = 0;
  /** The highest that was ever sent: the server may have it, so that it must not be told as lost. */
  private everSentTo = 0;
  private ackedTo = 0;

  constructor(
    private readonly deps: ChainDeps<T>,
    names: readonly string[] = [],
  ) {
    this.chain = new Chain(deps, names);
    this.last = names.length > 0 ? Number.POSITIVE_INFINITY : 0;
    this.writtenTo = this.last;
  }

  get stream(): string {
    return this.deps.stream;
  }

  get bytes(): number {
    return this.chain.bytes;
  }

  get inFlight(): number {
    return this.flights.length;
  }

  /** What was not acknowledged; null for a run of an earlier life, which was not counted. */
  get waiting(): number | null {
    return Number.isFinite(this.last) ? this.last - this.ackedTo : null;
  }

  get inMemory(): number {
    return this.memory.length;
  }

  get unwritten(): number {
    return this.memory.length - this.firstAbove(this.writtenTo);
  }

  /** Nothing is left to send or to wait for. */
  get finished(): boolean {
    return this.chain.empty && this.memory.length === 0 && this.flights.length === 0;
  }

  push(timeMs: number, item: T): void {
    this.last++;
    this.memory.push({ sequence: this.last, timeMs, item, lost: null });
  }

  pushLoss(lost: Loss): void {
    this.last++;
    this.memory.push({ sequence: this.last, timeMs: lost.toMs, item: null, lost });
  }

  /** Puts on disk what is only in memory. Throws when the file system refuses; everything is then still in memory. */
  write(): void {
    const fresh = this.memory.slice(this.firstAbove(this.writtenTo));
    if (fresh.length > 0) {
      this.chain.append(fresh);
      this.writtenTo = fresh.at(-1)?.sequence ?? this.writtenTo;
    }
    this.trim();
  }

  sync(): void {
    this.chain.sync();
  }

  /** The next entry, now counted as sent; null when all are. */
  take(): Entry<T> | null {
    const held = this.memory[0]?.sequence ?? Number.POSITIVE_INFINITY;
    const entry =
      this.sentTo + 1 >= held || this.sentTo >= this.writtenTo ? this.fromMemory() : (this.chain.next(this.sentTo) ?? this.fromMemory());
    if (entry === null) {
      if (!Number.isFinite(this.last)) {
        this.last = this.sentTo;
        this.writtenTo = this.sentTo;
        this.settle();
      }
      return null;
    }
    this.sentTo = entry.sequence;
    this.everSentTo = Math.max(this.everSentTo, entry.sequence);
    this.flights.push({ sequence: entry.sequence, lost: entry.lost !== null, done: false });
    return entry;
  }

  /** The server has kept everything of this kind up to this number. Numbers never sent are ignored. */
  acknowledge(sequence: number, lost: boolean): void {
    if (sequence > this.sentTo) {
      return;
    }
    for (const flight of this.flights) {
      if (flight.sequence > sequence) {
        break;
      }
      if (flight.lost === lost) {
        flight.done = true;
      }
    }
    while (this.flights[0]?.done) {
      this.ackedTo = (this.flights.shift() as Flight).sequence;
    }
    this.settle();
  }

  /** A new session: what was not acknowledged is to be sent again. */
  restart(): void {
    this.sentTo = this.ackedTo;
    this.flights = [];
    this.chain.rewind();
  }

  /** See `Chain.shrink`. */
  shrink(passes: number, keep: (index: number) => boolean): number | null {
    const saved = this.chain.shrink(passes, this.everSentTo, keep);
    this.forgetChanged();
    return saved;
  }

  /** See `Chain.drop`. */
  drop(): readonly Loss[] | null {
    const losses = this.chain.drop(this.everSentTo);
    this.forgetChanged();
    return losses;
  }

  private forgetChanged(): void {
    this.memory.splice(0, this.firstAbove(this.chain.changedTo));
  }

  /** Leaves items out that are only in memory and were not sent. */
  squeeze(keep: (index: number, item: T) => boolean): void {
    const from = this.firstAbove(Math.max(this.everSentTo, this.writtenTo));
    const settled = this.memory.slice(0, from);
    const free = this.memory.slice(from);
    const items = free.flatMap((entry) => (entry.lost === null ? [entry.item] : []));
    this.memory = [...settled, ...leaveOut(free, this.deps.codec, (index) => keep(index, items[index] as T))];
  }

  /** Removes files of which nothing is needed any more, at the end of a life. */
  close(): void {
    this.chain.release(this.ackedTo, true);
  }

  private fromMemory(): Entry<T> | null {
    return this.memory[this.firstAbove(this.sentTo)] ?? null;
  }

  /** Where in memory the numbers above this one begin. */
  private firstAbove(number: number): number {
    let low = 0;
    let high = this.memory.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.memory[middle] as Entry<T>).sequence > number) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private settle(): void {
    this.memory.splice(0, this.firstAbove(this.ackedTo));
    this.writtenTo = Number.isFinite(this.last) ? Math.max(this.writtenTo, Math.min(this.ackedTo, this.last)) : this.writtenTo;
    this.chain.release(this.ackedTo);
  }

  private trim(): void {
    const over = this.memory.length - mostInMemory;
    if (over > 0) {
      this.memory.splice(0, Math.min(over, this.firstAbove(this.writtenTo)));
    }
  }
}
