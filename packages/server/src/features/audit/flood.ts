const windowMs = 60_000;
const keysRemembered = 5_000;

export interface FloodGate {
  /** Null when this one is too many; otherwise how many were left out since the last one that passed. */
  admit(key: string, nowMs: number): { readonly leftOut: number } | null;
}

/** Lets `perMinute` of each key through; the rest is counted, not forgotten. Memory is bounded: the key not seen for longest goes first. */
export function createFloodGate(perMinute: number): FloodGate {
  const keys = new Map<string, { since: number; admitted: number; leftOut: number }>();
  return {
    admit(key, nowMs) {
      const known = keys.get(key);
      const fresh = known !== undefined && nowMs - known.since < windowMs && nowMs >= known.since;
      const state = fresh ? known : { since: nowMs, admitted: 0, leftOut: known?.leftOut ?? 0 };
      keys.delete(key);
      keys.set(key, state);
      if (keys.size > keysRemembered) {
        const oldest = keys.keys().next();
        if (!oldest.done) {
          keys.delete(oldest.value);
        }
      }
      if (state.admitted >= perMinute) {
        state.leftOut += 1;
        return null;
      }
      state.admitted += 1;
      const { leftOut } = state;
      state.leftOut = 0;
      return { leftOut };
    },
  };
}
