import type { MetricsPayload } from '@vigie/contract';
import {
  AppError,
  type AuditEntry,
  errorCodes,
  type LiveMessage,
  type LiveRequest,
  productVersion,
  type Topic,
  type TopicPayloads,
  topicPermissions,
} from '@vigie/contract';
import type { Server, ServerWebSocket, WebSocketHandler } from 'bun';
import type { HostChange, Hosts } from '../latest/index.ts';
import type { Actor } from '../operations/types.ts';
import { isSlow, mostBufferedBytes, type Page, type Subscription, sendTo } from './channel.ts';
import { type PayloadDeps, processesPayload, socketsPayload } from './payloads.ts';
import { maxRequestBytes, parseRequest } from './requests.ts';

export interface LiveDeps extends PayloadDeps {
  readonly hosts: Hosts & { newestMetrics(hostId: string): MetricsPayload | null };
  /** Turns a ticket into its actor, once. */
  readonly redeem: (ticket: string) => Actor | null;
  /** Is the session or token of this actor still good? */
  readonly stillValid: (actor: Actor) => Promise<boolean>;
  /** Does this request come from one of our own pages, or from a program that sends no Origin? */
  readonly isAllowedOrigin: (request: Request) => boolean;
  /** New audit entries, in the language of the reader. */
  readonly onAudit: (listener: (present: (actor: Actor) => AuditEntry) => void) => () => void;
  readonly report: (error: unknown) => void;
}

export interface PageSocket {
  page: Page | null;
}

export interface Live {
  /** A page's request to open its socket: a refusal, or undefined when it was opened. */
  upgrade(request: Request, server: Server<PageSocket>): Response | undefined;
  readonly websocket: WebSocketHandler<PageSocket>;
  /** Lets a page in by another wire; tests do. */
  connect(wire: Page['wire']): Page;
  receive(page: Page, message: string | Uint8Array): void;
  leave(page: Page): void;
  stop(): void;
}

const helloWithinMs = 5_000;
const revalidateMs = 4_000;
const mostSubscriptions = 64;
const mostFaults = 3;

/** The live socket of pages. It reads from `latest` and tells; it never changes anything. */
export function createLive(deps: LiveDeps): Live {
  const pages = new Set<Page>();
  const now = (): number => performance.now();

  const unsubscribeHosts = deps.hosts.subscribe((change) => {
    for (const page of pages) {
      for (const subscription of page.subscriptions.values()) {
        note(page, subscription, change);
      }
    }
  });
  const unsubscribeAudit = deps.onAudit((present) => {
    for (const page of pages) {
      for (const { id, topic } of page.subscriptions.values()) {
        if (topic === 'audit' && page.actor) {
          sendTo(page, { type: 'data', id, topic, payload: { entry: present(page.actor) } });
        }
      }
    }
  });
  const heartbeat = setInterval(() => {
    for (const page of pages) {
      if (!page.actor && now() - page.openedAt > helloWithinMs) {
        page.wire.close(4401, 'no hello came');
      }
      // What waited for the network, or for its interval, goes when it can.
      for (const subscription of page.subscriptions.values()) {
        if (subscription.needsFull || subscription.changed.size + subscription.gone.size > 0) {
          offer(page, subscription);
        }
      }
    }
  }, 500);
  const validity = setInterval(() => {
    for (const page of pages) {
      void revalidate(page);
    }
  }, revalidateMs);
  heartbeat.unref();
  validity.unref();

  async function revalidate(page: Page): Promise<void> {
    if (!page.actor) {
      return;
    }
    try {
      if (!(await deps.stillValid(page.actor))) {
        page.wire.close(4401, 'the session has ended');
      }
    } catch (error) {
      deps.report(error);
    }
  }

  /** Notes what a change means for a subscription, and tells it when its time has come. */
  function note(page: Page, subscription: Subscription, change: HostChange): void {
    if (change.kind === 'state' && subscription.topic === 'hosts') {
      subscription.needsFull = true;
      offer(page, subscription);
      return;
    }
    if (change.hostId !== subscription.hostId || change.kind !== subscription.topic) {
      return;
    }
    if (change.kind === 'metrics') {
      offerFrame(page, subscription, change.payload);
      return;
    }
    subscription.needsFull ||= change.full;
    for (const row of change.changed) {
      subscription.changed.add('pid' in row && !('id' in row) ? row.pid : (row as { id: string }).id);
    }
    for (const key of change.gone) {
      subscription.gone.add(key);
    }
    offer(page, subscription);
  }

  function offerFrame(page: Page, subscription: Subscription, payload: MetricsPayload): void {
    // A frame that was left out may have been the one with new series.
    if (isSlow(page) || now() - subscription.sentAt < subscription.intervalMs * 0.8) {
      subscription.needsFull ||= payload.series !== undefined || isSlow(page);
      return;
    }
    const whole = subscription.needsFull ? deps.hosts.newestMetrics(subscription.hostId) : payload;
    if (whole) {
      tell(page, subscription, 'metrics', whole);
    }
  }

  function offer(page: Page, subscription: Subscription): void {
    if (isSlow(page) || now() - subscription.sentAt < subscription.intervalMs * 0.8) {
      return;
    }
    switch (subscription.topic) {
      case 'hosts':
        tell(page, subscription, 'hosts', { items: deps.hosts.list() });
        return;
      case 'metrics':
        tellIfKnown(page, subscription, 'metrics', deps.hosts.newestMetrics(subscription.hostId));
        return;
      case 'processes':
        tellIfKnown(page, subscription, 'processes', processesPayload(deps, subscription));
        return;
      case 'sockets':
        tellIfKnown(page, subscription, 'sockets', socketsPayload(deps, subscription));
        return;
      case 'audit':
        subscription.needsFull = false;
        return;
      default:
        subscription.topic satisfies never;
    }
  }

  function tellIfKnown<T extends Topic>(page: Page, subscription: Subscription, topic: T, payload: TopicPayloads[T] | null): void {
    if (payload) {
      tell(page, subscription, topic, payload);
    }
  }

  function tell<T extends Topic>(page: Page, subscription: Subscription, topic: T, payload: TopicPayloads[T]): void {
    subscription.sentAt = now();
    subscription.needsFull = false;
    subscription.changed.clear();
    subscription.gone.clear();
    sendTo(page, { type: 'data', id: subscription.id, topic, payload } as LiveMessage);
  }

  function subscribe(page: Page, actor: Actor, request: Extract<LiveRequest, { type: 'subscribe' }>): void {
    if (!actor.permissions.has(topicPermissions[request.topic])) {
      throw new AppError('permission_denied');
    }
    if (page.subscriptions.size >= mostSubscriptions) {
      throw new AppError('too_many_requests');
    }
    page.subscriptions.get(request.id)?.end();
    const hostId = deps.hosts.require(request.host ?? 'local').id;
    const intervalMs = Math.min(60_000, Math.max(1000, request.intervalMs ?? 1000));
    const { topic } = request;
    const endWatch =
      topic === 'metrics' || topic === 'processes' || topic === 'sockets' ? deps.hosts.watch(hostId, topic, intervalMs) : () => undefined;
    const subscription: Subscription = {
      id: request.id,
      topic,
      hostId,
      // Hosts are told when something happens to them, not on a clock.
      intervalMs: topic === 'hosts' ? 200 : intervalMs,
      sentAt: Number.NEGATIVE_INFINITY,
      needsFull: true,
      changed: new Set(),
      gone: new Set(),
      end: endWatch,
    };
    page.subscriptions.set(request.id, subscription);
    offer(page, subscription);
    if (topic === 'processes' || topic === 'sockets') {
      // Fresh at once, rather than after the rest of the agent's slow interval.
      void deps.hosts.refresh(hostId, topic, intervalMs).catch(() => undefined);
    }
  }

  function handle(page: Page, request: LiveRequest): void {
    if (request.type === 'hello') {
      page.actor = page.actor ?? deps.redeem(request.ticket);
      if (!page.actor) {
        page.wire.close(4401, 'the ticket is not good');
        return;
      }
      sendTo(page, { type: 'ready', serverTimeMs: Date.now(), version: productVersion });
      return;
    }
    if (!page.actor) {
      page.wire.close(4401, 'hello comes first');
      return;
    }
    switch (request.type) {
      case 'subscribe':
        subscribe(page, page.actor, request);
        return;
      case 'unsubscribe':
        page.subscriptions.get(request.id)?.end();
        page.subscriptions.delete(request.id);
        return;
      case 'ping':
        sendTo(page, { type: 'pong', at: request.at, serverTimeMs: Date.now() });
        return;
      default:
        request satisfies never;
    }
  }

  const live: Live = {
    upgrade: (request, server) => {
      if (!deps.isAllowedOrigin(request)) {
        return Response.json(
          { error: errorCodes.origin_denied.message.en, code: 'origin_denied' },
          { status: errorCodes.origin_denied.status },
        );
      }
      return server.upgrade(request, { data: { page: null } })
        ? undefined
        : new Response('Upgrade required', { status: 426, headers: { Upgrade: 'websocket' } });
    },
    connect: (wire) => {
      const page: Page = { wire, actor: null, openedAt: now(), subscriptions: new Map(), faults: 0 };
      pages.add(page);
      return page;
    },
    receive: (page, message) => {
      let id: number | null = null;
      try {
        const request = parseRequest(message);
        id = 'id' in request ? request.id : null;
        handle(page, request);
      } catch (error) {
        const known = error instanceof AppError ? error : new AppError('internal', { cause: error });
        if (known.code === 'internal') {
          deps.report(error);
        }
        sendTo(page, { type: 'error', id, code: known.code, error: known.text[page.actor?.language ?? 'en'] });
        const isFault = known.code === 'malformed_body' || known.code === 'invalid_input';
        page.faults += isFault ? 1 : 0;
        if (page.faults >= mostFaults) {
          page.wire.close(4400, 'three messages that are not of this protocol');
        }
      }
    },
    leave: (page) => {
      pages.delete(page);
      for (const subscription of page.subscriptions.values()) {
        subscription.end();
      }
      page.subscriptions.clear();
    },
    websocket: {
      maxPayloadLength: maxRequestBytes * 4,
      idleTimeout: 120,
      backpressureLimit: 4 * mostBufferedBytes,
      closeOnBackpressureLimit: true,
      open: (socket) => {
        socket.data.page = live.connect(wireOf(socket));
      },
      message: (socket, message) => {
        if (socket.data.page) {
          live.receive(socket.data.page, message);
        }
      },
      close: (socket) => {
        if (socket.data.page) {
          live.leave(socket.data.page);
        }
      },
    },
    stop: () => {
      clearInterval(heartbeat);
      clearInterval(validity);
      unsubscribeHosts();
      unsubscribeAudit();
      for (const page of pages) {
        page.wire.close(1001, 'the server stops');
      }
    },
  };
  return live;
}

function wireOf(socket: ServerWebSocket<PageSocket>): Page['wire'] {
  return {
    send: (text) => void socket.send(text, text.length > 1024),
    get bufferedBytes() {
      return socket.getBufferedAmount();
    },
    close: (code, reason) => socket.close(code, reason),
  };
}
