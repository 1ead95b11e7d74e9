/** Longer lines are never equal: they are read anew each time, which is right, only slower. */
const slotBytes = 384;

/**
 * The last `stat` line of each process, to see in one comparison that nothing moved: most processes sleep. All lines
 * stand in one block, so that ten thousand of them are still one object.
 */
export class StatLines {
  private block = Buffer.alloc(slotBytes * 512);
  private readonly free: number[] = [];
  private used = 0;

  /** A place for one process, to be given back when it ends. */
  take(): number {
    const known = this.free.pop();
    if (known !== undefined) {
      return known;
    }
    const slot = this.used++;
    if (this.used * slotBytes > this.block.length) {
      const larger = Buffer.alloc(this.block.length * 2);
      this.block.copy(larger);
      this.block = larger;
    }
    return slot;
  }

  release(slot: number): void {
    this.block[slot * slotBytes] = 0;
    this.free.push(slot);
  }

  /** A line ends with a newline, so that one is never only the beginning of another. */
  isSame(slot: number, bytes: Buffer, length: number): boolean {
    const start = slot * slotBytes;
    return length <= slotBytes && this.block.compare(bytes, 0, length, start, start + length) === 0;
  }

  remember(slot: number, bytes: Buffer, length: number): void {
    if (length <= slotBytes) {
      bytes.copy(this.block, slot * slotBytes, 0, length);
    }
  }
}
