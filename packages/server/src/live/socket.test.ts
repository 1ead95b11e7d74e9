import { afterAll, afterEach, beforeAll, describe, expect, it } from 'bun:test';
import { connect as connectTcp, type Socket } from 'node:net';
import { type LiveMessage, rolePermissions } from '@vigie/contract';
import { buildProcessRow } from '@vigie/testkit';
import type { Server } from 'bun';
import { Latest } from '../latest/index.ts';
import type { Actor } from '../operations/types.ts';
import { createSite } from '../platform/http/index.ts';
import { createLive, type Live, type PageSocket } from './index.ts';

const actor: Actor = {
  kind: 'user',
  id: 'owner',
  name: 'owner',
  email: null,
  role: 'owner',
  permissions: rolePermissions.owner,
  language: 'en',
  address: null,
  door: 'page',
  organizationId: 'o',
};

let server: Server<PageSocket>;
let live: Live;
let latest: Latest;
const sockets: Socket[] = [];

beforeAll(() => {
  latest = new Latest({ now: Date.now, report: () => undefined, remember: () => undefined }, [
    { id: 'h', local: true, name: 'h', facts: null, agentVersion: null },
  ]);
  const site = createSite({
    listen: { host: '127.0.0.1', port: 8088 },
    publicUrl: new URL('https://vigie.example.org'),
    allowedHosts: [],
    trustedProxies: [],
  });
  live = createLive({
    hosts: latest,
    redeem: (ticket) => (ticket === 'good' ? actor : null),
    stillValid: () => Promise.resolve(true),
    isAllowedOrigin: (request) => site.isAllowedOrigin(request, '127.0.0.1'),
    onAudit: () => () => undefined,
    report: (error) => {
      throw error;
    },
  });
  server = Bun.serve<PageSocket>({
    hostname: '127.0.0.1',
    port: 0,
    websocket: live.websocket,
    fetch: (request, own) => live.upgrade(request, own),
  });
});
afterEach(() => {
  for (const socket of sockets.splice(0)) {
    socket.destroy();
  }
});
afterAll(async () => {
  live.stop();
  latest.stop();
  await server.stop(true);
});

/** A page that says its lines by hand, so that it can also stop reading. */
async function dial(headers: Readonly<Record<string, string>> = {}): Promise<{ readonly socket: Socket; readonly status: string }> {
  const socket = connectTcp(server.port as number, '127.0.0.1');
  sockets.push(socket);
  const all = {
    Host: `127.0.0.1:${server.port}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET /api/live HTTP/1.1\r\n${lines.join('')}\r\n`);
  const answer = await new Promise<string>((resolve, reject) => {
    socket.once('data', (bytes) => resolve(bytes.toString('latin1')));
    socket.once('error', reject);
  });
  return { socket, status: answer.split(' ')[1] ?? '' };
}

/** A text frame of a client (RFC 6455, 5.2), masked with zeros. */
function textFrame(value: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(value));
  return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]);
}

describe('the Origin of a page', () => {
  const own = () => `http://127.0.0.1:${server.port}`;
  const origins: readonly (readonly [name: string, origin: () => string | null, status: string])[] = [
    ['a program that sends none', () => null, '101'],
    ['our own address', own, '101'],
    ['the public address', () => 'https://vigie.example.org', '101'],
    ['null, as a sandboxed frame and a file send it', () => 'null', '403'],
    ['another site', () => 'https://evil.example', '403'],
    ['another port of this machine', () => 'http://127.0.0.1:1', '403'],
    ['this machine without a port', () => 'http://127.0.0.1', '403'],
    ['our address over the other scheme', () => own().replace('http:', 'https:'), '403'],
    ['the public address over http', () => 'http://vigie.example.org', '403'],
    ['a sub-domain of ours', () => 'https://evil.vigie.example.org', '403'],
    ['a name that begins like ours', () => 'https://vigie.example.org.evil.example', '403'],
    ['a name that ends like ours', () => 'https://notvigie.example.org', '403'],
    ['another name of this machine', () => `http://localhost:${server.port}`, '403'],
    ['something that is no origin', () => `${own()}/ https://evil.example`, '403'],
    ['an empty one', () => '', '403'],
  ];
  for (const [name, origin, status] of origins) {
    it(`of ${name} is answered with ${status}`, async () => {
      const value = origin();
      expect((await dial(value === null ? {} : { Origin: value })).status).toBe(status);
    });
  }

  it('is not needed for a plain request, which is told to upgrade; a cookie opens nothing', async () => {
    const response = await fetch(`http://127.0.0.1:${server.port}/api/live`);
    expect([response.status, response.headers.get('upgrade')]).toEqual([426, 'websocket']);
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/api/live`, { headers: { Cookie: 'session=good', Origin: own() } });
    const closed = new Promise<string>((resolve) => socket.addEventListener('close', ({ code, reason }) => resolve(`${code} ${reason}`)));
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'subscribe', id: 1, topic: 'hosts' })));
    expect(await closed).toBe('4401 hello comes first');
  });
});

const rowsOf = (nice: number) =>
  Array.from({ length: 10_000 }, (_, index) => buildProcessRow({ pid: index + 1, nice, cmdline: ['x'.repeat(200)] }));

describe('a host with 10,000 processes', () => {
  it('is shown whole to a page that reads', async () => {
    latest.takeProcesses('h', { timeMs: Date.now(), intervalMs: 1000, full: true, rows: rowsOf(0), gone: [] });
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/api/live`);
    const pids = new Set<number>();
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'hello', ticket: 'good' })));
      socket.addEventListener('close', ({ code, reason }) => reject(new Error(`${code} ${reason}`)));
      socket.addEventListener('message', ({ data }) => {
        const message = JSON.parse(String(data)) as LiveMessage;
        if (message.type === 'ready') {
          socket.send(JSON.stringify({ type: 'subscribe', id: 1, topic: 'processes' }));
        } else if (message.type === 'data' && message.topic === 'processes') {
          for (const { pid } of message.payload.rows) {
            pids.add(pid);
          }
          if (pids.size === 10_000) {
            resolve();
          }
        }
      });
    });
    socket.close();
    expect(pids.size).toBe(10_000);
  });

  it('costs no more than half a megabyte for a page that does not read, whatever changes', async () => {
    const { socket } = await dial();
    socket.pause();
    const pages: { readonly bufferedBytes: number }[] = [];
    const { connect } = live;
    live.connect = (wire) => {
      pages.push(wire);
      return connect(wire);
    };
    const watched = await dial();
    watched.socket.pause();
    for (const each of [socket, watched.socket]) {
      each.write(textFrame({ type: 'hello', ticket: 'good' }));
      each.write(textFrame({ type: 'subscribe', id: 1, topic: 'processes' }));
    }
    let most = 0;
    for (let round = 1; round <= 40; round++) {
      latest.takeProcesses('h', { timeMs: Date.now(), intervalMs: 1000, full: false, rows: rowsOf(round % 20), gone: [] });
      await Bun.sleep(5);
      most = Math.max(most, ...pages.map((page) => page.bufferedBytes));
    }
    live.connect = connect;
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(500_000);
  });
});
