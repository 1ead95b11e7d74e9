import type { LiveMessage, Topic } from '@vigie/contract';
import type { Actor } from '../operations/types.ts';

/** One subscription of one page. */
export interface Subscription {
  readonly id: number;
  readonly topic: Topic;
  readonly hostId: string;
  readonly intervalMs: number;
  /** When the last message went out, on the monotonic clock. */
  sentAt: number;
  /** The next message holds everything: the first, and the one after some were left out. */
  needsFull: boolean;
  /** What changed since the last message, while the interval or the network made it wait. */
  readonly changed: Set<number | string>;
  readonly gone: Set<number | string>;
  end(): void;
}

/** How a page is reached; the real one is a WebSocket. */
export interface PageWire {
  send(text: string): void;
  /** Bytes the network has not taken yet. */
  readonly bufferedBytes: number;
  close(code: number, reason: string): void;
}

/** One page: who it is, and what it has asked for. */
export interface Page {
  readonly wire: PageWire;
  actor: Actor | null;
  readonly openedAt: number;
  readonly subscriptions: Map<number, Subscription>;
  faults: number;
}

/** Beyond this a page is not reading: what is on its way must go first. */
export const mostBufferedBytes = 1_000_000;

export function sendTo(page: Page, message: LiveMessage): void {
  page.wire.send(JSON.stringify(message));
}

export function isSlow(page: Page): boolean {
  return page.wire.bufferedBytes > mostBufferedBytes;
}
