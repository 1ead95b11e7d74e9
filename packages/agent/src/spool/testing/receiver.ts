import type { Lane, Loss, Spool, SpooledEvent, SpooledFrame } from '../index.ts';

/**
 * A server that takes what a spool gives, keeps it under (stream, number), and acknowledges when it is told to. It fails
 * when a number comes back with another content.
 */
export class Receiver {
  private readonly kept = new Map<string, string>();
  readonly frames: SpooledFrame[] = [];
  readonly events: SpooledEvent[] = [];
  readonly losses: Loss[] = [];
  private pending: { readonly stream: string; readonly sequence: number; readonly lost: boolean }[] = [];

  lost(noun: string): number {
    return this.losses.filter((loss) => loss.class === noun).reduce((sum, { count }) => sum + (count ?? 0), 0);
  }

  /** Takes everything there is, or so many. */
  drain(spool: Spool, most = Number.POSITIVE_INFINITY): void {
    let left = most;
    left -= this.takeFrom(spool.kept, left, (event) => this.events.push(event));
    left -= this.takeFrom(spool.bulk, left, (event) => this.events.push(event));
    this.takeFrom(spool.frames, left, (frame) => this.frames.push(frame));
  }

  acknowledgeAll(spool: Spool): void {
    this.acknowledge(spool, this.pending.length);
  }

  /** The first so many of what was taken. */
  acknowledge(spool: Spool, count: number): void {
    for (const { stream, sequence, lost } of this.pending.splice(0, count)) {
      for (const lane of [spool.kept, spool.bulk, spool.frames]) {
        lane.acknowledge(stream, sequence, lost);
      }
    }
  }

  /** The link was cut: acknowledgements that were on their way are gone. */
  cut(): void {
    this.pending = [];
  }

  private takeFrom<T extends SpooledEvent | SpooledFrame>(lane: Lane<T>, most: number, keep: (item: T) => void): number {
    let count = 0;
    while (count < most) {
      const taken = lane.take(1);
      const entry = taken?.entries[0];
      if (!taken || !entry) {
        break;
      }
      count++;
      const key = `${taken.stream} ${entry.sequence} ${entry.lost === null}`;
      const content = JSON.stringify(entry.lost ?? entry.item);
      const known = this.kept.get(key);
      if (known !== undefined && known !== content) {
        throw new Error(`${key} came twice with another content`);
      }
      if (known === undefined) {
        this.kept.set(key, content);
        if (entry.lost === null) {
          keep(entry.item);
        } else {
          this.losses.push(entry.lost);
        }
      }
      this.pending.push({ stream: taken.stream, sequence: entry.sequence, lost: entry.lost !== null });
    }
    return count;
  }
}
