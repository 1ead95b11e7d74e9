import { errorCodes, type LiveMessage, type MetricsPayload } from '@vigie/contract';
import type { HostChange, Hosts } from '../latest/index.ts';
import type { Timers } from '../platform/timers.ts';
import { isSlow, type Page, type Subscription, sendTo } from './channel.ts';
import { tellMissedEvents } from './events-topic.ts';
import { type Effect, HostViews } from './host-view.ts';
import { nextTableMessage } from './table-messages.ts';

export interface FeedDeps {
  readonly hosts: Hosts;
  readonly timers: Timers;
}

/** What is measured every second comes a little early or late. */
const earlyMs = 200;
/** What waits for its interval goes with the next round of the host; without one, this long after the interval. */
const graceMs = 500;
/** With more than this noted, telling everything again is less. */
const mostNoted = 20_000;

/** Tells a subscription what is new: not more often than it asked, and not more than its page reads. */
export class Feed {
  readonly views: HostViews;

  constructor(private readonly deps: FeedDeps) {
    this.views = new HostViews(deps.hosts);
  }

  /** Notes what a change means for every page, and tells those whose time has come. */
  spread(pages: Iterable<Page>, change: HostChange): void {
    const effect = this.views.note(change);
    for (const page of pages) {
      for (const subscription of page.subscriptions.values()) {
        this.note(page, subscription, change, effect);
      }
    }
  }

  /** The network takes more: sends what waited for it. */
  drained(page: Page): void {
    for (const subscription of page.subscriptions.values()) {
      if (isBehind(subscription)) {
        this.offer(page, subscription);
      }
    }
  }

  /** Called about twice a second: sends what waited for its interval, when nothing new has come to take it along. */
  catchUp(page: Page): void {
    for (const subscription of page.subscriptions.values()) {
      if (isBehind(subscription) && (subscription.unfinished || this.sinceMs(subscription) >= subscription.intervalMs + graceMs)) {
        this.offer(page, subscription);
      }
    }
  }

  /** Tells what is known now, when the page reads and the time has come. */
  offer(page: Page, subscription: Subscription): void {
    if (isSlow(page) || !(subscription.unfinished || this.isDue(subscription))) {
      return;
    }
    switch (subscription.topic) {
      case 'hosts':
        this.tell(page, subscription, { type: 'data', id: subscription.id, topic: 'hosts', payload: { items: this.deps.hosts.list() } });
        return;
      case 'metrics':
        this.tellMetrics(page, subscription, this.deps.hosts.newestMetrics(subscription.hostId));
        return;
      case 'processes':
      case 'sockets':
        this.tellTable(page, subscription);
        return;
      case 'audit':
        // Entries are told as they come; there is nothing to begin with.
        subscription.needsFull = false;
        return;
      case 'events':
        subscription.needsFull = false;
        tellMissedEvents(page, subscription);
        return;
    }
  }

  private note(page: Page, subscription: Subscription, change: HostChange, effect: Effect): void {
    const { topic } = subscription;
    if (topic === 'hosts') {
      if (change.kind === 'state' || change.kind === 'removed') {
        subscription.needsFull = true;
        this.offer(page, subscription);
      }
      return;
    }
    if (change.hostId !== subscription.hostId) {
      return;
    }
    if (change.kind === 'removed') {
      const { message } = errorCodes.host_not_found;
      sendTo(page, { type: 'error', id: subscription.id, code: 'host_not_found', error: message[page.actor?.language ?? 'en'] });
      page.subscriptions.delete(subscription.id);
      subscription.end();
      return;
    }
    if (topic === 'processes') {
      this.noteEffect(subscription, effect);
    }
    if (change.kind !== topic) {
      return;
    }
    if (change.kind === 'metrics') {
      this.offerFrame(page, subscription, change.payload);
    } else if (change.kind === 'processes') {
      this.noteRows(
        page,
        subscription,
        change.full,
        change.changed.map((row) => row.pid),
        change.gone,
      );
    } else if (change.kind === 'sockets') {
      this.noteRows(
        page,
        subscription,
        change.full,
        change.changed.map((row) => row.id),
        change.gone,
      );
    }
  }

  private noteEffect(subscription: Subscription, { pids, everything }: Effect): void {
    subscription.needsFull ||= everything;
    for (const pid of pids) {
      subscription.changed.add(pid);
    }
  }

  private noteRows(
    page: Page,
    subscription: Subscription,
    full: boolean,
    changed: readonly (number | string)[],
    gone: readonly (number | string)[],
  ): void {
    subscription.needsFull ||= full;
    for (const key of changed) {
      subscription.changed.add(key);
    }
    for (const key of gone) {
      subscription.gone.add(key);
    }
    if (subscription.changed.size + subscription.gone.size > mostNoted && isSlow(page)) {
      subscription.needsFull = true;
      subscription.changed.clear();
      subscription.gone.clear();
    }
    this.offer(page, subscription);
  }

  private offerFrame(page: Page, subscription: Subscription, payload: MetricsPayload): void {
    if (isSlow(page) || !this.isDue(subscription)) {
      // A frame that is left out may be the one with new series.
      subscription.needsFull ||= payload.series !== undefined || isSlow(page);
      return;
    }
    this.tellMetrics(page, subscription, subscription.needsFull ? this.deps.hosts.newestMetrics(subscription.hostId) : payload);
  }

  private tellMetrics(page: Page, subscription: Subscription, payload: MetricsPayload | null): void {
    if (payload) {
      this.tell(page, subscription, { type: 'data', id: subscription.id, topic: 'metrics', payload });
    }
  }

  /** In as many messages as the table needs and the page reads. */
  private tellTable(page: Page, subscription: Subscription): void {
    const view = this.views.get(subscription.hostId);
    do {
      const text = view && nextTableMessage(this.deps.hosts, view, subscription);
      if (!text) {
        return;
      }
      subscription.sentAt = this.deps.timers.monotonicMs();
      page.wire.send(text);
    } while (subscription.unfinished && !isSlow(page) && !page.ended);
  }

  private tell(page: Page, subscription: Subscription, message: LiveMessage): void {
    subscription.sentAt = this.deps.timers.monotonicMs();
    subscription.needsFull = false;
    sendTo(page, message);
  }

  private isDue(subscription: Subscription): boolean {
    return this.sinceMs(subscription) >= subscription.intervalMs - earlyMs;
  }

  private sinceMs(subscription: Subscription): number {
    return this.deps.timers.monotonicMs() - subscription.sentAt;
  }
}

/** Does the page miss something that it was not told yet? */
function isBehind({ needsFull, unfinished, changed, gone }: Subscription): boolean {
  return needsFull || unfinished || changed.size + gone.size > 0;
}
