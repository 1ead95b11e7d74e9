import type { Clock } from '../clock.ts';

export interface Attempts {
  /** Counts one attempt and says whether it is still allowed; `retryAfterSeconds` is for the answer when it is not. */
  take(key: string): { readonly allowed: boolean; readonly retryAfterSeconds: number };
  /** Gives one attempt back: it was a good one. */
  giveBack(key: string): void;
  forget(key: string): void;
}

const keysRemembered = 20_000;

/** So many attempts per key and window. Memory is bounded: the key not used for longest is forgotten first. */
export function createAttempts(options: { readonly clock: Clock; readonly most: number; readonly windowMs: number }): Attempts {
  const known = new Map<string, { sinceMs: number; count: number }>();
  return {
    take(key) {
      const nowMs = options.clock.now();
      const before = known.get(key);
      const fresh = before !== undefined && nowMs >= before.sinceMs && nowMs - before.sinceMs < options.windowMs;
      const state = fresh ? before : { sinceMs: nowMs, count: 0 };
      known.delete(key);
      known.set(key, state);
      if (known.size > keysRemembered) {
        const oldest = known.keys().next();
        if (!oldest.done) {
          known.delete(oldest.value);
        }
      }
      const retryAfterSeconds = Math.max(1, Math.ceil((state.sinceMs + options.windowMs - nowMs) / 1000));
      if (state.count >= options.most) {
        return { allowed: false, retryAfterSeconds };
      }
      state.count += 1;
      return { allowed: true, retryAfterSeconds };
    },
    giveBack(key) {
      const state = known.get(key);
      if (state && state.count > 0) {
        state.count -= 1;
      }
    },
    forget(key) {
      known.delete(key);
    },
  };
}

/** An IPv6 customer holds a whole /64; counting single addresses would count nothing. */
export function addressGroup(address: string | null): string {
  if (address === null || !address.includes(':') || address.startsWith('::ffff:')) {
    return address ?? '';
  }
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter((part) => part !== '');
  const right = (tail ?? '').split(':').filter((part) => part !== '');
  const middle = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...middle, ...right].slice(0, 4).join(':');
}
