import type { Database } from 'bun:sqlite';

const hourMs = 3_600_000;
/** A clock that goes back, or forward by more than this between two steps, is not believed at once. */
const largestStepMs = 24 * hourMs;
const trustAfterMs = hourMs;
const roundMs = 600_000;
const mostBlocks = 24;

/** Deletes what is older than its host's duration, a few blocks of one host at a time. */
export class Forgetting {
  private trustedFrom = Number.NEGATIVE_INFINITY;
  private nextRound = Number.NEGATIVE_INFINITY;
  private cursor = '';

  /** `lastMs`: the server's clock when something was last kept; null when nothing is. */
  constructor(
    private readonly db: Database,
    private readonly keepMs: (hostId: string) => number,
    private lastMs: number | null,
  ) {}

  /** True when there is more to do. */
  step(nowMs: number): boolean {
    this.watchClock(nowMs);
    if (nowMs < this.trustedFrom || nowMs < this.nextRound) {
      return false;
    }
    const host = this.db
      .query<{ host: string }, [string]>('SELECT host FROM block WHERE host > ? ORDER BY host LIMIT 1')
      .get(this.cursor)?.host;
    if (host === undefined) {
      this.cursor = '';
      this.nextRound = nowMs + roundMs;
      return false;
    }
    const { changes } = this.db
      .query('DELETE FROM block WHERE id IN (SELECT id FROM block WHERE host = ? AND sealed < ? ORDER BY sealed LIMIT ?)')
      .run(host, nowMs - this.keepMs(host), mostBlocks);
    if (changes === mostBlocks) {
      return true;
    }
    if (changes > 0) {
      this.db.run('PRAGMA incremental_vacuum(256)');
    }
    this.cursor = host;
    return true;
  }

  /** The durations have changed. */
  beginAnew(): void {
    this.cursor = '';
    this.nextRound = Number.NEGATIVE_INFINITY;
  }

  private watchClock(nowMs: number): void {
    const elapsedMs = this.lastMs === null ? 0 : nowMs - this.lastMs;
    if (elapsedMs < 0 || elapsedMs > largestStepMs) {
      this.trustedFrom = nowMs + trustAfterMs;
    }
    if (elapsedMs < 0) {
      this.nextRound = Number.NEGATIVE_INFINITY;
    }
    this.lastMs = nowMs;
  }
}
