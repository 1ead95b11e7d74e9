import type { GapReason } from '@vigie/contract/agent';

/** What went missing: so many of one class between two moments. */
export interface Loss {
  readonly class: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Null when nobody can know. */
  readonly count: number | null;
  readonly reason: GapReason;
}

/** One thing of a stream, under its number; or, under the number of the first that is missing, what is missing. */
export type Entry<T> =
  | { readonly sequence: number; readonly timeMs: number; readonly item: T; readonly lost: null }
  | { readonly sequence: number; readonly timeMs: number; readonly item: null; readonly lost: Loss };

/** How the items of a lane are written, counted and named. */
export interface LaneCodec<T> {
  /** The class a loss is of. */
  classOf(item: T): string;
  /** How many things one item stands for. */
  countOf(item: T): number;
  /** Told how much was left out. */
  dropped?(count: number): void;
  /** A writer and a reader for one segment: they may refer to earlier items of the same segment. */
  encoder(): (item: T) => Uint8Array;
  decoder(): (payload: Uint8Array) => T;
}

/**
 * Leaves out the items for which `keep` is false. Those of one class become one loss, under the number of the first of
 * them, so that what is missing is told under a number nobody else has; losses that were there join it.
 */
export function leaveOut<T>(entries: readonly Entry<T>[], codec: LaneCodec<T>, keep: (index: number) => boolean): Entry<T>[] {
  const losses = new Map<string, { readonly sequence: number; readonly timeMs: number; readonly item: null; readonly lost: Loss }>();
  const kept: Entry<T>[] = [];
  let itemIndex = 0;
  for (const entry of entries) {
    if (entry.lost === null && keep(itemIndex++)) {
      kept.push(entry);
      continue;
    }
    const loss = entry.lost === null ? lossOf(entry.item, entry.timeMs, codec) : entry.lost;
    const key = `${loss.class}\0${loss.reason}`;
    const known = losses.get(key);
    losses.set(
      key,
      known ? { ...known, lost: join(known.lost, loss) } : { sequence: entry.sequence, timeMs: entry.timeMs, item: null, lost: loss },
    );
  }
  return [...kept, ...losses.values()].sort((a, b) => a.sequence - b.sequence);
}

function lossOf<T>(item: T, timeMs: number, codec: LaneCodec<T>): Loss {
  const count = codec.countOf(item);
  codec.dropped?.(count);
  return { class: codec.classOf(item), fromMs: timeMs, toMs: timeMs, count, reason: 'queue_full' };
}

function join(a: Loss, b: Loss): Loss {
  return {
    ...a,
    fromMs: Math.min(a.fromMs, b.fromMs),
    toMs: Math.max(a.toMs, b.toMs),
    count: a.count === null || b.count === null ? null : a.count + b.count,
  };
}
