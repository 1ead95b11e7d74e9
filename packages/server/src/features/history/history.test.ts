import { Database } from 'bun:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HostMomentSchema } from '@vigie/contract';
import type { InventoryItem, ProcessRow } from '@vigie/contract/agent';
import { buildProcessRow, buildSocketRow, randomFrom } from '@vigie/testkit';
import { createToldHosts } from '../../testing/told-host.ts';

let world: ReturnType<typeof createToldHosts>;
beforeEach(() => {
  world = createToldHosts();
});
afterEach(() => world.close());

const seconds = (count: number) => world.clock.advance(count * 1000);
const iso = (ms: number) => new Date(ms).toISOString();
const row = (pid: number, values: Partial<ProcessRow> = {}) => buildProcessRow({ pid, startTicks: pid, ...values });
const item = (kind: InventoryItem['kind'], key: string, fields: InventoryItem['fields'] = {}): InventoryItem => ({ kind, key, fields });
const pidsAt = async (timeMs: number, host = 'one') =>
  (await world.ask('host.at', { host, time: String(timeMs) })).processes?.items.map(({ pid }) => pid).sort((a, b) => a - b);

describe('host.at', () => {
  it('shows processes, their ports, sockets and inventory as they were, after all of them have gone', async () => {
    world.connect();
    const listening = buildSocketRow({ id: 'tcp:1', pid: 7, localPort: 80 });
    world.tell({ processes: [row(7, { name: 'nginx' })], sockets: [listening], items: [item('package', 'nginx', { version: '1.22' })] });
    const thenMs = world.clock.now();
    seconds(10);
    world.tell({ processes: [row(8)], sockets: [], items: [] });
    seconds(3600);
    world.tell({ processes: [row(8)] });
    const moment = HostMomentSchema.parse(await world.ask('host.at', { time: String(thenMs + 5000) }));
    expect(moment.processes).toMatchObject({ asOf: iso(thenMs), missing: null, summary: { total: 1 } });
    expect(moment.processes?.items).toMatchObject([{ pid: 7, name: 'nginx', ports: [{ local: '127.0.0.1:80', status: 'LISTEN' }] }]);
    expect(moment.sockets?.items).toMatchObject([{ id: 'tcp:1', pid: 7 }]);
    expect(moment.inventory).toMatchObject({ missing: null, items: [{ kind: 'package', key: 'nginx', fields: { version: '1.22' } }] });
    expect(moment.keptFrom).toBe(iso(thenMs));
    expect(await pidsAt(thenMs + 10_000)).toEqual([8]);
  });

  it('knows sockets and inventory that are told after the first processes', async () => {
    world.connect();
    world.tell({ processes: [row(1)] });
    const firstMs = world.clock.now();
    seconds(10);
    world.tell({ processes: [row(1)], sockets: [buildSocketRow()], items: [item('unit', 'ssh.service', { active: 'active' })] });
    const secondMs = world.clock.now();
    seconds(10);
    world.tell({ processes: [row(1)] });
    const first = await world.ask('host.at', { time: String(firstMs) });
    expect([first.sockets, first.inventory]).toMatchObject([
      { asOf: null, missing: 'the host had not told its sockets yet', items: [] },
      { asOf: null, missing: 'the host had told no inventory', items: [] },
    ]);
    const second = await world.ask('host.at', { time: String(secondMs) });
    expect([second.sockets?.missing, second.sockets?.items.length]).toEqual([null, 1]);
    expect([second.inventory?.missing, second.inventory?.items.length]).toEqual([null, 1]);
  });

  it('answers now from the newest state, and the future as now', async () => {
    world.connect();
    world.tell({ processes: [row(1)] });
    seconds(2);
    world.tell({ processes: [row(1), row(2)] });
    expect(await pidsAt(world.clock.now())).toEqual([1, 2]);
    expect(await pidsAt(world.clock.now() + 999_000)).toEqual([1, 2]);
  });

  it('says since when a host was silent, in the reader’s language, and never shows the old state as if it were true', async () => {
    world.connect();
    world.tell({ processes: [row(1), row(2)], sockets: [buildSocketRow()] });
    const knownMs = world.clock.now();
    seconds(5);
    const cutMs = world.clock.now();
    world.disconnect();
    seconds(1200);
    const during = await world.ask('host.at', { time: String(cutMs + 60_000) }, 'fr');
    expect(during.processes?.missing).toContain(iso(cutMs));
    expect(during.processes?.missing).toStartWith('l’hôte était muet depuis');
    expect(during.processes?.asOf).toBe(iso(knownMs));
    world.connect();
    world.tell({ processes: [row(2), row(3)] });
    const backMs = world.clock.now();
    seconds(10);
    world.tell({ processes: [row(2), row(3)], sockets: [buildSocketRow({ id: 'tcp:9' })] });
    expect(await pidsAt(backMs)).toEqual([2, 3]);
    expect((await world.ask('host.at', { time: String(backMs) })).sockets).toMatchObject({ asOf: null, items: [] });
    expect((await world.ask('host.at', { time: String(cutMs + 60_000) })).processes?.missing).not.toBeNull();
    expect((await world.ask('host.at', { time: String(backMs + 10_000) })).sockets?.items).toMatchObject([{ id: 'tcp:9' }]);
  });

  it('goes on after a clock that was set back', async () => {
    world.connect();
    world.tell({ processes: [row(1)] }, { aheadMs: 7_200_000 });
    seconds(10);
    world.tell({ processes: [row(2)] });
    const rightMs = world.clock.now();
    seconds(10);
    world.tell({ processes: [row(2), row(3)] });
    expect(await pidsAt(rightMs + 1000)).toEqual([2]);
    expect(await pidsAt(rightMs + 10_000)).toEqual([2, 3]);
  });

  it('keeps listening sockets at once, and says when connections were too many', async () => {
    world.connect();
    const port = buildSocketRow({ id: 'tcp:1' });
    const connection = (index: number) =>
      buildSocketRow({ id: `tcp:${1000 + index}`, state: 'ESTABLISHED', remoteAddress: '192.0.2.9', remotePort: index + 1 });
    world.tell({ processes: [row(1)], sockets: [port] });
    seconds(10);
    world.tell({ processes: [row(1)], sockets: [port, buildSocketRow({ id: 'tcp:2', localPort: 443 }), connection(1)] });
    const soonMs = world.clock.now();
    seconds(60);
    world.tell({ processes: [row(1)], sockets: [port, ...Array.from({ length: 700 }, (_, index) => connection(index))] });
    const cutMs = world.clock.now();
    seconds(60);
    world.tell({ processes: [row(1)], sockets: [port] });
    expect((await world.ask('host.at', { time: String(soonMs) })).sockets?.items.map(({ id }) => id)).toEqual(['tcp:1', 'tcp:2']);
    const cut = (await world.ask('host.at', { time: String(cutMs) })).sockets;
    expect(cut?.items.map(({ id }) => id)).toEqual(['tcp:1']);
    expect(cut?.missing).toStartWith('too many connections');
  });

  it('bounds the connections of an hour, and begins anew with the next', async () => {
    world.connect();
    const cuts: boolean[] = [];
    for (let minute = 0; minute < 75; minute++) {
      const connections = Array.from({ length: 290 }, (_, index) =>
        buildSocketRow({ id: `tcp:${minute * 1000 + index}`, state: 'ESTABLISHED', remoteAddress: '192.0.2.9', remotePort: index + 1 }),
      );
      world.tell({ processes: [row(1)], sockets: [buildSocketRow(), ...connections] });
      const { sockets } = await world.ask('host.at', { time: String(world.clock.now() - 1) });
      cuts.push(sockets?.missing?.startsWith('too many connections') ?? false);
      seconds(60);
    }
    const [first, next] = [cuts.indexOf(true), cuts.lastIndexOf(true)];
    expect(cuts.slice(0, 8)).not.toContain(true);
    expect(first).toBeLessThan(next);
    expect(cuts.slice(first, next)).toContain(false);
  });

  it('says that a moment is damaged', async () => {
    await world.close();
    const folder = mkdtempSync(join(tmpdir(), 'vigie-history-damaged-'));
    const path = join(folder, 'history.db');
    world = createToldHosts({ path });
    world.connect();
    const firstMs = world.clock.now();
    for (let look = 0; look < 130; look++) {
      world.tell({ processes: [row(look + 1)] });
      seconds(60);
    }
    world.history.flush();
    while (world.history.maintain(world.clock.now())) {
      // Everything that can be is sealed.
    }
    const db = new Database(path);
    db.run('UPDATE block SET crc = crc + 1 WHERE first = ?', [firstMs]);
    db.close();
    const damaged = await world.ask('host.at', { time: String(firstMs) });
    expect(damaged.processes).toMatchObject({ asOf: null, missing: 'what was kept of this moment is damaged', items: [] });
    expect(await pidsAt(world.clock.now() - 61_000)).toEqual([129]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('is the state that was told, at every moment of a random life', async () => {
    const seed = Number(process.env.VIGIE_HISTORY_SEED ?? 20_261_120);
    console.log(`history: seed ${seed}`);
    const random = randomFrom(seed);
    const told = new Map<number, number[]>();
    let alive = new Map<number, ProcessRow>();
    world.connect();
    for (let step = 0; step < 500; step++) {
      if (random() < 0.03) {
        world.disconnect();
        seconds(Math.floor(random() * 1000));
        world.connect();
      }
      alive = new Map([...alive].filter(() => random() > 0.1));
      for (let index = 0; index < random() * 4; index++) {
        const pid = 1 + Math.floor(random() * 60);
        alive.set(pid, row(pid, { startTicks: step, cpuSeconds: 0 }));
      }
      alive = new Map([...alive].map(([pid, one]) => [pid, random() < 0.5 ? { ...one, cpuSeconds: one.cpuSeconds + 1 } : one]));
      world.tell({ processes: [...alive.values()] });
      told.set(
        world.clock.now(),
        [...alive.values()].map(({ pid, startTicks }) => pid * 100_000 + startTicks).sort((a, b) => a - b),
      );
      while (random() < 0.1 && world.history.maintain(world.clock.now())) {
        // Sealed or not, the answer is the same.
      }
      seconds(10);
    }
    for (const [timeMs, expected] of told) {
      const { processes } = await world.ask('host.at', { time: String(timeMs), include: 'processes' });
      const found = processes?.items.map(({ pid, start_ticks }) => pid * 100_000 + start_ticks).sort((a, b) => a - b);
      expect([seed, timeMs, processes?.missing, found]).toEqual([seed, timeMs, null, expected]);
    }
  });
});

describe('host.diff', () => {
  const before = [
    item('package', 'openssl', { version: '3.0.15' }),
    item('unit', 'nginx.service', { active: 'active' }),
    item('parameter', 'vm.swappiness', { value: '60' }),
  ];
  const after = [
    item('package', 'openssl', { version: '3.0.16' }),
    item('unit', 'nginx.service', { active: 'failed' }),
    item('parameter', 'vm.swappiness', { value: '10' }),
  ];

  it('tells what changed between two moments, packages first, in both languages', async () => {
    world.connect();
    const kernel = row(2, { name: 'kworker', kernel: true });
    world.tell({
      processes: [row(7, { name: 'nginx' }), kernel],
      sockets: [buildSocketRow({ localPort: 80, processName: 'nginx' })],
      items: before,
    });
    const from = String(world.clock.now());
    seconds(60);
    world.tell({ processes: [row(9, { name: 'nginx' }), row(3, { name: 'kworker', kernel: true })], sockets: [], items: after });
    const diff = await world.ask('host.diff', { from });
    expect(diff.missing).toEqual([]);
    expect(diff.items.map(({ text }) => text)).toEqual([
      'openssl went from 3.0.15 to 3.0.16',
      'the unit nginx.service went from active to failed',
      'nobody listens on tcp 127.0.0.1:80 any more',
      'vm.swappiness went from 60 to 10',
      'nginx · ada was started again: PID 7, now 9',
    ]);
    expect((await world.ask('host.diff', { from, kinds: 'package' }, 'fr')).items.map(({ text }) => text)).toEqual([
      'openssl est passé de 3.0.15 à 3.0.16',
    ]);
    expect(await world.ask('host.diff', { from, limit: 2 })).toMatchObject({ count: 5, items: [{}, {}] });
    await expect(world.ask('host.diff', { kinds: 'weather' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(world.ask('host.diff', { from: 'yesterday' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('compares two hosts at one moment, and says what of them is not known', async () => {
    world.connect('one');
    world.connect('two');
    world.tell({ processes: [row(1)], sockets: [], items: after });
    world.tell({ processes: [row(1)], sockets: [], items: before }, { hostId: 'two' });
    const diff = await world.ask('host.diff', { host: 'one', other: 'two', kinds: 'package' });
    expect([diff.before.hostName, diff.after.hostName]).toEqual(['two', 'one']);
    expect(diff.items.map(({ text }) => text)).toEqual(['openssl went from 3.0.15 to 3.0.16']);
    const early = await world.ask('host.diff', { from: String(world.clock.now() - 3_600_000) });
    expect(early.items).toEqual([]);
    expect(early.missing[0]).toContain('nothing is kept of this moment');
  });
});
