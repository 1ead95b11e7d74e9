import type { HousekeepingDeps } from './deps.ts';
import { commit, graceMs, windowOf } from './deps.ts';
import { mergesDue } from './merge.ts';
import { rollsDue } from './roll.ts';
import { seal } from './seal.ts';
import type { Tier } from './tiers.ts';

const hour = 3_600_000;
/** A clock that goes back, or forward by more than this between two steps, is not believed at once. */
const largestStepMs = 24 * hour;
/** Nothing is forgotten by a clock that has not kept going for so long since it jumped. */
const trustAfterMs = hour;
/** A stream that is silent for longer than any agent keeps what it could not send will not come back. */
const streamKeepMs = 30 * 24 * hour;
const damagedKeepMs = 365 * 24 * hour;

/** One thing to do; each is short. */
type Chore = () => void;

/** Keeps the store in order, one chore at a time, so that ingest never waits for more than one. */
export class Housekeeping {
  private chores: Chore[] = [];
  private trustedFrom = Number.NEGATIVE_INFINITY;

  /** `lastMs`: the server's clock when it last wrote. */
  constructor(
    private readonly deps: HousekeepingDeps,
    private lastMs: number,
  ) {}

  /** Does one thing that is due: seals a head, merges parts, rolls a window up, or forgets what is too old. False when nothing was. */
  step(nowMs: number): boolean {
    this.watchClock(nowMs);
    if (this.chores.length === 0) {
      this.chores = this.findChores(nowMs).reverse();
    }
    const chore = this.chores.pop();
    chore?.();
    return chore !== undefined;
  }

  private watchClock(nowMs: number): void {
    const elapsed = nowMs - this.lastMs;
    if (elapsed < 0 || elapsed > largestStepMs) {
      this.trustedFrom = nowMs + trustAfterMs;
      this.chores = [];
    }
    this.lastMs = nowMs;
  }

  private findChores(nowMs: number): Chore[] {
    const seals = sealsDue(this.deps, nowMs);
    // What is sealed now is merged and rolled up in the next round, and nothing is forgotten before it is rolled up.
    if (seals.length > 0) {
      return seals;
    }
    const making = [...mergesDue(this.deps, nowMs), ...rollsDue(this.deps, nowMs)];
    if (making.length > 0 || nowMs < this.trustedFrom) {
      return making;
    }
    return forgettingDue(this.deps, nowMs);
  }
}

function sealsDue(deps: HousekeepingDeps, nowMs: number): Chore[] {
  const raw = deps.tiers[0] as Tier;
  const heads = [...deps.writer.heads].filter(([, { head }]) => head.count > 0);
  const due = heads.filter(([, { head }]) => {
    const over = windowOf(raw, head.times[0] ?? 0) + raw.spanMs + graceMs <= nowMs;
    return head.count >= deps.maxHeadRows || over;
  });
  return [...due, ...crowding(deps, heads)].map(
    ([hostId]) =>
      () =>
        seal(deps, hostId),
  );
}

/** The largest heads, as many as it takes to be at half of what they may take together. */
function crowding<T extends { readonly head: { readonly sizeBytes: number } }>(
  deps: HousekeepingDeps,
  heads: readonly (readonly [string, T])[],
): (readonly [string, T])[] {
  let total = heads.reduce((sum, [, { head }]) => sum + head.sizeBytes, 0);
  if (total <= deps.maxHeadBytes) {
    return [];
  }
  return heads
    .toSorted(([, a], [, b]) => b.head.sizeBytes - a.head.sizeBytes)
    .filter(([, { head }]) => {
      const taken = total > deps.maxHeadBytes / 2;
      total -= taken ? head.sizeBytes : 0;
      return taken;
    });
}

/** Removes what is older than its tier keeps, some blocks at a time. */
function forgettingDue(deps: HousekeepingDeps, nowMs: number): Chore[] {
  const blocks = deps.tiers.flatMap((tier) => {
    const oldest = nowMs - tier.keepMs;
    const some = deps.db.query('SELECT 1 FROM block WHERE tier = ? AND last < ? LIMIT 1').get(tier.index, oldest);
    const remove = deps.db.query('DELETE FROM block WHERE id IN (SELECT id FROM block WHERE tier = ? AND last < ? LIMIT 64)');
    return some === null ? [] : [() => commit(deps, `forget ${tier.name}`, () => void remove.run(tier.index, oldest))];
  });
  const damaged = deps.db.query('SELECT 1 FROM damaged WHERE found < ? LIMIT 1').get(nowMs - damagedKeepMs);
  return [
    ...blocks,
    ...(deps.writer.hasOldStreams(nowMs - streamKeepMs) ? [() => deps.writer.forgetStreams(nowMs - streamKeepMs)] : []),
    ...(damaged === null ? [] : [() => void deps.db.query('DELETE FROM damaged WHERE found < ?').run(nowMs - damagedKeepMs)]),
  ];
}
