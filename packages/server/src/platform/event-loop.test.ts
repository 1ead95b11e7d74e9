import { expect, it } from 'bun:test';
import { watchEventLoop } from './event-loop.ts';
import type { Timers } from './timers.ts';

it('knows how late the event loop was, counts its stalls, and forgets after a minute', () => {
  let nowMs = 1000;
  let tick = (): void => undefined;
  const timers: Timers = {
    monotonicMs: () => nowMs,
    after: () => () => undefined,
    every: (_, call) => {
      tick = call;
      return () => undefined;
    },
  };
  const loop = watchEventLoop(timers);
  const pass = (ms: number): void => {
    nowMs += ms;
    tick();
  };
  pass(20);
  expect([loop.worstMs(), loop.stalls(), loop.sinceStallMs()]).toEqual([0, 0, Number.POSITIVE_INFINITY]);
  pass(150);
  pass(270);
  expect([loop.worstMs(), loop.stalls(), loop.sinceStallMs()]).toEqual([250, 1, 0]);
  for (let passed = 0; passed < 80_000; passed += 20) {
    pass(20);
  }
  expect([loop.worstMs(), loop.stalls(), loop.sinceStallMs()]).toEqual([0, 1, 80_000]);
});
