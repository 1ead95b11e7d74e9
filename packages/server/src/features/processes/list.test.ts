import { describe, expect, it } from 'bun:test';
import { AppError, catalogue, type OperationOutput } from '@vigie/contract';
import { buildProcessRow, buildSocketRow } from '../../testing/builders.ts';
import { createFakeHosts } from '../../testing/fake-hosts.ts';
import { refusalOf } from '../../testing/refusal.ts';
import { buildActor, createTestRunner } from '../../testing/test-runner.ts';

async function setUp() {
  const hosts = createFakeHosts({
    processes: [
      buildProcessRow({ pid: 2, name: 'kthreadd', user: 'root', cpuCores: 0, rssBytes: 0, cmdline: [], kernel: true }),
      buildProcessRow({ pid: 10, name: 'Zeta', user: 'root', cpuCores: 0.9, rssBytes: 300, cmdline: ['/opt/zeta'] }),
      buildProcessRow({ pid: 11, name: 'alpha', cpuCores: null, rssBytes: null, cmdline: ['alpha', '--shop'] }),
      buildProcessRow({
        pid: 12,
        name: 'postgres',
        user: 'postgres',
        cpuCores: 0.2,
        rssBytes: 500 * 1024 ** 2,
        cmdline: ['postgres:', 'shop'],
      }),
    ],
    sockets: [buildSocketRow({ pid: 12, localPort: 5432 })],
  });
  const { runner } = await createTestRunner({ hosts });
  const list = async (input: object = {}) => {
    const outcome = await runner.call(buildActor({ role: 'viewer' }), 'process.list', input);
    if (outcome.kind !== 'result') {
      throw new Error('expected a result');
    }
    return outcome.output as OperationOutput<'process.list'>;
  };
  const pids = async (input: object) => (await list(input)).items.map((item) => item.pid);
  return { hosts, list, pids, runner };
}

describe('GET /api/processes', () => {
  it('answers with the shape of its contract', async () => {
    const { list } = await setUp();
    const output = await list();
    expect(catalogue['process.list'].output.safeParse(output).success).toBe(true);
    expect(output).toMatchObject({ count: 4, total: 4, host: 'host-1', time: '2026-11-20T08:00:00.000Z' });
  });

  it('sorts by CPU, highest first, unless told otherwise; what is not known comes last both ways', async () => {
    const { pids } = await setUp();
    expect(await pids({})).toEqual([10, 12, 2, 11]);
    expect(await pids({ order: 'asc' })).toEqual([2, 12, 10, 11]);
    expect(await pids({ sort: 'mem' })).toEqual([12, 10, 2, 11]);
    expect(await pids({ sort: 'name', order: 'asc' })).toEqual([11, 2, 12, 10]);
    expect(await pids({ sort: 'pid', order: 'asc' })).toEqual([2, 10, 11, 12]);
  });

  it('finds free text in pid, name, command line and user, and reads fields', async () => {
    const { pids } = await setUp();
    expect(await pids({ q: 'SHOP', sort: 'pid', order: 'asc' })).toEqual([11, 12]);
    expect(await pids({ q: '12' })).toEqual([12]);
    expect(await pids({ q: 'user:postgres cpu>5' })).toEqual([12]);
    expect(await pids({ q: 'port:5432' })).toEqual([12]);
    expect(await pids({ q: 'not kernel', sort: 'pid', order: 'asc' })).toEqual([10, 11, 12]);
    expect(await pids({ q: 'no such thing' })).toEqual([]);
  });

  it('counts what matches and gives the page that was asked for', async () => {
    const { list } = await setUp();
    const page = await list({ sort: 'pid', order: 'asc', limit: '2', offset: '1' });
    expect(page.items.map((item) => item.pid)).toEqual([10, 11]);
    expect([page.count, page.total]).toEqual([4, 4]);
    expect((await list({ offset: 100 })).items).toEqual([]);
  });

  it('gives the chosen members only, in their order', async () => {
    const { list } = await setUp();
    const { items } = await list({ fields: 'name, pid', q: 'Zeta' });
    expect(items).toEqual([{ name: 'Zeta', pid: 10 }]);
    expect(Object.keys(items[0] ?? {})).toEqual(['name', 'pid']);
  });

  it('says what is wrong with a filter or a field, in words', async () => {
    const { runner } = await setUp();
    const viewer = buildActor({ role: 'viewer', language: 'fr' });
    const filter = await refusalOf(runner.call(viewer, 'process.list', { q: 'cpu>lots' }));
    expect(filter.code).toBe('invalid_input');
    expect(filter.details[0]).toEqual({
      path: 'q',
      message: { en: 'cpu needs a number, for example 5', fr: 'cpu demande un nombre, par exemple 5' },
    });
    for (const fields of ['pid,nope', '__proto__', ',', '']) {
      expect((await refusalOf(runner.call(viewer, 'process.list', { fields }))).details[0]?.path).toBe('fields');
    }
  });

  it('refuses to show an old table when the host does not answer', async () => {
    const { hosts, runner } = await setUp();
    hosts.fail('refresh', new AppError('host_unreachable'));
    expect((await refusalOf(runner.call(buildActor(), 'process.list', {}))).code).toBe('host_unreachable');
    expect((await refusalOf(runner.call(buildActor(), 'process.list', { host: 'other' }))).code).toBe('host_not_found');
  });
});

describe('GET /api/process/{pid}', () => {
  it('answers with everything, or that there is no such process', async () => {
    const { runner } = await setUp();
    const outcome = await runner.call(buildActor(), 'process.get', { pid: '12' });
    expect(outcome.kind === 'result' && catalogue['process.get'].output.safeParse(outcome.output).success).toBe(true);
    expect((await refusalOf(runner.call(buildActor(), 'process.get', { pid: '4194304' }))).message).toBe('Process not found');
    expect((await refusalOf(runner.call(buildActor(), 'process.get', { pid: '12', start_ticks: 1 }))).code).toBe('process_changed');
  });
});
