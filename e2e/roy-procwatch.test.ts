import { afterAll, beforeAll, describe, expect, it } from 'bun:test';
import { ownerToken, type RunningVigie, startSleep, startVigie, until } from './harness/vigie.ts';

/* Every example of Roy ProcWatch's document, unmodified, by curl's own requests, against the real server. */
let vigie: RunningVigie;
const sleeps: ReturnType<typeof startSleep>[] = [];

beforeAll(async () => {
  vigie = await startVigie();
}, 60_000);
afterAll(async () => {
  for (const sleep of sleeps) {
    sleep.stop();
  }
  await vigie?.stop();
});

function sleeper(): ReturnType<typeof startSleep> {
  const sleep = startSleep();
  sleeps.push(sleep);
  return sleep;
}

async function call(
  path: string,
  init: RequestInit = {},
  token: string | null = ownerToken,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(vigie.url + path, {
    ...init,
    headers: { ...(token === null ? {} : { 'X-Auth-Token': token }), ...init.headers },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function post(path: string, body: unknown, token: string | null = ownerToken) {
  return call(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }, token);
}

describe('the API of Roy ProcWatch', () => {
  it('answers health to everybody', async () => {
    const { status, body } = await call('/api/health', {}, null);
    expect(status).toBe(200);
    expect(body.status).toBe('ok');
    expect(typeof body.time).toBe('string');
  });

  it('lists processes with the documented members and types', async () => {
    const sleep = sleeper();
    const { status, body } = await call(`/api/processes?sort=cpu&order=desc`);
    expect(status).toBe(200);
    const items = body.items as Record<string, unknown>[];
    expect(body.count).toBe(items.length);
    const row = items.find((item) => item.pid === sleep.pid);
    expect(row).toMatchObject({
      pid: sleep.pid,
      ppid: process.pid,
      name: 'sleep',
      status: 'sleeping',
      nice: 0,
      cmdline: ['/bin/sleep', '600'],
      ports: [],
    });
    for (const [member, type] of Object.entries({
      exe: 'string',
      username: 'string',
      create_time: 'number',
      create_time_iso: 'string',
      memory_rss: 'number',
      open_files_count: 'number',
    })) {
      expect([member, typeof row?.[member]]).toEqual([member, type]);
    }
    expect(Math.abs((row?.create_time as number) - Date.now() / 1000)).toBeLessThan(60);
  });

  it('shows the ports of a process as the document does', async () => {
    const { body } = await call(`/api/processes?q=${new URL(vigie.url).port}`);
    const ports = (body.items as { ports: Record<string, unknown>[] }[]).flatMap((item) => item.ports);
    const { body: all } = await call('/api/processes');
    const every = (all.items as { ports: Record<string, unknown>[] }[]).flatMap((item) => item.ports);
    expect([...ports, ...every]).toContainEqual(
      expect.objectContaining({
        local: `127.0.0.1:${new URL(vigie.url).port}`,
        remote: null,
        status: 'LISTEN',
        family: 'AddressFamily.AF_INET',
      }),
    );
  });

  it('finds by pid, name, command line and user', async () => {
    const sleep = sleeper();
    for (const q of [String(sleep.pid), 'sleep', 'sleep 600', 'root']) {
      const { body } = await call(`/api/processes?q=${encodeURIComponent(q)}`);
      expect([q, (body.items as { pid: number }[]).some((item) => item.pid === sleep.pid)]).toEqual([q, true]);
    }
  });

  it('sorts, pages and chooses members', async () => {
    const { body } = await call('/api/processes?sort=pid&order=asc&limit=3&offset=1&fields=pid,name');
    const items = body.items as { pid: number }[];
    expect(items.length).toBe(3);
    expect(Object.keys(items[0] ?? {}).sort()).toEqual(['name', 'pid']);
    expect(items.map((item) => item.pid)).toEqual(items.map((item) => item.pid).toSorted((a, b) => a - b));
    expect(body.count as number).toBeGreaterThan(3);
  });

  it('terminates and kills', async () => {
    for (const signal of ['TERM', 'KILL']) {
      const sleep = sleeper();
      const { status, body } = await post(`/api/process/${sleep.pid}/signal`, { signal });
      expect([status, body.ok, body.pid, body.signal]).toEqual([200, true, sleep.pid, signal]);
      await sleep.ended;
    }
  });

  it('stops and continues', async () => {
    const sleep = sleeper();
    const state = async () => ((await call(`/api/process/${sleep.pid}`)).body.process as { status: string }).status;
    expect((await post(`/api/process/${sleep.pid}/signal`, { signal: 'STOP' })).status).toBe(200);
    expect(await state()).toBe('stopped');
    expect((await post(`/api/process/${sleep.pid}/signal`, { signal: 'CONT' })).status).toBe(200);
    expect(await state()).toBe('sleeping');
  });

  it('renices', async () => {
    const sleep = sleeper();
    const { status, body } = await post(`/api/process/${sleep.pid}/renice`, { nice: 5 });
    expect([status, body.ok, body.pid, body.nice]).toEqual([200, true, sleep.pid, 5]);
    await until(async () => ((await call(`/api/process/${sleep.pid}`)).body.process as { nice: number }).nice === 5, 'the nice value is 5');
  });

  it('restarts without a body and tells both pids', async () => {
    const sleep = sleeper();
    const { status, body } = await call(`/api/process/${sleep.pid}/restart`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
    });
    expect([status, body.ok, body.old_pid]).toEqual([200, true, sleep.pid]);
    expect(body.new_pid).not.toBe(sleep.pid);
    const { body: detail } = await call(`/api/process/${body.new_pid}`);
    expect((detail.process as { cmdline: string[] }).cmdline).toEqual(['/bin/sleep', '600']);
    await post(`/api/process/${body.new_pid}/signal`, { signal: 'KILL' });
  });

  it('answers 401, 403, 404 and 400 as documented', async () => {
    expect((await call('/api/processes', {}, null)).status).toBe(401);
    expect((await call('/api/processes', {}, 'not-the-token-that-was-asked-for')).status).toBe(401);
    expect(await post('/api/process/4194303/signal', { signal: 'TERM' })).toMatchObject({
      status: 404,
      body: { error: 'Process not found' },
    });
    expect((await post('/api/process/4194303/signal', { signal: 'SEGV' })).status).toBe(403);
    for (const body of [{ signal: 'NONSENSE' }, { signal: 15 }, {}, { signal: 'TERM', more: 1 }, []]) {
      expect([body, (await post('/api/process/4194303/signal', body)).status]).toEqual([body, 400]);
    }
    for (const pid of ['0', '-1', 'abc', '1e3', '99999999999', '1.5']) {
      expect([pid, [400, 404].includes((await post(`/api/process/${pid}/signal`, { signal: 'TERM' })).status)]).toEqual([pid, true]);
    }
    for (const nice of [-21, 20, 1.5, '5', null]) {
      expect([nice, (await post(`/api/process/1/renice`, { nice })).status]).toEqual([nice, 400]);
    }
  });

  it('asks for a confirmation where it matters, and runs the same call with the hash', async () => {
    const first = await post('/api/process/1/signal', { signal: 'TERM' });
    expect(first).toMatchObject({ status: 409, body: { code: 'confirmation_required', plan: { risk: 'critical' } } });
    const sleep = sleeper();
    const planned = await post(`/api/process/${sleep.pid}/signal`, { signal: 'TERM', dry_run: true });
    const { hash } = planned.body.plan as { hash: string };
    expect((await post(`/api/process/${sleep.pid}/signal`, { signal: 'KILL', confirm: hash })).status).toBe(409);
    expect((await post(`/api/process/${sleep.pid}/signal`, { signal: 'TERM', confirm: hash })).status).toBe(200);
    expect((await post(`/api/process/${sleep.pid}/signal`, { signal: 'TERM', confirm: hash })).status).toBe(409);
    await sleep.ended;
  });

  it('exports CSV in which no cell is a formula', async () => {
    const odd = Bun.spawn(['/bin/sleep', '600'], { argv0: '=HYPERLINK("http://x")' });
    try {
      const response = await fetch(`${vigie.url}/api/processes?format=csv&q=${odd.pid}`, { headers: { 'X-Auth-Token': ownerToken } });
      expect(response.headers.get('content-type')).toStartWith('text/csv');
      const csv = await response.text();
      expect(csv).toContain(String(odd.pid));
      expect(csv).not.toMatch(/(^|,)"?=HYPERLINK/m);
    } finally {
      odd.kill('SIGKILL');
    }
  });
});
