/** A clock that differs by less is right enough: its own times are kept, and with them its order. */
const rightWithinMs = 60_000;

/**
 * When something happened by the clock of the server. A host whose clock is wrong says with each batch what it takes for
 * now, so the age of the event is known.
 */
export function placeTime(timeMs: number, sentAtMs: number, receivedMs: number): number {
  const aheadMs = sentAtMs - receivedMs;
  return Math.abs(aheadMs) <= rightWithinMs ? timeMs : Math.min(receivedMs, timeMs - aheadMs);
}
