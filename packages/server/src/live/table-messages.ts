import type { TopicPayloads } from '@vigie/contract';
import type { Hosts } from '../latest/index.ts';
import { partLength, type Subscription } from './channel.ts';
import type { HostView } from './host-view.ts';

/**
 * The next message about a table: everything, or what changed since the last one. What does not fit into one message stays
 * noted, and the subscription is `unfinished`. Null when nothing is known of the table yet.
 */
export function nextTableMessage(hosts: Hosts, view: HostView, subscription: Subscription): string | null {
  return subscription.topic === 'processes' ? nextProcesses(hosts, view, subscription) : nextSockets(hosts, view, subscription);
}

function nextProcesses(hosts: Hosts, view: HostView, subscription: Subscription): string | null {
  const latest = hosts.processes(subscription.hostId);
  if (!latest) {
    return null;
  }
  const { full, gone, rows } = takePart(subscription, latest.rows, (pid) => view.process(pid));
  const payload: Omit<TopicPayloads['processes'], 'rows'> = {
    timeMs: latest.timeMs,
    intervalMs: latest.intervalMs,
    full,
    gone,
    summary: view.summary(),
  };
  return withRows({ type: 'data', id: subscription.id, topic: 'processes', payload }, rows);
}

function nextSockets(hosts: Hosts, view: HostView, subscription: Subscription): string | null {
  const latest = hosts.sockets(subscription.hostId);
  if (!latest) {
    return null;
  }
  const { full, gone, rows } = takePart(subscription, latest.rows, (id) => view.socket(id));
  const payload: Omit<TopicPayloads['sockets'], 'rows'> = { timeMs: latest.timeMs, full, gone, ownersHidden: latest.ownersHidden };
  return withRows({ type: 'data', id: subscription.id, topic: 'sockets', payload }, rows);
}

/** Only the first part of a whole table is `full`; the others add rows to it. */
function takePart<K extends number | string>(
  subscription: Subscription,
  table: ReadonlyMap<K, unknown>,
  textOf: (key: K) => string | null,
): { readonly full: boolean; readonly gone: K[]; readonly rows: string[] } {
  const full = subscription.needsFull;
  const changed = subscription.changed as Set<K>;
  if (full) {
    changed.clear();
    subscription.gone.clear();
    for (const key of table.keys()) {
      changed.add(key);
    }
  }
  // A pid that went and came back has not gone.
  const gone = [...(subscription.gone as Set<K>)].filter((key) => !table.has(key));
  subscription.gone.clear();
  subscription.needsFull = false;
  const rows: string[] = [];
  let length = 0;
  for (const key of changed) {
    if (length >= partLength) {
      break;
    }
    changed.delete(key);
    const text = textOf(key);
    if (text !== null) {
      rows.push(text);
      length += text.length;
    }
  }
  subscription.unfinished = changed.size > 0;
  return { full, gone, rows };
}

/** `head` is a message whose last member is its payload, so that two braces end both. */
function withRows(
  head: { readonly type: 'data'; readonly id: number; readonly topic: string; readonly payload: object },
  rows: readonly string[],
): string {
  return `${JSON.stringify(head).slice(0, -2)},"rows":[${rows.join(',')}]}}`;
}
