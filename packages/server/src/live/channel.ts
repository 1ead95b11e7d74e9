import type { LiveMessage, Topic } from '@vigie/contract';
import type { Actor } from '../operations/types.ts';

/** One subscription of one page. */
export interface Subscription {
  readonly id: number;
  readonly topic: Topic;
  readonly hostId: string;
  readonly intervalMs: number;
  /** When the last message went out, on the clock that never jumps. */
  sentAt: number;
  /** The next message holds everything: the first, and the one after too much was left out. */
  needsFull: boolean;
  /** The last message was cut; the rest follows as soon as the network takes it, whatever the interval. */
  unfinished: boolean;
  /** Keys of rows that changed, or went, since they were last told. */
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
  /** Null before its hello. */
  actor: Actor | null;
  readonly openedAt: number;
  readonly subscriptions: Map<number, Subscription>;
  faults: number;
  ended: boolean;
}

/** Beyond this a page is not reading: what is on its way must go first. */
export const slowBytes = 250_000;
/** What one page may cost while it does not read; its connection is closed beyond. */
export const mostBufferedBytes = 4_000_000;
/** A message with rows is cut at about this many characters, so that a page is never further than one of them beyond `slowBytes`. */
export const partLength = 200_000;

export function sendTo(page: Page, message: LiveMessage): void {
  page.wire.send(JSON.stringify(message));
}

export function isSlow(page: Page): boolean {
  return page.wire.bufferedBytes > slowBytes;
}
