import { beforeEach, describe, expect, it } from 'bun:test';
import { AppError } from '@vigie/contract';
import type { Command, Watch } from '@vigie/contract/agent';
import { buildFacts, buildFrame, buildProcessRow, buildSocketRow, type FakeClock, fakeClock } from '@vigie/testkit';
import type { AgentLink } from '../gateway/index.ts';
import { openState } from '../storage/index.ts';
import { type HostChange, Latest, loadHosts, saveFacts, saveLocalHost } from './index.ts';

let clock: FakeClock;
let latest: Latest;
let watches: Watch[];
let commands: Omit<Command, 'id'>[];
let answers: (() => unknown)[];
let reports: string[];
let changes: HostChange[];
let link: AgentLink;
let closed: string[];

beforeEach(() => {
  clock = fakeClock();
  [watches, commands, answers, reports, changes, closed] = [[], [], [], [], [], []];
  link = {
    hostId: 'h',
    setWatch: (watch) => void watches.push(watch),
    command: async (command) => {
      commands.push(command);
      await Promise.resolve();
      return answers.shift()?.();
    },
    close: (reason) => void closed.push(reason),
  };
  latest = new Latest({ now: clock.now, timers: clock, report: (message) => void reports.push(message), remember: () => undefined }, [
    { id: 'h', local: true, name: 'h', facts: null, agentVersion: null },
    { id: 'other', local: false, name: 'other', facts: buildFacts({ name: 'db-02' }), agentVersion: '0.0.9' },
  ]);
  latest.subscribe((change) => void changes.push(change));
});

function open(): { readonly watch: Watch } {
  const hello = { protocol: 1, agentVersion: '0.1.0', hostId: 'h', certificate: '', signature: '', agentTimeMs: 0, facts: buildFacts() };
  return latest.opened(link, hello);
}

const frameAt = (timeMs: number, samples: Record<string, number> = { a: 1 }) => void latest.frame('h', buildFrame(samples, { timeMs }));
const seconds = (count: number) => clock.advance(count * 1000);

describe('which hosts there are', () => {
  it('changes while the server runs: a new one may connect, one that is removed is cut off and not known', () => {
    latest.put({ id: 'new', local: false, name: 'new', facts: null, agentVersion: null, site: 'Paris', tags: ['web'] });
    expect([latest.knows('new'), latest.require('new').site, latest.require('new').tags]).toEqual([true, 'Paris', ['web']]);
    latest.put({ id: 'h', local: true, name: 'h', facts: null, agentVersion: null, tags: ['mine'] });
    open();
    expect(latest.require('local').tags).toEqual(['mine']);
    latest.remove('h');
    expect(latest.knows('h')).toBe(false);
    expect(() => latest.require('h')).toThrow();
    expect(closed).toEqual(['the host was removed']);
    latest.closed(link, 'gone', false);
    expect(changes.at(-1)).toEqual({ kind: 'removed', hostId: 'h' });
  });
});

describe('the state of a host', () => {
  it('is unknown before the first session and down after the last, never up by itself', () => {
    expect(latest.require('local')).toMatchObject({ state: 'unknown', stateSince: null, name: 'h' });
    expect(latest.require('other')).toMatchObject({ state: 'unknown', name: 'db-02', agentVersion: '0.0.9' });
    open();
    expect(latest.require('local')).toMatchObject({ state: 'up', stateSince: new Date(clock.now()).toISOString(), name: 'web-01' });
    latest.closed(link, 'cut', false);
    expect(latest.require('local').state).toBe('down');
    expect(reports).toEqual(['the link to web-01 ended: cut']);
    expect(() => latest.require('another')).toThrow('Host not found');
    expect(() => latest.require('__proto__')).toThrow('Host not found');
  });

  it('is late when two intervals pass without figures, and up again with the next', () => {
    open();
    frameAt(clock.now());
    seconds(24);
    expect(latest.require('h').state).toBe('up');
    seconds(2);
    expect(latest.require('h').state).toBe('late');
    frameAt(clock.now());
    expect(latest.require('h').state).toBe('up');
    latest.watch('h', 'metrics', 1000);
    seconds(8);
    expect(latest.require('h').state).toBe('late');
    expect(changes.filter(({ kind }) => kind === 'state').length).toBe(4);
  });

  it('does not change because somebody sets the clock of the server', () => {
    open();
    frameAt(clock.now());
    clock.setWall(clock.now() + 3_600_000);
    seconds(2);
    clock.setWall(clock.now() - 40 * 86_400_000);
    seconds(2);
    expect(latest.require('h').state).toBe('up');
  });

  it('belongs to the newest session: the end of an older one changes nothing', () => {
    open();
    const older = link;
    const ended: string[] = [];
    link = { ...link };
    older.close = (reason) => void ended.push(reason);
    open();
    latest.closed(older, 'the host has connected again', false);
    expect([ended, latest.require('h').state]).toEqual([['the host has connected again'], 'up']);
  });
});

describe('tables', () => {
  const take = (full: boolean, pids: number[], values: { gone?: number[]; more?: boolean; nice?: number } = {}) =>
    latest.takeProcesses('h', {
      timeMs: clock.now(),
      intervalMs: 1000,
      full,
      rows: pids.map((pid) => buildProcessRow({ pid, nice: values.nice ?? 0 })),
      gone: values.gone ?? [],
      ...(values.more === undefined ? {} : { more: values.more }),
    });
  const pids = () => [...(latest.processes('h')?.rows.keys() ?? [])].sort((a, b) => a - b);
  const told = () =>
    changes.flatMap((change) => (change.kind === 'processes' ? [[change.full, change.changed.map((row) => row.pid), change.gone]] : []));

  it('follow differences: changed rows replace, gone rows go', () => {
    take(true, [1, 2, 3]);
    take(false, [2], { gone: [3, 99], nice: 5 });
    expect([...(latest.processes('h')?.rows.values() ?? [])].map((row) => [row.pid, row.nice])).toEqual([
      [1, 0],
      [2, 5],
    ]);
    // A pid that ended and was given to another.
    take(false, [1], { gone: [1], nice: 7 });
    expect(latest.processes('h')?.rows.get(1)?.nice).toBe(7);
    expect(told()).toEqual([
      [true, [1, 2, 3], []],
      [false, [2], [3]],
      [false, [1], [1]],
    ]);
  });

  it('tell only what differs when everything comes again, and keep the objects of what does not', () => {
    take(true, [1, 2, 3]);
    const before = latest.processes('h')?.rows.get(2);
    take(true, [2, 4]);
    expect(pids()).toEqual([2, 4]);
    expect(latest.processes('h')?.rows.get(2)).toBe(before as never);
    take(true, [2, 4], { nice: 1 });
    expect(told().slice(1)).toEqual([
      [false, [4], [1, 3]],
      [false, [2, 4], []],
    ]);
  });

  it('count the parts of a snapshot as one, when the last has come', () => {
    take(true, [1, 2, 3]);
    take(true, [2], { more: true });
    take(false, [3], { more: true });
    expect([pids(), told().length]).toEqual([[1, 2, 3], 1]);
    take(false, [4]);
    expect([pids(), told()[1]]).toEqual([
      [2, 3, 4],
      [false, [4], [1]],
    ]);
  });

  it('forget the parts that a session did not finish, and those a newer snapshot replaces', () => {
    take(true, [1]);
    take(true, [7], { more: true });
    open();
    take(false, [2]);
    expect(pids()).toEqual([1, 2]);
    take(true, [8], { more: true });
    take(true, [1, 2, 3]);
    expect(pids()).toEqual([1, 2, 3]);
  });

  it('do not grow without end by a snapshot that never ends', () => {
    const part = { timeMs: 1, intervalMs: 0, full: false, more: true, rows: [], gone: [] };
    latest.takeProcesses('h', { ...part, full: true });
    const feed = () => {
      for (let count = 0; count < 600_000; count++) {
        latest.takeProcesses('h', part);
      }
    };
    expect(feed).toThrow('a snapshot without an end');
  });

  it('are the same for sockets, whose owners may be hidden', () => {
    const rows = [buildSocketRow({ id: 'tcp:1' }), buildSocketRow({ id: 'tcp:2' })];
    latest.takeSockets('h', { timeMs: 5, full: true, rows, gone: [], ownersHidden: true });
    latest.takeSockets('h', { timeMs: 6, full: false, rows: [], gone: ['tcp:1'], ownersHidden: false });
    expect(latest.sockets('h')).toMatchObject({ timeMs: 6, ownersHidden: false });
    expect([...(latest.sockets('h')?.rows.keys() ?? [])]).toEqual(['tcp:2']);
  });
});

describe('figures', () => {
  it('have a gap where a series was not measured; the list of series is told when it changes', () => {
    const told = () => changes.flatMap((change) => (change.kind === 'metrics' ? [change.payload.series?.length] : []));
    const start = clock.now();
    frameAt(start + 1000, { a: 1, b: 2 });
    frameAt(start + 2000, { a: 3 });
    frameAt(start + 3000, { a: 4, c: Number.NaN });
    frameAt(start + 2500, { a: 99 });
    frameAt(start + 4000, { a: Number.POSITIVE_INFINITY });
    expect(told()).toEqual([2, undefined, 3, undefined]);
    expect(latest.newestMetrics('h')).toEqual({
      timeMs: start + 4000,
      series: ['a', 'b', 'c'].map((name) => ({ name, labels: {}, kind: 'gauge' })),
      values: [null, null, null],
    });
  });

  it('of a series nobody has measured for a quarter of an hour are forgotten, and the list is told again', () => {
    const lists: (readonly string[])[] = [];
    latest.subscribe((change) => {
      if (change.kind === 'metrics' && change.payload.series) {
        lists.push(change.payload.series.map(({ name }) => name));
      }
    });
    const start = clock.now();
    frameAt(start, { old: 1, a: 0, b: 0 });
    for (let second = 1; second <= 960; second++) {
      frameAt(start + second * 1000, { a: second, ...(second === 500 ? { b: 5 } : {}) });
    }
    expect(latest.newestMetrics('h')).toMatchObject({ timeMs: start + 960_000, values: [960, null] });
    for (let second = 961; second <= 1_500; second++) {
      frameAt(start + second * 1000, { a: second });
    }
    expect(latest.newestMetrics('h')).toMatchObject({ timeMs: start + 1_500_000, values: [1500] });
    expect(lists).toEqual([['old', 'a', 'b'], ['a', 'b'], ['a']]);
    frameAt(start + 1_501_000, { old: 2, a: 3 });
    expect(latest.newestMetrics('h')).toMatchObject({ series: [{ name: 'a' }, { name: 'old' }], values: [3, 2] });
  });

  it('are of no more than 4,000 series, and it is said once that more are left out', () => {
    const many = Object.fromEntries(Array.from({ length: 4_100 }, (_, index) => [`s${index}`, index]));
    frameAt(clock.now(), many);
    frameAt(clock.now() + 1000, many);
    expect(latest.newestMetrics('h')?.series?.length).toBe(4_000);
    expect(reports.length).toBe(1);
  });

  it('go on when the clock of the host is set back; frames that were only sent twice are left out', () => {
    const start = clock.now();
    latest.clock('h', { latencyMs: 1, skewMs: 3_600_000 });
    frameAt(start + 3_600_000);
    frameAt(start + 3_601_000);
    // A backlog, and a copy.
    frameAt(start + 3_000_000);
    frameAt(start + 3_601_000);
    expect(latest.newestMetrics('h')).toMatchObject({ timeMs: start + 3_601_000, values: [1] });
    seconds(2);
    latest.clock('h', { latencyMs: 1, skewMs: 0 });
    frameAt(start + 2000, { a: 5 });
    expect(latest.newestMetrics('h')).toMatchObject({ timeMs: start + 2000, values: [5] });
  });

  it('take the labels of a series as data', () => {
    const labels = JSON.parse('{"__proto__":"x","device":"sda"}') as Record<string, string>;
    const samples = [{ series: { name: 'a', kind: 'gauge' as const, labels }, value: 1 }];
    void latest.frame('h', { stream: 's', sequence: 1, timeMs: clock.now(), intervalMs: 1000, samples });
    expect(JSON.stringify(latest.newestMetrics('h')?.series?.[0]?.labels)).toBe('{"__proto__":"x","device":"sda"}');
  });
});

describe('asking a host', () => {
  const table = (pid = 1) => ({ timeMs: clock.now(), intervalMs: 0, full: true, rows: [buildProcessRow({ pid })], gone: [] });

  it('happens once for many who want fresh rows at the same time, and not at all when they are fresh', async () => {
    open();
    // The host's clock is an hour behind: its own times say nothing about freshness.
    answers.push(() => ({ ...table(), timeMs: clock.now() - 3_600_000 }), table);
    await Promise.all([latest.refresh('h', 'processes', 1000), latest.refresh('h', 'processes', 1000)]);
    await latest.refresh('h', 'processes', 1000);
    expect(commands.map(({ name }) => name)).toEqual(['process.snapshot']);
    clock.advance(1001);
    await latest.refresh('h', 'processes', 1000);
    expect(commands.length).toBe(2);
  });

  it('is refused when there is no link, however new the table is', async () => {
    open();
    answers.push(table);
    await latest.refresh('h', 'processes', 1000);
    latest.closed(link, 'cut', true);
    expect(latest.refresh('h', 'processes', 1000)).rejects.toThrow('The host does not answer');
    expect(latest.refresh('nowhere', 'processes', 1000).catch((error: AppError) => error.code)).resolves.toBe('host_not_found');
  });

  it('waits for the table to come in parts when it is too large for one answer', async () => {
    open();
    answers.push(() => {
      throw new AppError('action_failed');
    });
    const fresh = latest.refresh('h', 'processes', 1000);
    await Bun.sleep(0);
    expect(watches.at(-1)).toMatchObject({ processesMs: 1000 });
    latest.takeProcesses('h', { ...table(), more: true });
    latest.takeProcesses('h', { ...table(2), full: false });
    await fresh;
    expect([...(latest.processes('h')?.rows.keys() ?? [])]).toEqual([1, 2]);
    expect(clock.waiting).toBe(2);
  });
});

describe('wishes', () => {
  const told = () => watches.map(({ metricsMs, processesMs }) => [metricsMs, processesMs]);

  it('go to the agent at once when they are faster, and after five seconds when they are slower', () => {
    open();
    const slow = latest.watch('h', 'metrics', 5000);
    const fast = latest.watch('h', 'metrics', 10);
    latest.watch('h', 'metrics', 2000);
    latest.watch('h', 'processes', 20_000);
    expect(told()).toEqual([
      [5000, 10_000],
      [1000, 10_000],
    ]);
    fast();
    fast();
    slow();
    seconds(4.9);
    expect(told().length).toBe(2);
    seconds(0.2);
    expect(told().at(-1)).toEqual([2000, 10_000]);
  });

  it('do not reach the agent when somebody comes back in time', () => {
    open();
    latest.watch('h', 'processes', 1000)();
    seconds(3);
    latest.watch('h', 'processes', 1000);
    latest.watch('h', 'metrics', 30_000);
    seconds(10);
    expect(told()).toEqual([[10_000, 1000]]);
  });

  it('of slower ones do not slow down what still lingers', () => {
    open();
    latest.watch('h', 'metrics', 1000)();
    latest.watch('h', 'metrics', 4000);
    expect(told()).toEqual([[1000, 10_000]]);
    seconds(6);
    expect(told().at(-1)).toEqual([4000, 10_000]);
  });

  it('are kept for an agent that connects later, and are as slow as nobody looking when they make no sense', () => {
    latest.watch('h', 'sockets', 1000);
    latest.watch('h', 'metrics', Number.NaN);
    latest.watch('h', 'processes', Number.NEGATIVE_INFINITY);
    expect(open().watch).toEqual({ metricsMs: 10_000, processesMs: 10_000, socketsMs: 1000 });
  });
});

it('tells every listener, even when one breaks', () => {
  latest.subscribe(() => {
    throw new Error('broken');
  });
  const after: string[] = [];
  latest.subscribe(({ kind }) => void after.push(kind));
  open();
  expect(after).toEqual(['state']);
  expect(reports[0]).toContain('broken');
});

describe('hosts that may connect', () => {
  it('are kept with what they said about themselves; a revoked one is none of them', async () => {
    const db = await openState(':memory:');
    await saveLocalHost(db, { id: 'one', name: 'one', organizationId: 'o', nowMs: 1 });
    await saveLocalHost(db, { id: 'two', name: 'two', organizationId: 'o', nowMs: 2 });
    await saveLocalHost(db, { id: 'two', name: 'again', organizationId: 'o', nowMs: 3 });
    await saveFacts(db, 'one', buildFacts({ name: 'x'.repeat(4096) }), '0.1.0');
    expect((await loadHosts(db)).map(({ id, local, name, agentVersion }) => [id, local, name.length, agentVersion])).toEqual([
      ['one', false, 255, '0.1.0'],
      ['two', true, 3, null],
    ]);
    await db.updateTable('host').set({ revoked_ms: 5 }).where('id', '=', 'one').execute();
    expect((await loadHosts(db)).map(({ id }) => id)).toEqual(['two']);
    await db.destroy();
  });
});
