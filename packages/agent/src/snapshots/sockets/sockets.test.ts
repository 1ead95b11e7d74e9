import { afterAll, describe, expect, it } from 'bun:test';
import type { SocketRow } from '@vigie/contract/agent';
import { openHostTree } from '../../kernel/index.ts';
import { ProcessTable } from '../processes/index.ts';
import { createUsers } from '../users.ts';
import { formatAddress, parseHexAddress, socketState } from './addresses.ts';
import { parseProcnet } from './procnet.ts';
import type { SeenSocket } from './seen.ts';
import { SocketTable } from './table.ts';

const port = 19_120;
const cleanups: (() => void)[] = [];
afterAll(() => {
  for (const clean of cleanups) {
    clean();
  }
});

describe('addresses', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['0100007F', '127.0.0.1'],
    ['00000000', '0.0.0.0'],
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000001000000', '::1'],
    ['0000000000000000FFFF00000100007F', '127.0.0.1'],
    ['B80D0120000000000000000001000000', '2001:db8::1'],
    ['B80D0120000001000000000001000000', '2001:db8:1::1'],
    ['000080FE00000000FF5E1A02FEA1B2C3', 'fe80::21a:5eff:c3b2:a1fe'],
  ];
  for (const [hex, text] of cases) {
    it(`${hex} is ${text}`, () => {
      expect(formatAddress(parseHexAddress(hex))).toBe(text);
    });
  }

  it('shortens only the longest run of zeros, and a single zero never', () => {
    const bytes = (...groups: number[]) => Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 255]));
    expect(formatAddress(bytes(1, 0, 0, 2, 0, 0, 0, 3))).toBe('1:0:0:2::3');
    expect(formatAddress(bytes(1, 0, 2, 3, 4, 5, 6, 7))).toBe('1:0:2:3:4:5:6:7');
    expect(formatAddress(bytes(1, 2, 3, 4, 5, 6, 0, 0))).toBe('1:2:3:4:5:6::');
    expect(formatAddress(bytes(0, 0, 3, 4, 5, 6, 7, 8))).toBe('::3:4:5:6:7:8');
  });

  it('names states as psutil does', () => {
    expect(socketState('tcp', 10)).toBe('LISTEN');
    expect(socketState('tcp', 6)).toBe('TIME_WAIT');
    expect(socketState('udp', 7)).toBe('NONE');
    expect(socketState('udp', 1)).toBe('ESTABLISHED');
    expect(socketState('unix', 10)).toBe('LISTEN');
  });
});

describe('/proc/net', () => {
  const read = (text: string, protocol: 'tcp' | 'unix'): SeenSocket[] => {
    const seen: SeenSocket[] = [];
    parseProcnet(text, { protocol, family: protocol === 'unix' ? 'unix' : 'ipv4' }, (socket) => seen.push(socket));
    return seen;
  };

  it('is read without netlink', () => {
    const [first, second] = read(
      `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F98 00000000:0000 0A 00000005:00000002 00:00000000 00000000  1000        0 26744 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F98 0101A8C0:C350 06 00000000:00000000 03:000017a0 00000000     0        0 0 3 0000000000000000
garbage
`,
      'tcp',
    );
    expect(first).toMatchObject({ state: 10, inode: 26_744, uid: 1000, localPort: 8088, sendQueue: 5, receiveQueue: 2 });
    expect(second?.remoteAddress()).toBe('192.168.1.1');
    expect(second).toMatchObject({ state: 6, inode: 0, remotePort: 50_000 });
  });

  it('keeps blanks in the path of a UNIX socket', () => {
    const seen = read(
      `Num       RefCount Protocol Flags    Type St Inode Path
0000000000000000: 00000002 00000000 00010000 0001 01 1057 /run/my app/socket
0000000000000000: 00000003 00000000 00000000 0001 03 1058
0000000000000000: 00000002 00000000 00000000 0002 01 1059 @abstract
`,
      'unix',
    );
    expect(seen.map((socket) => [socket.inode, socket.state, socket.path()])).toEqual([
      [1057, 10, '/run/my app/socket'],
      [1058, 1, null],
      [1059, 7, '@abstract'],
    ]);
  });
});

describe('the sockets of this host', () => {
  const tree = openHostTree();
  const users = createUsers(tree);
  const own = (rows: Iterable<SocketRow>) => [...rows].filter((row) => row.localPort === port || row.remotePort === port);

  for (const netlink of [true, false]) {
    it(`are told with their owner ${netlink ? 'by netlink' : 'by /proc/net'}, and leave when they close`, async () => {
      const processes = new ProcessTable({ tree, users });
      const table = new SocketTable({ tree, users, processes, netlink });
      cleanups.push(() => table.close());
      expect(own(table.full(Date.now()).rows).filter(({ state }) => state === 'LISTEN')).toEqual([]);
      const listener = Bun.listen({ hostname: '::', port, socket: { data() {} } });
      const client = await Bun.connect({ hostname: '127.0.0.1', port, socket: { data() {} } });
      const datagram = await Bun.udpSocket({ hostname: '127.0.0.1', port });
      const rows = own(table.refresh(Date.now()).rows).filter(({ state }) => state !== 'TIME_WAIT');
      expect(rows.every(({ pid, uid }) => pid === process.pid && uid === process.getuid?.())).toBe(true);
      expect(rows.map((row) => `${row.protocol} ${row.family} ${row.state} ${row.localAddress} ${row.remoteAddress}`).sort()).toEqual([
        'tcp ipv4 ESTABLISHED 127.0.0.1 127.0.0.1',
        'tcp ipv6 ESTABLISHED 127.0.0.1 127.0.0.1',
        'tcp ipv6 LISTEN :: null',
        'udp ipv4 NONE 127.0.0.1 null',
      ]);
      const kept = [...table.rows()].find(({ state, localPort }) => state === 'LISTEN' && localPort === port);
      expect(own(table.refresh(Date.now()).rows)).toEqual([]);
      expect([...table.rows()].find(({ id }) => id === kept?.id)).toBe(kept as SocketRow);
      client.terminate();
      datagram.close();
      listener.stop(true);
      await Bun.sleep(50);
      expect(table.refresh(Date.now()).gone).toContain(kept?.id as string);
    });
  }

  it('tell what a process sent and received, a connection of its own included', async () => {
    let nowMs = 1000;
    const processes = new ProcessTable({ tree, users });
    const table = new SocketTable({ tree, users, processes, monotonicMs: () => nowMs });
    cleanups.push(() => table.close());
    table.full(Date.now());
    const megabyte = 1_000_000;
    const arrived = Promise.withResolvers<void>();
    let received = 0;
    const listener = Bun.listen({
      hostname: '127.0.0.1',
      port: port + 2,
      socket: {
        data(_socket, bytes) {
          received += bytes.length;
          if (received >= megabyte) {
            arrived.resolve();
          }
        },
      },
    });
    const payload = Buffer.alloc(megabyte);
    let sent = 0;
    const write = (socket: { write(bytes: Buffer): number }) => {
      sent += socket.write(payload.subarray(sent));
    };
    const client = await Bun.connect({ hostname: '127.0.0.1', port: port + 2, socket: { data() {}, open: write, drain: write } });
    await arrived.promise;
    nowMs += 10_000;
    table.refresh(Date.now());
    processes.refresh(Date.now());
    const row = processes.get(process.pid);
    // Both ends are of this process; what else it sends meanwhile is little.
    expect(row?.receivedBytesPerSecond).toBeGreaterThanOrEqual(megabyte / 10);
    expect(row?.sentBytesPerSecond).toBeGreaterThan(0);
    nowMs += 10_000;
    table.refresh(Date.now());
    processes.refresh(Date.now());
    expect(processes.get(process.pid)?.receivedBytesPerSecond).toBeLessThan(megabyte / 10);
    client.terminate();
    listener.stop(true);
  });

  it('find a new owner when the first one ends', async () => {
    const processes = new ProcessTable({ tree, users });
    const table = new SocketTable({ tree, users, processes });
    cleanups.push(() => table.close());
    const program = `
      const listener = Bun.listen({ hostname: '127.0.0.1', port: ${port + 1}, socket: { data() {} } });
      console.log('ready'); setTimeout(() => {}, 60_000);`;
    const child = Bun.spawn([process.execPath, '-e', program], { stdout: 'pipe', stderr: 'ignore', env: {} });
    await child.stdout.getReader().read();
    table.full(Date.now());
    const listening = () => [...table.rows()].find(({ localPort, state }) => localPort === port + 1 && state === 'LISTEN');
    expect(listening()).toMatchObject({ pid: child.pid, localAddress: '127.0.0.1' });
    child.kill('SIGKILL');
    await child.exited;
    processes.scanIfOlder(Date.now(), 0);
    table.refresh(Date.now());
    expect(listening()).toBeUndefined();
  });
});
