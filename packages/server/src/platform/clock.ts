/** Wall-clock time in milliseconds since 1970. Code takes one, so that tests can move it. */
export interface Clock {
  readonly now: () => number;
}

export const systemClock: Clock = { now: () => Date.now() };
