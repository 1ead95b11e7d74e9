/** Above this many starts a second a host is busy: not every one is told by itself. */
export const busyPerSecond = 50;
const slots = 5;
const slotMs = 1000 / slots;

/** Counts starts over the last second. */
export class Pace {
  private readonly counts = new Array<number>(slots).fill(0);
  private slot = 0;

  count(timeMs: number): void {
    this.moveTo(timeMs);
    const at = this.slot % slots;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
  }

  isBusy(timeMs: number): boolean {
    this.moveTo(timeMs);
    return this.counts.reduce((sum, count) => sum + count, 0) > busyPerSecond;
  }

  /** Also when the clock was set back: then counting begins anew. */
  private moveTo(timeMs: number): void {
    const slot = Math.floor(timeMs / slotMs);
    if (slot < this.slot - slots || slot >= this.slot + slots) {
      this.counts.fill(0);
      this.slot = slot;
    }
    while (this.slot < slot) {
      this.slot++;
      this.counts[this.slot % slots] = 0;
    }
  }
}
