import type { Topic, TopicPayloads } from '@vigie/contract';
import { useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import { callOperation } from '../api/client.ts';
import { createStore, type Store, useStore } from '../lib/store.ts';
import type { TopicError } from './channels.ts';
import type { LinkState } from './link-state.ts';
import { createMetricsFeed, type MetricsState } from './metrics-feed.ts';
import { MomentContext } from './moment.ts';
import { live } from './page.ts';
import { createProcessStore, type ProcessesState } from './process-store.ts';
import { createSocketStore, type SocketsState } from './socket-store.ts';

export interface TopicOptions {
  /** `local` or an id; left out for topics of the whole installation. */
  readonly host?: string | undefined;
  /** 1000 to 60000; the fastest of all who look wins. */
  readonly intervalMs?: number;
  /** False looks without asking: nothing is subscribed. */
  readonly enabled?: boolean;
}

export interface TopicState<T extends Topic> {
  /** Null before the first message. */
  readonly payload: TopicPayloads[T] | null;
  /** Browser clock, when it came; 0 before the first. */
  readonly receivedAtMs: number;
  readonly error: TopicError | null;
}

function keepPerHost<V>(make: (host: string | undefined) => V): (host: string | undefined) => V {
  const kept = new Map<string | undefined, V>();
  return (host) => {
    const known = kept.get(host);
    if (known) {
      return known;
    }
    const made = make(host);
    kept.set(host, made);
    return made;
  };
}

function lastPayloads<T extends Topic>(topic: T): (host: string | undefined) => Store<TopicState<T>> {
  return keepPerHost((host) => {
    const store = createStore<TopicState<T>>({ payload: null, receivedAtMs: 0, error: null });
    live.channels.tap(topic, host, {
      onData: (payload) => store.set({ payload, receivedAtMs: Date.now(), error: null }),
      onError: (error) => store.set({ ...store.get(), error }),
    });
    return store;
  });
}

const topicStores = {
  hosts: lastPayloads('hosts'),
  metrics: lastPayloads('metrics'),
  processes: lastPayloads('processes'),
  sockets: lastPayloads('sockets'),
  audit: lastPayloads('audit'),
  events: lastPayloads('events'),
};

const processStores = keepPerHost((host) => {
  const made = createProcessStore();
  live.channels.tap('processes', host, made.tap);
  return made.store;
});

const socketStores = keepPerHost((host) => {
  const made = createSocketStore();
  live.channels.tap('sockets', host, made.tap);
  return made.store;
});

const metricFeeds = keepPerHost((host = 'local') => {
  const made = createMetricsFeed({
    recent: (sinceMs) => callOperation('metric.recent', { host, ...(sinceMs === null ? {} : { since_ms: Math.ceil(sinceMs) }) }),
  });
  live.channels.tap('metrics', host, made.tap);
  return made.store;
});

function useWatch(topic: Topic, { host, intervalMs = 1000, enabled = true }: TopicOptions): void {
  useEffect(() => (enabled ? live.channels.watch(topic, host, intervalMs) : undefined), [topic, host, intervalMs, enabled]);
}

/** The newest payload of a topic. For tables and history take `useProcesses`, `useSockets` and `useMetrics`, which merge. */
export function useTopic<T extends Topic>(topic: T, options: TopicOptions = {}): TopicState<T> {
  const stores = topicStores[topic] as unknown as (host: string | undefined) => Store<TopicState<T>>;
  const store = stores(options.host);
  useWatch(topic, options);
  return useStore(store);
}

/** Hears every message of a topic, in order: for what happens rather than what is. */
export function useTopicListener<T extends Topic>(topic: T, options: TopicOptions, listener: (payload: TopicPayloads[T]) => void): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  const { host, enabled = true } = options;
  useEffect(
    () => (enabled ? live.channels.tap(topic, host, { onData: (payload) => latest.current(payload) }) : undefined),
    [topic, host, enabled],
  );
  useWatch(topic, options);
}

/** Every process of a host: live, or as it was at the moment the page shows. */
export function useProcesses(host: string, options: Omit<TopicOptions, 'host'> = {}): ProcessesState {
  const moment = useContext(MomentContext);
  const store = processStores(host);
  useWatch('processes', { ...options, host, enabled: moment === null && options.enabled !== false });
  const now = useStore(store);
  return moment?.processes ?? now;
}

/** The processes as they are now, without following them. */
export function peekProcesses(host: string): ProcessesState {
  return processStores(host).get();
}

/** Every socket of a host: live, or as it was at the moment the page shows. */
export function useSockets(host: string, options: Omit<TopicOptions, 'host'> = {}): SocketsState {
  const moment = useContext(MomentContext);
  const store = socketStores(host);
  useWatch('sockets', { ...options, host, enabled: moment === null && options.enabled !== false });
  const now = useStore(store);
  return moment?.sockets ?? now;
}

/** The history of a host's figures, growing while it is looked at. */
export function useMetrics(host: string, options: Omit<TopicOptions, 'host'> = {}): MetricsState {
  const store = metricFeeds(host);
  useWatch('metrics', { ...options, host });
  return useStore(store);
}

export function useLink(): LinkState {
  return useSyncExternalStore(live.link.subscribe, live.link.get);
}
