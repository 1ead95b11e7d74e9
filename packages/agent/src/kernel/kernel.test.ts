import { afterAll, describe, expect, it } from 'bun:test';
import {
  closeDescriptor,
  dumpInet,
  dumpUnix,
  KernelError,
  openHostTree,
  openProcessHandle,
  ProcessStat,
  parseProcessStat,
  readAffinity,
  readFilesystemSpace,
  readIoPriority,
  readNice,
  readSchedulingPolicy,
  SockDiag,
  setAffinity,
  setIoPriority,
  setNice,
  signalProcess,
} from './index.ts';

const child = Bun.spawn(['/usr/bin/sleep', '60'], { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore', env: {} });
afterAll(async () => {
  child.kill('SIGKILL');
  await child.exited;
});
const tree = openHostTree();
const noSuchPid = 4_194_303;

function errnoOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof KernelError ? error.code : String(error);
  }
  return 'no error';
}

describe('/proc/<pid>/stat', () => {
  const rest = '0 1 2 3 -1 4194304 6 7 8 9 10 11 12 13 20 -5 4 0 12345 1048576 99 18446744073709551615 4198400 0 0';
  const cases = [
    'bash',
    'with space',
    '(sd-pam)',
    ') R 1 (',
    'a\nb) S 9 9 9',
    '<img onerror=1>',
    '',
    'kworker/u16:3-ext4-rsv-conversion-and-more-than-fifteen-bytes',
  ];
  for (const name of cases) {
    it(`is read right when the name is ${JSON.stringify(name)}`, () => {
      const bytes = Buffer.from(`4242 (${name}) S ${rest}\n`);
      const stat = new ProcessStat();
      expect(parseProcessStat(bytes, bytes.length, stat)).toBe(true);
      expect(bytes.toString('utf8', stat.nameStart, stat.nameEnd)).toBe(name);
      expect(stat).toMatchObject({ state: 83, ppid: 0, cpuTicks: 21, nice: -5, threads: 4, startTicks: 12_345, residentPages: 99 });
    });
  }

  it('is refused when it is cut or is something else', () => {
    for (const text of ['', '1', '1 (a', '1 (a)', '1 (a) S', '1 (a) S 1 2 3', 'no such thing at all here']) {
      const bytes = Buffer.from(text);
      expect(parseProcessStat(bytes, bytes.length, new ProcessStat())).toBe(false);
    }
  });
});

describe('the files of the kernel', () => {
  it('are null when they are absent, and throw nothing', () => {
    expect(tree.text('/proc/no-such-file')).toBeNull();
    expect(tree.list('/proc/no-such-folder')).toEqual([]);
    expect(tree.text('/proc/\0/stat')).toBeNull();
    expect(tree.processes.stat(noSuchPid)).toBeNull();
  });

  it('are read whole even when they are larger than the buffer', () => {
    expect(tree.text('/proc/kallsyms')?.endsWith('\n')).toBe(true);
    expect(tree.text('/proc/kallsyms')?.length).toBeGreaterThan(1_000_000);
  });

  it('list every process, the agent among them', () => {
    const pids: number[] = [];
    tree.processes.pids(pids);
    expect(pids).toContain(process.pid);
    expect(pids).toContain(1);
    expect(pids).toEqual(pids.toSorted((left, right) => left - right));
  });

  it('tell space and inodes of a file system', () => {
    const space = readFilesystemSpace('/');
    expect(space.sizeBytes).toBeGreaterThan(space.availableBytes);
    expect(space.freeBytes).toBeGreaterThanOrEqual(space.availableBytes);
    expect(errnoOf(() => readFilesystemSpace('/no/such/place'))).toBe('ENOENT');
  });
});

describe('steering a process', () => {
  it('opens a handle, signals through it, and says that a pid nobody has is nobody', () => {
    const handle = openProcessHandle(child.pid);
    signalProcess(handle, 0);
    closeDescriptor(handle);
    expect(errnoOf(() => openProcessHandle(noSuchPid))).toBe('ESRCH');
    expect(errnoOf(() => signalProcess(handle, 0))).toBe('EBADF');
  });

  it('tells a nice value of −1 from a failure', () => {
    setNice(child.pid, 5);
    expect(readNice(child.pid)).toBe(5);
    expect(errnoOf(() => readNice(noSuchPid))).toBe('ESRCH');
  });

  it.skipIf(process.getuid?.() !== 0)('reads a nice value of −1 as root', () => {
    setNice(child.pid, -1);
    expect(readNice(child.pid)).toBe(-1);
  });

  it('sets and reads cores and I/O priority', () => {
    const cpus = readAffinity(child.pid);
    setAffinity(child.pid, [cpus[0] as number]);
    expect(readAffinity(child.pid)).toEqual([cpus[0] as number]);
    expect(errnoOf(() => setAffinity(child.pid, [1023]))).toBe('EINVAL');
    expect(errnoOf(() => setAffinity(child.pid, [-1]))).toBe('EINVAL');
    setIoPriority(child.pid, { class: 'best-effort', level: 6 });
    expect(readIoPriority(child.pid)).toEqual({ class: 'best-effort', level: 6 });
    setIoPriority(child.pid, { class: 'idle', level: 0 });
    expect(readIoPriority(child.pid).class).toBe('idle');
    expect(readSchedulingPolicy(child.pid)).toBe('other');
  });
});

describe('sockets by netlink', () => {
  it('tell of a listener with its port, state, user and inode', () => {
    const listener = Bun.listen({ hostname: '127.0.0.1', port: 19_110, socket: { data() {} } });
    const diag = new SockDiag();
    const seen: { readonly state: number; readonly inode: number; readonly address: string }[] = [];
    const whole = dumpInet(
      diag,
      'ipv4',
      'tcp',
      () => {
        seen.length = 0;
      },
      (socket) => {
        if (socket.localPort === 19_110) {
          seen.push({ state: socket.state, inode: socket.inode, address: [...socket.address('local')].join('.') });
        }
      },
    );
    listener.stop(true);
    expect(whole).toBe(true);
    expect(seen).toEqual([{ state: 10, inode: expect.any(Number), address: '127.0.0.1' }]);
    diag.close();
  });

  it('tell of UNIX sockets with abstract names, and go on after a refusal', () => {
    const diag = new SockDiag();
    expect(
      errnoOf(() =>
        diag.dump(
          999,
          new Uint8Array(4),
          () => {},
          () => {},
        ),
      ),
    ).not.toBe('no error');
    const listener = Bun.listen({ unix: '\0vigie-test-abstract', socket: { data() {} } });
    const names: (string | null)[] = [];
    dumpUnix(
      diag,
      () => {},
      (socket) => names.push(socket.name()),
    );
    listener.stop(true);
    expect(names).toContain('@vigie-test-abstract');
    diag.close();
  });
});
