/*
 * A stand-in for the server, to look at the page before there is one: realistic answers, no logic. It is never shipped.
 * `bun testing/fixtures.ts [port]`; `?` of its own: POST /fixture/drop closes every live socket, /fixture/session sets the session.
 */
import type { LiveRequest, Plan } from '@vigie/contract';
import type { ServerWebSocket } from 'bun';
import { nextMetrics, recentMetrics } from './metrics.ts';
import { nextProcesses, processRows, processSummary, removeProcesses } from './processes.ts';
import { auditEntries, host, session, settings, sockets, tokens } from './rows.ts';

const port = Number(process.argv[2] ?? 19350);
const original = structuredClone(session.value);

interface Page {
  readonly timers: Map<number, ReturnType<typeof setInterval>>;
}
const pages = new Set<ServerWebSocket<Page>>();
let refuseUntil = 0;

function json(body: unknown, status = 200): Response {
  return Response.json(body, { status });
}

function planOf(operation: string, input: Record<string, unknown>): Plan {
  const targets = (input.targets as { pid: number; start_ticks?: number }[] | undefined) ?? (input.pid ? [{ pid: Number(input.pid) }] : []);
  const rows = targets.flatMap((target) => processRows.filter((row) => row.pid === target.pid));
  const token = operation.startsWith('token');
  return {
    hash: crypto.randomUUID().replaceAll('-', ''),
    operation,
    title: token ? 'Create the token' : `Terminate ${rows.length} processes on db-02`,
    button: token ? 'Create the token' : `Terminate ${rows.length} processes`,
    destructive: !token,
    host: token ? null : 'h_db02',
    hostName: token ? null : 'db-02',
    risk: token ? 'medium' : 'high',
    reasons: [
      {
        code: 'x',
        level: token ? 'medium' : 'high',
        text: token ? 'whoever holds it may sign in' : 'cuts 2 live connections of postgres (10.20.3.21, 10.20.3.22)',
      },
    ],
    targets: rows.map((row) => ({
      kind: 'process' as const,
      id: `${row.pid}@${row.start_ticks}`,
      pid: row.pid,
      start_ticks: row.start_ticks,
      startedAt: row.create_time_iso,
      user: row.username,
      label: row.cmdline.join(' '),
    })),
    impact: token ? [] : [{ code: 'y', text: 'web-03 and web-04 reconnect through pgbouncer' }],
    undo: token
      ? { possible: true, text: 'The token can be revoked at any time.' }
      : { possible: false, text: 'The sessions reopen by themselves; their transactions do not.' },
    runs: token ? ['store the hash of a new secret'] : [`kill(SIGTERM) × ${rows.length}, each only if PID and start time still match`],
    verifies: token ? [] : ['gone within 5 s; else report, never SIGKILL'],
    input,
    needsPassword: false,
    createdAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 300_000).toISOString(),
  };
}

async function act(operation: string, request: Request, path: Record<string, unknown>): Promise<Response> {
  const body = { ...path, ...((await request.json().catch(() => ({}))) as Record<string, unknown>) };
  const plan = planOf(operation, body);
  if (!body.confirm && operation !== 'process.renice' && operation !== 'action.undo') {
    return json({ error: 'This action needs a confirmation', code: 'confirmation_required', plan }, 409);
  }
  const action = {
    id: 'a_new',
    state: 'verified',
    risk: plan.risk,
    verified: true,
    undoable: operation === 'process.renice',
    durationMs: 34,
  };
  const pids = plan.targets.map((target) => target.pid ?? 0);
  if (operation === 'process.signal') {
    removeProcesses(pids);
  }
  if (operation === 'token.create') {
    const token = {
      id: crypto.randomUUID(),
      name: String(body.name),
      role: 'viewer' as const,
      prefix: 'vgt_77aa',
      createdAt: new Date().toISOString(),
      createdBy: 'Karim Benali',
      expiresAt: null,
      lastUsedAt: null,
    };
    tokens.unshift(token);
    return json({ token, secret: 'vgt_77aa0Zr3k9QmT1xVb8uYc2LwEo5HsJd6', action });
  }
  return json({
    ok: true,
    pid: pids[0] ?? 0,
    results: pids.map((pid) => ({ pid, ok: true, code: null, error: null })),
    undone: 'a_1',
    action,
  });
}

async function answer(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const { pathname: path, searchParams: query } = url;
  const route = `${request.method} ${path}`;
  switch (route) {
    case 'GET /api/session':
      return json(session.value);
    case 'POST /api/auth/sign-in/email': {
      const { password } = (await request.json()) as { password: string };
      if (password !== 'vigie-vigie-vigie') {
        return json({ code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' }, 401);
      }
      session.value = { ...original, setupRequired: false };
      return json({ ok: true });
    }
    case 'POST /api/auth/sign-out':
      session.value = { ...session.value, actor: null, preferences: null };
      return json({ success: true });
    case 'POST /api/setup': {
      const { code } = (await request.json()) as { code: string };
      return code === '4821-7730' ? json({ ok: true }) : json({ error: 'The set-up code is wrong', code: 'wrong_setup_code' }, 403);
    }
    case 'PUT /api/preferences': {
      const changes = (await request.json()) as object;
      const preferences = { ...(session.value.preferences ?? original.preferences), ...changes } as NonNullable<
        typeof original.preferences
      >;
      session.value = { ...session.value, preferences };
      return json(preferences);
    }
    case 'POST /api/live/ticket':
      return session.value.actor ? json({ ticket: 'ticket' }) : json({ error: 'Unauthorized', code: 'unauthenticated' }, 401);
    case 'GET /api/hosts':
      return json({ count: 1, items: [host] });
    case 'GET /api/config':
      return json({ settings });
    case 'GET /api/tokens':
      return json({ count: tokens.length, items: tokens });
    case 'GET /api/sockets':
      return json({ host: host.id, time: new Date().toISOString(), count: sockets.length, ownersHidden: false, items: sockets });
    case 'GET /api/processes':
      return json({
        count: processRows.length,
        items: processRows,
        total: processRows.length,
        host: host.id,
        time: new Date().toISOString(),
        summary: processSummary(),
      });
    case 'GET /api/audit': {
      const q = (query.get('q') ?? '').toLowerCase();
      const all = auditEntries.filter((entry) => JSON.stringify(entry).toLowerCase().includes(q));
      const from = query.get('before') ? all.findIndex((entry) => entry.id === query.get('before')) + 1 : 0;
      const items = all.slice(from, from + Number(query.get('limit') ?? 100));
      return json({ count: items.length, items, next: from + items.length < all.length ? (items.at(-1)?.id ?? null) : null });
    }
    case 'POST /api/tokens':
      return act('token.create', request, {});
    case 'POST /fixture/drop':
      refuseUntil = Date.now() + Number(query.get('seconds') ?? 20) * 1000;
      for (const page of pages) {
        page.close();
      }
      return json({});
    case 'POST /fixture/session':
      session.value = { ...original, ...((await request.json()) as object) };
      return json({});
  }
  const metrics = /^\/api\/hosts\/[^/]+\/metrics$/.exec(path);
  if (metrics) {
    return json(recentMetrics(host.id, Number(query.get('since_ms') ?? 0)));
  }
  const action = /^\/api\/process(?:es)?(?:\/(\d+))?\/(signal|renice|affinity|ioprio|restart)$/.exec(path);
  if (action && request.method === 'POST') {
    return act(`process.${action[2]}`, request, action[1] ? { pid: Number(action[1]) } : {});
  }
  if (/^\/api\/actions\/[^/]+\/undo$/.test(path)) {
    return act('action.undo', request, {});
  }
  return json({ error: 'Not found', code: 'not_found' }, 404);
}

function payload(topic: string, first: boolean, intervalMs: number): unknown {
  switch (topic) {
    case 'hosts':
      return { items: [{ ...host, lastFrameAt: new Date().toISOString() }] };
    case 'metrics':
      return nextMetrics(first, intervalMs / 1000);
    case 'processes':
      return nextProcesses(first, intervalMs);
    case 'sockets':
      return { timeMs: Date.now(), full: first, rows: first ? sockets : [], gone: [], ownersHidden: false };
    default:
      return null;
  }
}

function receive(page: ServerWebSocket<Page>, text: string): void {
  const request = JSON.parse(text) as LiveRequest;
  const send = (message: unknown) => page.send(JSON.stringify(message));
  switch (request.type) {
    case 'hello':
      send({ type: 'ready', serverTimeMs: Date.now(), version: '0.1.0' });
      return;
    case 'ping':
      send({ type: 'pong', at: request.at, serverTimeMs: Date.now() });
      return;
    case 'unsubscribe':
      clearInterval(page.data.timers.get(request.id));
      page.data.timers.delete(request.id);
      return;
    case 'subscribe': {
      const { id, topic, intervalMs = 1000 } = request;
      const tell = (first: boolean) => {
        const data = payload(topic, first, intervalMs);
        if (data) {
          send({ type: 'data', id, topic, payload: data });
        }
      };
      tell(true);
      page.data.timers.set(
        id,
        setInterval(() => tell(false), intervalMs),
      );
    }
  }
}

Bun.serve<Page>({
  hostname: '127.0.0.1',
  port,
  fetch(request, server) {
    if (new URL(request.url).pathname === '/api/live') {
      if (Date.now() < refuseUntil) {
        return new Response(null, { status: 503 });
      }
      return server.upgrade(request, { data: { timers: new Map() } }) ? undefined : new Response(null, { status: 400 });
    }
    return answer(request);
  },
  websocket: {
    open: (page) => void pages.add(page),
    message: (page, text) => receive(page, String(text)),
    close: (page) => {
      pages.delete(page);
      for (const timer of page.data.timers.values()) {
        clearInterval(timer);
      }
    },
  },
});
console.log(`fixtures on http://127.0.0.1:${port}`);
