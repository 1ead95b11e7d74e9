import { afterEach, describe, expect, test } from 'bun:test';
import type { LiveMessage, LiveRequest, Process, ProcessSummary } from '@vigie/contract';
import type { Server, ServerWebSocket } from 'bun';
import { LiveClient } from './client.ts';
import { retryDelayMs } from './link-state.ts';
import { createProcessStore } from './process-store.ts';

const summary: ProcessSummary = { total: 2, running: 0, blocked: 0, stopped: 0, zombie: 0, threads: 2, kernel: 0 };
const row = (pid: number, cpu: number) => ({ pid, cpu_percent: cpu }) as Process;

/** A real socket server that writes down what it hears; `next` waits for the next request that fits. */
function startPeer() {
  const heard: LiveRequest[] = [];
  const waiting: { fits: (request: LiveRequest) => boolean; done: (request: LiveRequest) => void }[] = [];
  const sockets = new Set<ServerWebSocket<undefined>>();
  const server: Server<undefined> = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: (request, own) => (own.upgrade(request) ? undefined : new Response(null, { status: 400 })),
    websocket: {
      open: (socket) => void sockets.add(socket),
      close: (socket) => void sockets.delete(socket),
      message: (socket, text) => {
        const request = JSON.parse(String(text)) as LiveRequest;
        if (request.type === 'hello') {
          socket.send(JSON.stringify({ type: 'ready', serverTimeMs: 5000, version: '0.1.0' } satisfies LiveMessage));
        }
        if (request.type === 'ping') {
          socket.send(JSON.stringify({ type: 'pong', at: request.at, serverTimeMs: 5000 } satisfies LiveMessage));
        }
        heard.push(request);
        for (const waiter of [...waiting]) {
          if (waiter.fits(request)) {
            waiting.splice(waiting.indexOf(waiter), 1);
            waiter.done(request);
          }
        }
      },
    },
  });
  return {
    heard,
    url: `ws://127.0.0.1:${server.port}/api/live`,
    next: (fits: (request: LiveRequest) => boolean) => new Promise<LiveRequest>((done) => waiting.push({ fits, done })),
    say: (message: LiveMessage) => {
      for (const socket of sockets) {
        socket.send(JSON.stringify(message));
      }
    },
    drop: () => {
      for (const socket of sockets) {
        socket.terminate();
      }
    },
    stop: () => server.stop(true),
  };
}

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) {
    end();
  }
});

function connect() {
  const peer = startPeer();
  let tickets = 0;
  const client = new LiveClient({
    openSocket: () => new WebSocket(peer.url),
    ticket: () => Promise.resolve(`ticket-${++tickets}`),
    now: () => Date.now(),
    random: () => 0,
  });
  ends.push(
    () => client.stop(),
    () => void peer.stop(),
  );
  const status = (wanted: string) =>
    new Promise<void>((done) => {
      const check = () => {
        if (client.link.get().status === wanted) {
          done();
        }
      };
      client.link.subscribe(check);
      check();
    });
  return { peer, client, status };
}

const isSubscribe = (request: LiveRequest) => request.type === 'subscribe';
const idOf = (request: LiveRequest) => (request.type === 'subscribe' ? request.id : -1);

describe('LiveClient', () => {
  test('says hello with a ticket first, and becomes live', async () => {
    const { peer, client, status } = connect();
    client.start();
    await status('live');
    expect(peer.heard[0]).toEqual({ type: 'hello', ticket: 'ticket-1' });
    expect(client.link.get().serverVersion).toBe('0.1.0');
  });

  test('two who look share one subscription, at the pace of the faster', async () => {
    const { peer, client, status } = connect();
    client.start();
    await status('live');
    const first = peer.next(isSubscribe);
    const endFirst = client.channels.watch('processes', 'local', 10_000);
    expect(await first).toMatchObject({ topic: 'processes', host: 'local', intervalMs: 10_000 });
    const faster = peer.next((request) => isSubscribe(request) && request.type === 'subscribe' && request.intervalMs === 1000);
    const endSecond = client.channels.watch('processes', 'local', 1000);
    await faster;
    const slower = peer.next((request) => request.type === 'subscribe' && request.intervalMs === 10_000);
    endSecond();
    await slower;
    endFirst();
    const open = new Set<number>();
    for (const request of peer.heard) {
      if (request.type === 'subscribe') {
        open.add(request.id);
      } else if (request.type === 'unsubscribe') {
        open.delete(request.id);
      }
    }
    expect(open.size).toBe(1);
  });

  test('differences of processes are merged; a full table replaces; rows that did not change stay the same object', async () => {
    const { peer, client, status } = connect();
    const { store, tap } = createProcessStore();
    client.channels.tap('processes', 'local', tap);
    client.start();
    await status('live');
    const subscribed = peer.next(isSubscribe);
    ends.push(client.channels.watch('processes', 'local', 1000));
    const id = idOf(await subscribed);
    const told = () =>
      new Promise<void>((done) => {
        const end = store.subscribe(() => {
          end();
          done();
        });
      });
    let next = told();
    peer.say({
      type: 'data',
      id,
      topic: 'processes',
      payload: { timeMs: 1, intervalMs: 0, full: true, rows: [row(1, 0), row(2, 5)], gone: [], summary },
    });
    await next;
    const init = store.get().byPid.get(1);
    next = told();
    peer.say({
      type: 'data',
      id,
      topic: 'processes',
      payload: { timeMs: 2, intervalMs: 1000, full: false, rows: [row(3, 9)], gone: [2], summary },
    });
    await next;
    expect(store.get().rows.map((item) => item.pid)).toEqual([1, 3]);
    expect(store.get().byPid.get(1)).toBe(init as Process);
  });

  test('a lost link is stale since its last message, and comes back by itself with what was asked', async () => {
    const { peer, client, status } = connect();
    client.start();
    await status('live');
    const subscribed = peer.next(isSubscribe);
    ends.push(client.channels.watch('metrics', 'local', 1000));
    await subscribed;
    const again = peer.next(isSubscribe);
    const stale = status('stale');
    peer.drop();
    await stale;
    expect(client.link.get().staleSinceMs).toBeGreaterThan(0);
    expect(client.link.get().latencyMs).toBeNull();
    expect(await again).toMatchObject({ topic: 'metrics', host: 'local' });
    expect(client.link.get()).toMatchObject({ status: 'live', staleSinceMs: null });
    expect(peer.heard.filter((request) => request.type === 'hello')).toEqual([
      { type: 'hello', ticket: 'ticket-1' },
      { type: 'hello', ticket: 'ticket-2' },
    ]);
  });

  test('a refused subscription is told to those who look', async () => {
    const { peer, client, status } = connect();
    const { store, tap } = createProcessStore();
    client.channels.tap('processes', 'gone', tap);
    client.start();
    await status('live');
    const subscribed = peer.next(isSubscribe);
    ends.push(client.channels.watch('processes', 'gone', 1000));
    const id = idOf(await subscribed);
    const told = new Promise<void>((done) => store.subscribe(done));
    peer.say({ type: 'error', id, code: 'host_not_found', error: 'Host not found' });
    await told;
    expect(store.get().error).toEqual({ code: 'host_not_found', message: 'Host not found' });
  });
});

test('waits between attempts grow to 15 s and never fall under half of what they are', () => {
  expect(retryDelayMs(0, 0)).toBe(250);
  expect(retryDelayMs(0, 1)).toBe(500);
  expect(retryDelayMs(50, 1)).toBe(15_000);
});
