import { expect, test } from 'bun:test';
import { FakeClock } from './link/testing/scripted-server.ts';
import { Ticker } from './ticker.ts';

test('calls at once and then at a rhythm that does not drift, however long a call takes', () => {
  const clock = new FakeClock();
  const startMs = clock.monotonicMs();
  const calledAt: number[] = [];
  const ticker = new Ticker(clock, () => {
    calledAt.push(clock.monotonicMs() - startMs);
  });
  ticker.every(1000);
  clock.advance(3500);
  expect(calledAt).toEqual([0, 1000, 2000, 3000]);
});

test('leaves out what was missed', () => {
  const clock = new FakeClock();
  let calls = 0;
  const late = {
    ...clock,
    after: clock.after.bind(clock),
    wallMs: () => 0,
    monotonicMs: () => clock.monotonicMs() + (calls === 2 ? 5400 : 0),
  };
  const ticker = new Ticker(late, () => calls++);
  ticker.every(1000);
  clock.advance(1000);
  expect(calls).toBe(2);
});

test('the same rhythm again changes nothing, another begins with a call, null stops it', () => {
  const clock = new FakeClock();
  let calls = 0;
  const ticker = new Ticker(clock, () => calls++);
  ticker.every(1000);
  clock.advance(500);
  ticker.every(1000);
  clock.advance(499);
  expect(calls).toBe(1);
  ticker.every(200);
  clock.advance(0);
  expect(calls).toBe(2);
  ticker.every(null);
  clock.advance(10_000);
  expect(calls).toBe(2);
});
