import { afterEach, beforeEach, describe, expect, it } from 'bun:test';
import { HostUsageSchema } from '@vigie/contract';
import type { ProcessRow } from '@vigie/contract/agent';
import { buildProcessRow } from '@vigie/testkit';
import { createToldHosts } from '../../testing/told-host.ts';

let world: ReturnType<typeof createToldHosts>;
let startMs: number;
beforeEach(() => {
  world = createToldHosts();
  startMs = world.clock.now();
  world.connect();
});
afterEach(() => world.close());

const idle: Partial<ProcessRow> = { cpuSeconds: 0, cpuCores: 0, rssBytes: 1000, startedAtMs: 0 };
const row = (pid: number, values: Partial<ProcessRow> = {}) => buildProcessRow({ pid, startTicks: pid, ...idle, ...values });
const at = (count: number) => String(startMs + count * 1000);

/** Looks at the host every 10 s, from `from` to `to` seconds; `rows` says what is there at a second. */
function live(from: number, to: number, rows: (second: number) => readonly ProcessRow[]): void {
  for (let second = from; second <= to; second += 10) {
    world.clock.advance(startMs + second * 1000 - world.clock.now());
    world.tell({ processes: rows(second) });
  }
}

const usage = async (input: Parameters<typeof world.ask<'host.usage'>>[1]) =>
  HostUsageSchema.parse(await world.ask('host.usage', { from: at(0), to: at(600), ...input }));

describe('host.usage', () => {
  it('ranks by the processor time that was really used, over the whole window', async () => {
    live(0, 600, (second) => [
      row(1, { name: 'steady', cpuSeconds: second * 0.1, cpuCores: 0.1 }),
      row(2, { name: 'storm', cpuSeconds: Math.min(Math.max(0, second - 300), 60) * 2, cpuCores: second > 300 && second <= 360 ? 2 : 0 }),
      row(3, { name: 'idle' }),
    ]);
    const { items, count, unit, coveredRatio } = await usage({});
    expect([count, unit, coveredRatio]).toEqual([2, 'cores', 1]);
    expect(items.map(({ name, average }) => [name, average])).toEqual([
      ['storm', 0.2],
      ['steady', 0.1],
    ]);
    expect(items[0]).toMatchObject({ pid: 2, start_ticks: 2, peak: 2, running: true, key: '2:2' });
    expect(Date.parse(items[0]?.peakAt ?? '')).toBeGreaterThan(startMs + 300_000);
    expect(Date.parse(items[0]?.peakAt ?? '')).toBeLessThanOrEqual(startMs + 360_000);
    expect((await usage({ from: at(400) })).items.map(({ name }) => name)).toEqual(['steady']);
    expect(await usage({ limit: 1 })).toMatchObject({ count: 2, items: [{ name: 'storm' }] });
  });

  it('counts a process that lived for a part of the window for that part, from its very start', async () => {
    live(0, 600, (second) => [
      row(1),
      ...(second >= 100 && second < 200 ? [row(2, { startedAtMs: startMs + 95_000, cpuSeconds: second - 95, cpuCores: 1 })] : []),
    ]);
    const { items } = await usage({});
    // Seen last at second 190, 95 s after it began.
    expect(items).toMatchObject([{ pid: 2, average: Number((95 / 600).toPrecision(6)), running: false }]);
    expect(items[0]?.firstSeen).toBe(new Date(startMs + 95_000).toISOString());
    const { items: late } = await usage({ from: at(150) });
    expect(late).toMatchObject([{ average: Number((40 / 450).toPrecision(6)) }]);
  });

  it('weighs memory by time, and rates of disk and network as they were', async () => {
    live(0, 600, (second) => [
      row(1, { name: 'half', rssBytes: second < 300 ? 2_000_000 : 0 }),
      row(2, {
        name: 'whole',
        rssBytes: 1_500_000,
        writeBytesPerSecond: 500,
        readBytesPerSecond: 100,
        receivedBytesPerSecond: 7,
        sentBytesPerSecond: 3,
      }),
    ]);
    const memory = await usage({ resource: 'memory' });
    expect(memory.unit).toBe('bytes');
    expect(memory.items.map(({ name }) => name)).toEqual(['whole', 'half']);
    expect(memory.items[0]?.average).toBe(1_500_000);
    expect((memory.items[1]?.average ?? 0) / 1_000_000).toBeCloseTo(1, 1);
    expect((await usage({ resource: 'disk' })).items).toMatchObject([{ name: 'whole', average: 600 }]);
    expect((await usage({ resource: 'network' })).items).toMatchObject([{ name: 'whole', average: 10 }]);
  });

  it('puts a burst after a long rest where it was, and does not stretch it over the rest', async () => {
    const writes = (second: number) => (second === 300 ? 6000 : 0);
    live(0, 600, (second) => [
      row(1, { writeBytesPerSecond: writes(second), cpuSeconds: second >= 300 ? 9 : 0, cpuCores: second === 300 ? 0.9 : 0 }),
    ]);
    expect((await usage({ resource: 'disk' })).items).toMatchObject([{ average: 100, peak: 6000 }]);
    const cpu = (await usage({})).items[0];
    expect(cpu?.average).toBe(9 / 600);
    expect(cpu?.peak).toBeGreaterThanOrEqual(9 / 60);
    expect((await usage({ to: at(230) })).items).toEqual([]);
  });

  it('adds up units, containers and users, and names what is in none', async () => {
    live(0, 600, (second) => [
      row(1, { unit: 'web.service', user: 'www', cpuSeconds: second * 0.2 }),
      row(2, { unit: 'web.service', user: 'www', cpuSeconds: second * 0.3 }),
      row(3, { unit: null, user: 'root', container: 'db', cpuSeconds: second * 0.4 }),
    ]);
    const named = async (by: 'unit' | 'container' | 'user') =>
      (await usage({ by })).items.map(({ name, average, pid }) => [name, average, pid]);
    expect(await named('unit')).toEqual([
      ['web.service', 0.5, null],
      ['outside of units', 0.4, null],
    ]);
    expect(await named('container')).toEqual([
      ['outside of containers', 0.5, null],
      ['db', 0.4, null],
    ]);
    expect(await named('user')).toEqual([
      ['www', 0.5, null],
      ['root', 0.4, null],
    ]);
  });

  it('gives the peak of a group as that of its sum', async () => {
    live(0, 600, (second) => [
      row(1, { user: 'www', rssBytes: 3000 }),
      row(2, { user: 'www', rssBytes: second === 300 || second === 310 ? 9000 : 2000 }),
    ]);
    const { items } = await usage({ resource: 'memory', by: 'user' });
    expect(items).toMatchObject([{ name: 'www', peak: 12_000 }]);
    expect(Date.parse(items[0]?.peakAt ?? '') - startMs).toBeWithin(290_000, 330_001);
  });

  it('never gives a peak below the average', async () => {
    live(0, 10, (second) => [row(1), ...(second === 10 ? [row(2, { startedAtMs: startMs + 8000, cpuSeconds: 2 })] : [])]);
    const { items } = await usage({ to: at(10) });
    expect(items).toMatchObject([{ pid: 2, average: 0.2, peak: 0.4 }]);
  });

  it('says how much of the window is known, and counts nothing for what is not', async () => {
    live(0, 200, (second) => [row(1, { cpuSeconds: second })]);
    world.disconnect();
    world.clock.advance(startMs + 400_000 - world.clock.now());
    world.connect();
    live(400, 600, (second) => [row(1, { cpuSeconds: second })]);
    const { coveredRatio, items } = await usage({});
    expect(coveredRatio).toBe(0.667);
    expect(items[0]?.average).toBe(Number((400 / 600).toPrecision(6)));
    expect(await usage({ from: at(-600), to: at(-300) })).toMatchObject({ coveredRatio: 0, count: 0, items: [], total: null });
  });

  it('takes a PID that was given to another process for two', async () => {
    live(0, 600, (second) => [
      row(5, { startTicks: second < 300 ? 1 : 2, startedAtMs: 0, cpuSeconds: second < 300 ? second : second - 300 }),
    ]);
    expect((await usage({})).items.map(({ key }) => key).sort()).toEqual(['5:1', '5:2']);
  });

  it('refuses a window that ends before it begins or is longer than a week', async () => {
    for (const [from, to] of [
      ['now', 'now-1h'],
      ['now-8d', 'now'],
    ] as const) {
      await expect(usage({ from, to })).rejects.toMatchObject({ code: 'invalid_input' });
    }
  });
});
