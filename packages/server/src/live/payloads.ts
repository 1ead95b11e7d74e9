import type { Process, Socket, TopicPayloads } from '@vigie/contract';
import type { ProcessRow, SocketRow } from '@vigie/contract/agent';
import { presentProcess, summarizeProcesses } from '../features/processes/index.ts';
import { presentSocket } from '../features/sockets/index.ts';
import type { Hosts } from '../latest/index.ts';
import type { Subscription } from './channel.ts';

export interface PayloadDeps {
  readonly hosts: Hosts;
}

/** Rows in their public shape, kept as long as the agent's row is: a hundred pages cost one presentation. */
const processes = new WeakMap<ProcessRow, { readonly ports: string; readonly shape: Process }>();
const sockets = new WeakMap<SocketRow, Socket>();

/** What a page gets of the processes: everything, or what changed since its last message. Null when nothing is known yet. */
export function processesPayload(deps: PayloadDeps, subscription: Subscription): TopicPayloads['processes'] | null {
  const latest = deps.hosts.processes(subscription.hostId);
  if (!latest) {
    return null;
  }
  const context = { sockets: deps.hosts.sockets(subscription.hostId), host: deps.hosts.require(subscription.hostId) };
  const present = (row: ProcessRow): Process => {
    const known = processes.get(row);
    const shape = presentProcess(row, context);
    const ports = JSON.stringify(shape.ports);
    if (known?.ports === ports) {
      return known.shape;
    }
    processes.set(row, { ports, shape });
    return shape;
  };
  const rows = subscription.needsFull ? [...latest.rows.values()] : pick(latest.rows, subscription.changed);
  return {
    timeMs: latest.timeMs,
    intervalMs: latest.intervalMs,
    full: subscription.needsFull,
    rows: rows.map(present),
    gone: subscription.needsFull
      ? []
      : [...subscription.gone].filter((pid): pid is number => typeof pid === 'number' && !latest.rows.has(pid)),
    summary: summarizeProcesses(latest.rows.values()),
  };
}

export function socketsPayload(deps: PayloadDeps, subscription: Subscription): TopicPayloads['sockets'] | null {
  const latest = deps.hosts.sockets(subscription.hostId);
  if (!latest) {
    return null;
  }
  const present = (row: SocketRow): Socket => {
    const known = sockets.get(row) ?? presentSocket(row);
    sockets.set(row, known);
    return known;
  };
  const rows = subscription.needsFull ? [...latest.rows.values()] : pick(latest.rows, subscription.changed);
  return {
    timeMs: latest.timeMs,
    full: subscription.needsFull,
    rows: rows.map(present),
    gone: subscription.needsFull ? [] : [...subscription.gone].filter((id): id is string => typeof id === 'string' && !latest.rows.has(id)),
    ownersHidden: latest.ownersHidden,
  };
}

function pick<V>(rows: ReadonlyMap<number, V> | ReadonlyMap<string, V>, keys: ReadonlySet<number | string>): V[] {
  const all = rows as ReadonlyMap<number | string, V>;
  return [...keys].flatMap((key) => {
    const row = all.get(key);
    return row === undefined ? [] : [row];
  });
}
