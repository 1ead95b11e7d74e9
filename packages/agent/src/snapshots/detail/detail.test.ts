import { afterAll, describe, expect, it } from 'bun:test';
import { AppError } from '@vigie/contract/agent';
import { openHostTree } from '../../kernel/index.ts';
import { createUsers, ProcessTable, readProcessDetail, readProcessFacts, SocketTable } from '../index.ts';
import { parseDescriptor } from './files.ts';
import { parseMaps } from './maps.ts';
import { parseEnvironment, parseLimits, statusLine, terminalName } from './parse.ts';

const tree = openHostTree();
const users = createUsers(tree);
const processes = new ProcessTable({ tree, users });
const sockets = new SocketTable({ tree, users, processes });
const deps = { tree, users, processes, sockets };
const child = Bun.spawn(['/usr/bin/sleep', '60'], {
  stdin: 'ignore',
  stdout: 'ignore',
  stderr: 'ignore',
  cwd: '/usr',
  env: { API_TOKEN: 'hunter2', PLAIN: 'a=b' },
});
afterAll(async () => {
  child.kill('SIGKILL');
  await child.exited;
  sockets.close();
});

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
  return 'no error';
}

describe('everything about one process', () => {
  it('is what the kernel says of a child of ours', () => {
    const detail = readProcessDetail({ pid: child.pid }, deps, Date.now());
    expect(detail.process).toMatchObject({ pid: child.pid, name: 'sleep', ppid: process.pid });
    expect(detail).toMatchObject({ workingDirectory: '/usr', rootDirectory: '/', schedulingPolicy: 'other', children: [] });
    expect(detail.parents[0]).toMatchObject({ pid: process.pid });
    expect(detail.threads).toMatchObject([{ tid: child.pid, name: 'sleep', status: 'sleeping' }]);
    expect(detail.environment).toEqual([
      { name: 'API_TOKEN', value: '••••', masked: true },
      { name: 'PLAIN', value: 'a=b', masked: false },
    ]);
    expect(detail.files?.slice(0, 3).map(({ kind, target }) => `${kind} ${target}`)).toEqual(Array(3).fill('device /dev/null'));
    expect(detail.limits).toContainEqual({ name: 'Max open files', soft: expect.any(String), hard: expect.any(String), unit: 'files' });
    expect(detail.maps?.some(({ path }) => path?.endsWith('/sleep') ?? false)).toBe(true);
    expect(detail.memory?.rssBytes).toBeGreaterThan(0);
    expect(detail.namespaces.net).toMatch(/^\d+$/);
    expect(detail.cpuAffinity.length).toBeGreaterThan(0);
    expect(detail.groups).not.toContain('NaN');
  });

  it('holds the sockets of this program, and its open files with mode and offset', () => {
    const listener = Bun.listen({ hostname: '127.0.0.1', port: 19_130, socket: { data() {} } });
    sockets.scanIfOlder(Date.now(), 0);
    const detail = readProcessDetail({ pid: process.pid }, deps, Date.now());
    listener.stop(true);
    expect(detail.sockets).toContainEqual(expect.objectContaining({ state: 'LISTEN', localPort: 19_130, pid: process.pid }));
    expect(detail.files).toContainEqual(expect.objectContaining({ kind: 'directory', target: '/proc', mode: 'r' }));
  });

  it('is refused for a pid nobody has, and for one that another process has now', () => {
    expect(codeOf(() => readProcessDetail({ pid: 4_194_303 }, deps, Date.now()))).toBe('process_not_found');
    expect(codeOf(() => readProcessDetail({ pid: child.pid, startTicks: 1 }, deps, Date.now()))).toBe('process_changed');
    expect(codeOf(() => readProcessFacts(child.pid, 1, { ...deps, serverPids: [], agentPid: 0 }, Date.now()))).toBe('process_changed');
  });

  it('holds for every process of this host', () => {
    for (const row of [...processes.rows()]) {
      expect(['no error', 'process_not_found', 'process_changed']).toContain(
        codeOf(() => readProcessDetail({ pid: row.pid }, deps, Date.now())),
      );
    }
  });
});

describe('the parsers', () => {
  it('cut the list of maps and sum all of them', () => {
    const map = (path: string) =>
      `55c9-55ca r-xp 00000000 fe:00 12 ${path}\nSize: 8 kB\nRss: 4 kB\nPss: 2 kB\nPrivate_Dirty: 4 kB\nAnonymous: 0 kB\nVmFlags: rd\n`;
    const { maps, total, totals } = parseMaps(`${map('/a b')}${map('')}${map('/c')}`, 2);
    expect(maps).toMatchObject([{ path: '/a b', sizeBytes: 8192, privateBytes: 4096 }, { path: null }]);
    expect({ total, rss: totals.rssBytes, unique: totals.uniqueBytes, file: totals.fileBytes }).toEqual({
      total: 3,
      rss: 12_288,
      unique: 12_288,
      file: 12_288,
    });
  });

  it('read mode and offset of a descriptor', () => {
    expect(parseDescriptor('pos:\t42\nflags:\t0100001\n')).toEqual({ mode: 'w', offsetBytes: 42 });
    expect(parseDescriptor('pos:\t0\nflags:\t02\n')).toEqual({ mode: 'rw', offsetBytes: 0 });
    expect(parseDescriptor('')).toEqual({ mode: null, offsetBytes: null });
  });

  it('leave out of an environment what is no variable', () => {
    expect(parseEnvironment('A=1\0junk\0=x\0B=\0\0')).toEqual([
      { name: 'A', value: '1', masked: false },
      { name: 'B', value: '', masked: false },
    ]);
  });

  it('read a status line that is empty as empty', () => {
    expect(statusLine('Groups:\t \nNStgid:\t1\n', 'Groups')).toBe('');
  });

  it('read limits whose names hold blanks', () => {
    expect(
      parseLimits(
        'Limit                     Soft Limit           Hard Limit           Units     \nMax nice priority         0                    0                    \n',
      ),
    ).toEqual([{ name: 'Max nice priority', soft: '0', hard: '0', unit: '' }]);
  });

  it('name terminals', () => {
    expect([0, 136 * 256 + 3, 4 * 256 + 1, 4 * 256 + 64, 5 * 256 + 1].map(terminalName)).toEqual([
      null,
      'pts/3',
      'tty1',
      'ttyS0',
      'console',
    ]);
  });
});
