import { randomBytes } from 'node:crypto';
import type { Actor } from '../../operations/types.ts';
import type { Clock } from '../clock.ts';

const lifeMs = 30_000;
const ticketsMost = 10_000;

/** One-use tickets that let a page open its live socket: a cookie alone opens nothing. */
export interface Tickets {
  issue(actor: Actor): { readonly ticket: string; readonly expiresInSeconds: number };
  /** The actor it was made for, once and within thirty seconds; null otherwise. */
  redeem(ticket: string): Actor | null;
}

export function createTickets(deps: { readonly clock: Clock }): Tickets {
  const open = new Map<string, { readonly actor: Actor; readonly untilMs: number }>();
  function forgetOld(nowMs: number): void {
    // In order of making, so the first that lives ends the search.
    for (const [ticket, { untilMs }] of open) {
      if (untilMs > nowMs && open.size <= ticketsMost) {
        return;
      }
      open.delete(ticket);
    }
  }
  return {
    issue(actor) {
      const nowMs = deps.clock.now();
      forgetOld(nowMs);
      const ticket = randomBytes(24).toString('base64url');
      open.set(ticket, { actor, untilMs: nowMs + lifeMs });
      return { ticket, expiresInSeconds: lifeMs / 1000 };
    },
    redeem(ticket) {
      const found = open.get(ticket);
      open.delete(ticket);
      return found && found.untilMs > deps.clock.now() ? found.actor : null;
    },
  };
}
