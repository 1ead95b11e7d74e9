/*
 * A stand-in for the server, which gives the built page one host with many processes: `bun serve.ts rows directory`.
 * A process of its own, so that making the updates costs the measured browser nothing it would not cost on a network.
 */
import type { Host, LiveRequest, Session } from '@vigie/contract';
import { permissions } from '@vigie/contract/permissions';
import { createCrowd } from './crowd.ts';

const rowCount = Number(process.argv[2] ?? 10_000);
const directory = process.argv[3] ?? '.';
const crowd = createCrowd(rowCount);

const session: Session = {
  setupRequired: false,
  actor: { kind: 'user', id: 'u', name: 'Bench', email: 'bench@example.org', role: 'owner', permissions: Object.keys(permissions) },
  preferences: null,
  version: '0.1.0',
  organization: 'Bench',
};
const now = new Date().toISOString();
const host: Host = {
  id: 'h_bench',
  local: true,
  name: 'bench',
  reportedName: null,
  site: null,
  tags: [],
  state: 'up',
  stateSince: now,
  lastFrameAt: now,
  operatingSystem: 'Debian 12.7',
  kernel: '6.1.0',
  architecture: 'x86_64',
  virtualisation: null,
  cpuModel: null,
  cpuCount: 8,
  memoryBytes: 16 * 1024 ** 3,
  addresses: [],
  bootedAt: now,
  agentVersion: '0.1.0',
  agentUser: 'root',
  agentPrivileged: true,
  timeZone: 'UTC',
  linkLatencyMs: 1,
  clockSkewMs: 0,
  missing: [],
};
const answers: Readonly<Record<string, unknown>> = {
  '/api/session': session,
  '/api/hosts': { count: 1, items: [host] },
  '/api/config': { settings: [] },
  '/api/live/ticket': { ticket: 'bench' },
  '/api/preferences': {},
};

interface Page {
  readonly timers: Map<number, Timer>;
}

const server = Bun.serve<Page>({
  hostname: '127.0.0.1',
  port: 0,
  async fetch(request, bun) {
    const { pathname } = new URL(request.url);
    if (pathname === '/api/live') {
      return bun.upgrade(request, { data: { timers: new Map() } }) ? undefined : new Response(null, { status: 400 });
    }
    if (pathname in answers) {
      return Response.json(answers[pathname]);
    }
    if (pathname.endsWith('/metrics')) {
      return Response.json({ host: host.id, times: [], series: [], values: [] });
    }
    if (pathname.startsWith('/api/')) {
      return Response.json({ error: 'not here', code: 'not_found' }, { status: 404 });
    }
    const file = Bun.file(`${directory}${pathname}`);
    return new Response((await file.exists()) && pathname !== '/' ? file : Bun.file(`${directory}/index.html`));
  },
  websocket: {
    message(page, text) {
      const request = JSON.parse(String(text)) as LiveRequest;
      const send = (message: unknown) => page.send(JSON.stringify(message));
      if (request.type === 'hello') {
        send({ type: 'ready', serverTimeMs: Date.now(), version: '0.1.0' });
      } else if (request.type === 'ping') {
        send({ type: 'pong', at: request.at, serverTimeMs: Date.now() });
      } else if (request.type === 'unsubscribe') {
        clearInterval(page.data.timers.get(request.id));
      } else if (request.type === 'subscribe' && request.topic === 'hosts') {
        send({ type: 'data', id: request.id, topic: 'hosts', payload: { items: [host] } });
      } else if (request.type === 'subscribe' && request.topic === 'processes') {
        const { id } = request;
        send({ type: 'data', id, topic: 'processes', payload: crowd.full() });
        page.data.timers.set(
          id,
          setInterval(() => send({ type: 'data', id, topic: 'processes', payload: crowd.update(1 / 3) }), 1000),
        );
      }
    },
    close(page) {
      for (const timer of page.data.timers.values()) {
        clearInterval(timer);
      }
    },
  },
});
console.log(server.url.origin);
