import { describe, expect, it } from 'bun:test';
import { catalogue, type OperationOutput } from '@vigie/contract';
import { buildSocketRow } from '../../testing/builders.ts';
import { createFakeHosts } from '../../testing/fake-hosts.ts';
import { refusalOf } from '../../testing/refusal.ts';
import { buildActor, createTestRunner } from '../../testing/test-runner.ts';

const viewer = buildActor({ role: 'viewer' });

async function setUp() {
  const hosts = createFakeHosts({
    sockets: [
      buildSocketRow({ id: 'tcp:1', localPort: 5432, pid: 12, processName: 'postgres', user: 'postgres' }),
      buildSocketRow({
        id: 'tcp:2',
        localPort: 5432,
        remoteAddress: '192.0.2.9',
        remotePort: 51644,
        state: 'ESTABLISHED',
        pid: 12,
        processName: 'postgres',
      }),
      buildSocketRow({ id: 'udp:3', protocol: 'udp', state: 'NONE', localAddress: '0.0.0.0', localPort: 53, pid: null, processName: null }),
      buildSocketRow({ id: 'unix:4', protocol: 'unix', family: 'unix', localAddress: null, localPort: null, path: '/run/shop.sock' }),
    ],
  });
  const { runner } = await createTestRunner({ hosts });
  const list = async (input: object = {}) => {
    const outcome = await runner.call(viewer, 'socket.list', input);
    if (outcome.kind !== 'result') {
      throw new Error('expected a result');
    }
    return outcome.output as OperationOutput<'socket.list'>;
  };
  const ids = async (input: object) => (await list(input)).items.map((item) => item.id);
  return { list, ids, runner };
}

describe('sockets', () => {
  it('come with state, addresses and owner, as the contract says', async () => {
    const { list } = await setUp();
    const output = await list();
    expect(catalogue['socket.list'].output.safeParse(output).error).toBeUndefined();
    expect(output).toMatchObject({ count: 4, host: 'host-1', ownersHidden: false });
  });

  it('are found by words, protocol, owner and whether they wait', async () => {
    const { ids } = await setUp();
    expect(await ids({ q: 'postgres 5432' })).toEqual(['tcp:1', 'tcp:2']);
    expect(await ids({ q: '192.0.2.9:51644' })).toEqual(['tcp:2']);
    expect(await ids({ q: 'SHOP.sock' })).toEqual(['unix:4']);
    expect(await ids({ protocol: 'udp' })).toEqual(['udp:3']);
    expect(await ids({ listening: 'true' })).toEqual(['tcp:1', 'udp:3', 'unix:4']);
    expect(await ids({ listening: 'false' })).toEqual(['tcp:2']);
    expect(await ids({ pid: '12' })).toEqual(['tcp:1', 'tcp:2']);
    expect(await ids({ limit: 1, offset: 1 })).toEqual(['tcp:2']);
  });

  it('refuse bad input', async () => {
    const { runner } = await setUp();
    for (const input of [
      { protocol: 'sctp' },
      { listening: 'perhaps' },
      { pid: 0 },
      { pid: 'abc' },
      { pid: true },
      { limit: -1 },
      { host: '../x' },
    ]) {
      expect((await refusalOf(runner.call(viewer, 'socket.list', input))).code).toBe('invalid_input');
    }
  });
});
