import { AppError, type AuditEntry, errorCodes, type LiveRequest, productVersion, topicPermissions } from '@vigie/contract';
import type { Server, WebSocketHandler } from 'bun';
import type { Hosts } from '../latest/index.ts';
import type { Actor } from '../operations/types.ts';
import { systemTimers, type Timers } from '../platform/timers.ts';
import { mostBufferedBytes, type Page, type PageWire, sendTo } from './channel.ts';
import { type NewEvents, tellEvents } from './events-topic.ts';
import { Feed } from './feed.ts';
import { maxRequestBytes, parseRequest } from './requests.ts';
import { wireOf } from './wire.ts';

export interface LiveDeps {
  readonly hosts: Hosts;
  /** Turns a ticket into its actor, once. */
  readonly redeem: (ticket: string) => Actor | null;
  /** Is the session or token of this actor still good? */
  readonly stillValid: (actor: Actor) => Promise<boolean>;
  /** Does this request come from one of our own pages, or from a program that sends no Origin? */
  readonly isAllowedOrigin: (request: Request) => boolean;
  /** New audit entries, in the language of the reader. */
  readonly onAudit: (listener: (present: (actor: Actor) => AuditEntry) => void) => () => void;
  /** Events that have just been kept. Absent: there are none. */
  readonly onEvents?: (listener: (news: NewEvents) => void) => () => void;
  readonly report: (error: unknown) => void;
  /** The system's when absent. */
  readonly now?: () => number;
  readonly timers?: Timers;
}

export interface PageSocket {
  page: Page | null;
}

export interface Live {
  /** A page's request to open its socket: a refusal, or undefined when it was opened. The `Host` was checked before. */
  upgrade(request: Request, server: Server<PageSocket>): Response | undefined;
  readonly websocket: WebSocketHandler<PageSocket>;
  /** Lets a page in by another wire; tests do. */
  connect(wire: PageWire): Page;
  receive(page: Page, message: string | Uint8Array): void;
  /** The network takes more again. */
  drained(page: Page): void;
  leave(page: Page): void;
  stop(): void;
}

const helloWithinMs = 5_000;
const heartbeatMs = 500;
const revalidateMs = 4_000;
const mostSubscriptions = 64;
const mostFaults = 3;
/** Hosts are told when something happens to them, not on a clock. */
const hostsIntervalMs = 400;

/** The live socket of pages. It reads from `latest` and tells; it never changes anything. */
export function createLive(deps: LiveDeps): Live {
  const pages = new Set<Page>();
  const timers = deps.timers ?? systemTimers;
  const now = deps.now ?? Date.now;
  const feed = new Feed({ hosts: deps.hosts, timers });

  const ends = [
    deps.hosts.subscribe((change) => feed.spread(pages, change)),
    deps.onAudit((present) => {
      for (const page of pages) {
        for (const { id, topic } of page.subscriptions.values()) {
          if (topic === 'audit' && page.actor) {
            sendTo(page, { type: 'data', id, topic, payload: { entry: present(page.actor) } });
          }
        }
      }
    }),
    ...(deps.onEvents ? [deps.onEvents((news) => tellEvents(pages, news))] : []),
    timers.every(heartbeatMs, () => {
      for (const page of pages) {
        if (!page.actor && timers.monotonicMs() - page.openedAt > helloWithinMs) {
          end(page, 4401, 'no hello came');
        }
        feed.catchUp(page);
      }
    }),
    timers.every(revalidateMs, () => {
      for (const page of pages) {
        void revalidate(page);
      }
    }),
  ];

  async function revalidate(page: Page): Promise<void> {
    if (!page.actor) {
      return;
    }
    try {
      if (!(await deps.stillValid(page.actor))) {
        end(page, 4401, 'the session has ended');
      }
    } catch (error) {
      deps.report(error);
      // What cannot be verified is not valid; the page comes back by itself when it is.
      end(page, 1011, 'the session could not be verified');
    }
  }

  function end(page: Page, code: number, reason: string): void {
    live.leave(page);
    page.wire.close(code, reason);
  }

  function subscribe(page: Page, actor: Actor, request: Extract<LiveRequest, { type: 'subscribe' }>): void {
    const { id, topic } = request;
    if (!actor.permissions.has(topicPermissions[topic])) {
      throw new AppError('permission_denied');
    }
    const hostId = deps.hosts.require(request.host ?? 'local').id;
    if (page.subscriptions.size >= mostSubscriptions && !page.subscriptions.has(id)) {
      throw new AppError('too_many_requests');
    }
    page.subscriptions.get(id)?.end();
    const intervalMs = Math.min(60_000, Math.max(1000, request.intervalMs ?? 1000));
    const isTable = topic === 'processes' || topic === 'sockets';
    const endings = [
      ...(isTable || topic === 'metrics' ? [deps.hosts.watch(hostId, topic, intervalMs)] : []),
      ...(isTable ? [feed.views.open(hostId)] : []),
    ];
    const subscription = {
      id,
      topic,
      hostId,
      intervalMs: topic === 'hosts' ? hostsIntervalMs : intervalMs,
      sentAt: Number.NEGATIVE_INFINITY,
      needsFull: true,
      unfinished: false,
      changed: new Set<number | string>(),
      gone: new Set<number | string>(),
      end: () => {
        for (const ending of endings) {
          ending();
        }
      },
    };
    page.subscriptions.set(id, subscription);
    feed.offer(page, subscription);
    if (isTable) {
      // Fresh at once, rather than after the rest of the agent's slow interval. When the host does not answer, its state says so.
      deps.hosts.refresh(hostId, topic, intervalMs).catch(() => undefined);
    }
  }

  function handle(page: Page, request: LiveRequest): void {
    if (request.type === 'hello') {
      if (page.actor) {
        throw new AppError('invalid_input');
      }
      page.actor = deps.redeem(request.ticket);
      if (!page.actor) {
        end(page, 4401, 'the ticket is not good');
        return;
      }
      sendTo(page, { type: 'ready', serverTimeMs: now(), version: productVersion });
      return;
    }
    if (!page.actor) {
      end(page, 4401, 'hello comes first');
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
        sendTo(page, { type: 'pong', at: request.at, serverTimeMs: now() });
        return;
    }
  }

  const live: Live = {
    upgrade: (request, server) => {
      if (!deps.isAllowedOrigin(request)) {
        const { message, status } = errorCodes.origin_denied;
        return Response.json({ error: message.en, code: 'origin_denied' }, { status });
      }
      return server.upgrade(request, { data: { page: null } })
        ? undefined
        : new Response('Upgrade required', { status: 426, headers: { Upgrade: 'websocket' } });
    },
    connect: (wire) => {
      const page: Page = { wire, actor: null, openedAt: timers.monotonicMs(), subscriptions: new Map(), faults: 0, ended: false };
      pages.add(page);
      return page;
    },
    receive: (page, message) => {
      if (page.ended) {
        return;
      }
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
        page.faults += known.code === 'malformed_body' || known.code === 'invalid_input' ? 1 : 0;
        if (page.faults >= mostFaults) {
          end(page, 4400, 'three messages that are not of this protocol');
        }
      }
    },
    drained: (page) => feed.drained(page),
    leave: (page) => {
      page.ended = true;
      pages.delete(page);
      for (const subscription of page.subscriptions.values()) {
        subscription.end();
      }
      page.subscriptions.clear();
    },
    websocket: {
      maxPayloadLength: maxRequestBytes * 4,
      idleTimeout: 120,
      backpressureLimit: mostBufferedBytes,
      closeOnBackpressureLimit: true,
      open: (socket) => {
        socket.data.page = live.connect(wireOf(socket));
      },
      message: (socket, message) => {
        if (socket.data.page) {
          live.receive(socket.data.page, message);
        }
      },
      drain: (socket) => {
        if (socket.data.page) {
          live.drained(socket.data.page);
        }
      },
      close: (socket) => {
        if (socket.data.page) {
          live.leave(socket.data.page);
        }
      },
    },
    stop: () => {
      for (const finish of ends) {
        finish();
      }
      for (const page of pages) {
        end(page, 1001, 'the server stops');
      }
    },
  };
  return live;
}
