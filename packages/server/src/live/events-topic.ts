import type { EventsPayload, Language } from '@vigie/contract';
import { isSlow, type Page, type Subscription, sendTo } from './channel.ts';

/** What has just been kept of one host. */
export interface NewEvents {
  readonly hostId: string;
  present(language: Language): Omit<EventsPayload, 'missed'>;
}

const none = { items: [], gaps: [] };

/** Tells every page that looks at this host. One that does not read is told later that it missed some, and asks again. */
export function tellEvents(pages: Iterable<Page>, news: NewEvents): void {
  for (const page of pages) {
    for (const subscription of page.subscriptions.values()) {
      if (subscription.topic === 'events' && subscription.hostId === news.hostId && page.actor) {
        tell(page, subscription, news.present(page.actor.language));
      }
    }
  }
}

/** A page that reads again is told that it missed some. */
export function tellMissedEvents(page: Page, subscription: Subscription): void {
  if (subscription.unfinished && !isSlow(page)) {
    tell(page, subscription, none);
  }
}

function tell(page: Page, subscription: Subscription, payload: Omit<EventsPayload, 'missed'>): void {
  subscription.needsFull = false;
  if (isSlow(page)) {
    subscription.unfinished = true;
    return;
  }
  sendTo(page, { type: 'data', id: subscription.id, topic: 'events', payload: { ...payload, missed: subscription.unfinished } });
  subscription.unfinished = false;
}
