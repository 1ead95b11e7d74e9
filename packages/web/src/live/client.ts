import type { LiveMessage, LiveRequest } from '@vigie/contract';
import { createStore, type Store } from '../lib/store.ts';
import { Channels } from './channels.ts';
import type { LiveDeps } from './deps.ts';
import { firstLinkState, type LinkState, retryDelayMs } from './link-state.ts';

const pingEveryMs = 5000;
/** Nothing at all for this long, though pings are answered within it on any usable link: the link is dead. */
const silenceMs = 12_000;

/** The one socket of the page. It begins again by itself until `stop`; starting twice does nothing. */
export class LiveClient {
  readonly link: Store<LinkState> = createStore(firstLinkState);
  readonly channels: Channels;
  readonly #deps: LiveDeps;
  #socket: WebSocket | null = null;
  #ready = false;
  #running = false;
  #attempt = 0;
  #lastMessageMs = 0;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #ping: ReturnType<typeof setInterval> | null = null;

  constructor(deps: LiveDeps) {
    this.#deps = deps;
    this.channels = new Channels((request) => {
      if (this.#ready) {
        this.#send(request);
      }
    });
  }

  start(): void {
    if (this.#running) {
      return;
    }
    this.#running = true;
    this.#attempt = 0;
    void this.#connect();
  }

  stop(): void {
    this.#running = false;
    this.#clearTimers();
    const socket = this.#socket;
    this.#socket = null;
    this.#ready = false;
    socket?.close(1000);
    this.link.set(firstLinkState);
  }

  /** Tries at once instead of waiting for the next attempt. */
  retryNow(): void {
    if (this.#running && this.#socket === null && this.#retry) {
      clearTimeout(this.#retry);
      this.#retry = null;
      void this.#connect();
    }
  }

  #change(changes: Partial<LinkState>): void {
    this.link.set({ ...this.link.get(), ...changes });
  }

  #send(request: LiveRequest): void {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(request));
    }
  }

  async #connect(): Promise<void> {
    this.#change({ retryAtMs: null, ...(this.link.get().status === 'idle' ? { status: 'connecting' as const } : {}) });
    let ticket: string;
    try {
      ticket = await this.#deps.ticket();
    } catch {
      this.#later();
      return;
    }
    if (!this.#running || this.#socket) {
      return;
    }
    const socket = this.#deps.openSocket();
    this.#socket = socket;
    socket.addEventListener('open', () => this.#send({ type: 'hello', ticket }));
    socket.addEventListener('message', (event) => {
      if (socket === this.#socket && typeof event.data === 'string') {
        this.#receive(event.data);
      }
    });
    socket.addEventListener('close', () => {
      if (socket === this.#socket) {
        this.#lost();
      }
    });
  }

  #receive(data: string): void {
    const message = JSON.parse(data) as LiveMessage;
    const now = this.#deps.now();
    this.#lastMessageMs = now;
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        this.#attempt = 0;
        this.#change({
          status: 'live',
          staleSinceMs: null,
          retryAtMs: null,
          serverOffsetMs: message.serverTimeMs - now,
          serverVersion: message.version,
        });
        this.#ping = setInterval(() => this.#beat(), pingEveryMs);
        this.#beat();
        this.channels.resubscribe();
        return;
      case 'data':
        this.channels.deliver(message.id, message.payload);
        return;
      case 'error':
        if (message.id !== null) {
          this.channels.fail(message.id, { code: message.code, message: message.error });
        }
        return;
      case 'pong': {
        const latencyMs = Math.max(0, now - message.at);
        this.#change({ latencyMs, serverOffsetMs: message.serverTimeMs + latencyMs / 2 - now });
        return;
      }
      default:
        message satisfies never;
    }
  }

  #beat(): void {
    const now = this.#deps.now();
    if (now - this.#lastMessageMs > silenceMs) {
      const socket = this.#socket;
      this.#lost();
      socket?.close();
      return;
    }
    this.#send({ type: 'ping', at: now });
  }

  #lost(): void {
    this.#clearTimers();
    this.#socket = null;
    this.#ready = false;
    this.#later();
  }

  #later(): void {
    if (!this.#running) {
      return;
    }
    const now = this.#deps.now();
    const delay = retryDelayMs(this.#attempt, this.#deps.random());
    this.#attempt += 1;
    this.#change({
      status: 'stale',
      latencyMs: null,
      staleSinceMs: this.link.get().staleSinceMs ?? (this.#lastMessageMs || now),
      retryAtMs: now + delay,
    });
    this.#retry = setTimeout(() => {
      this.#retry = null;
      void this.#connect();
    }, delay);
  }

  #clearTimers(): void {
    if (this.#retry) {
      clearTimeout(this.#retry);
      this.#retry = null;
    }
    if (this.#ping) {
      clearInterval(this.#ping);
      this.#ping = null;
    }
  }
}
