import type { LiveRequest, Topic, TopicPayloads } from '@vigie/contract';
import type { ErrorCodeName } from '@vigie/contract/errors';

export interface TopicError {
  readonly code: ErrorCodeName;
  readonly message: string;
}

/** What a store of one topic and host wants to hear, whoever asked for the data. */
export interface Tap<T extends Topic = Topic> {
  onData(payload: TopicPayloads[T]): void;
  onError?(error: TopicError): void;
  /** A subscription is about to begin: after a break, or after nobody had looked. */
  onOpen?(): void;
}

interface Channel {
  readonly topic: Topic;
  readonly host: string | undefined;
  readonly watchers: Map<number, number>;
  id: number | null;
  intervalMs: number;
  linger: ReturnType<typeof setTimeout> | null;
}

/** A page change asks for the same topic again within this time, so that the agent is not told to stop and start. */
const lingerMs = 1500;

/** Shares one subscription per topic and host among all who look; the fastest wish wins. It sends through `send`, which drops when the link is down. */
export class Channels {
  readonly #channels = new Map<string, Channel>();
  readonly #taps = new Map<string, Set<Tap>>();
  readonly #byId = new Map<number, Channel>();
  readonly #send: (request: LiveRequest) => void;
  #nextId = 1;

  constructor(send: (request: LiveRequest) => void) {
    this.#send = send;
  }

  tap<T extends Topic>(topic: T, host: string | undefined, tap: Tap<T>): () => void {
    const key = keyOf(topic, host);
    const taps = this.#taps.get(key) ?? new Set<Tap>();
    this.#taps.set(key, taps);
    taps.add(tap as Tap);
    return () => {
      taps.delete(tap as Tap);
    };
  }

  watch(topic: Topic, host: string | undefined, intervalMs: number): () => void {
    const key = keyOf(topic, host);
    const watcher = this.#nextId++;
    const channel = this.#channels.get(key) ?? { topic, host, watchers: new Map(), id: null, intervalMs, linger: null };
    this.#channels.set(key, channel);
    channel.watchers.set(watcher, intervalMs);
    if (channel.linger) {
      clearTimeout(channel.linger);
      channel.linger = null;
    }
    this.#adjust(channel);
    return () => {
      channel.watchers.delete(watcher);
      if (channel.watchers.size > 0) {
        this.#adjust(channel);
        return;
      }
      channel.linger ??= setTimeout(() => this.#close(key, channel), lingerMs);
    };
  }

  /** The link is up again: everything still wanted is asked for. */
  resubscribe(): void {
    this.#byId.clear();
    for (const channel of this.#channels.values()) {
      channel.id = null;
      this.#open(channel);
    }
  }

  deliver(id: number, payload: TopicPayloads[Topic]): void {
    const channel = this.#byId.get(id);
    if (channel) {
      for (const tap of this.#tapsOf(channel)) {
        tap.onData(payload as never);
      }
    }
  }

  fail(id: number, error: TopicError): void {
    const channel = this.#byId.get(id);
    if (channel) {
      for (const tap of this.#tapsOf(channel)) {
        tap.onError?.(error);
      }
    }
  }

  #tapsOf(channel: Channel): readonly Tap[] {
    return [...(this.#taps.get(keyOf(channel.topic, channel.host)) ?? [])];
  }

  #adjust(channel: Channel): void {
    const wanted = Math.min(...channel.watchers.values());
    if (channel.id === null || wanted !== channel.intervalMs) {
      channel.intervalMs = wanted;
      this.#open(channel);
    }
  }

  #open(channel: Channel): void {
    if (channel.id !== null) {
      this.#byId.delete(channel.id);
      this.#send({ type: 'unsubscribe', id: channel.id });
    }
    channel.id = this.#nextId++;
    this.#byId.set(channel.id, channel);
    for (const tap of this.#tapsOf(channel)) {
      tap.onOpen?.();
    }
    const { id, topic, host, intervalMs } = channel;
    this.#send({ type: 'subscribe', id, topic, intervalMs, ...(host === undefined ? {} : { host }) });
  }

  #close(key: string, channel: Channel): void {
    channel.linger = null;
    if (channel.watchers.size > 0) {
      return;
    }
    this.#channels.delete(key);
    if (channel.id !== null) {
      this.#byId.delete(channel.id);
      this.#send({ type: 'unsubscribe', id: channel.id });
    }
  }
}

function keyOf(topic: Topic, host: string | undefined): string {
  return `${topic} ${host ?? ''}`;
}
