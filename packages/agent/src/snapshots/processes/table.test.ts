import { afterAll, describe, expect, it } from 'bun:test';
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHostTree } from '../../kernel/index.ts';
import { buildTree } from '../testing/tree.ts';
import { createUsers } from '../users.ts';
import { ProcessTable } from './index.ts';

const cleanups: (() => unknown)[] = [];
afterAll(async () => {
  for (const clean of cleanups.reverse()) {
    await clean();
  }
});

function buildTable() {
  const host = buildTree();
  cleanups.push(host.remove);
  let clock = 1000;
  const table = new ProcessTable({ tree: host.tree, users: createUsers(host.tree), monotonicMs: () => clock });
  return { ...host, table, pass: (ms: number) => (clock += ms) };
}

function spawn(argv: string[]): Bun.Subprocess {
  const child = Bun.spawn(argv, { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore', env: {} });
  cleanups.push(async () => {
    child.kill('SIGKILL');
    await child.exited;
  });
  return child;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition() && tries < 500; tries++) {
    await Bun.sleep(10);
  }
}

describe('a table of processes', () => {
  it('tells rates over the time that really passed, and none at first sight', () => {
    const { table, put, pass } = buildTable();
    put({ pid: 100, cpuTicks: 100, io: [1000, 0] });
    expect(table.full(1).rows[0]).toMatchObject({
      cpuCores: null,
      cpuSeconds: 1,
      readBytesPerSecond: null,
      user: 'marie',
      swapBytes: 8192,
    });
    pass(2000);
    put({ pid: 100, cpuTicks: 200, io: [1000, 0] });
    expect(table.refresh(2001).rows[0]).toMatchObject({ cpuCores: 0.5, cpuSeconds: 2 });
    pass(2000);
    put({ pid: 100, cpuTicks: 300, io: [5000, 2000] });
    expect(table.refresh(4001)).toMatchObject({
      intervalMs: 2000,
      full: false,
      rows: [{ cpuCores: 0.5, readBytesPerSecond: 2000, writeBytesPerSecond: 1000 }],
    });
  });

  it('keeps the same row while nothing changes, and tells only of what did', () => {
    const { table, put, pass } = buildTable();
    put({ pid: 100 });
    put({ pid: 101 });
    table.full(1);
    for (let round = 0; round < 8; round++) {
      pass(1000);
      table.refresh(round);
    }
    const before = table.get(100);
    pass(1000);
    put({ pid: 101, residentPages: 11 });
    const { rows } = table.refresh(9000);
    expect(rows.map(({ pid }) => pid)).toEqual([101]);
    expect(table.get(100)).toBe(before as NonNullable<typeof before>);
  });

  it('does not take a rate over a moment too short to measure', () => {
    const { table, put, pass } = buildTable();
    put({ pid: 100 });
    table.full(1);
    pass(1000);
    put({ pid: 100, cpuTicks: 10 });
    table.refresh(1001);
    pass(5);
    put({ pid: 100, cpuTicks: 12 });
    expect(table.refresh(1006).rows[0]).toMatchObject({ cpuCores: 0.1, cpuSeconds: 0.12 });
  });

  it('sees a reused pid as another process, with no rate across the two', () => {
    const { table, put, pass } = buildTable();
    put({ pid: 100, startTicks: 500, cpuTicks: 5000, name: 'old', uid: 0 });
    table.full(1);
    pass(1000);
    put({ pid: 100, startTicks: 900, cpuTicks: 3, name: 'new' });
    const { rows, gone } = table.refresh(1001);
    expect(gone).toEqual([]);
    expect(rows).toMatchObject([{ pid: 100, startTicks: 900, name: 'new', user: 'marie', cpuCores: null, cpuSeconds: 0.03 }]);
  });

  it('tells who ended, and not of one that came and went between two calls of the same reader', () => {
    const { table, put, end, pass } = buildTable();
    put({ pid: 100 });
    table.full(1);
    pass(1000);
    put({ pid: 200 });
    end(100);
    table.scanIfOlder(1000, 0);
    end(200);
    pass(1000);
    const { rows, gone } = table.refresh(2000);
    expect(rows).toEqual([]);
    expect(gone).toContain(100);
    expect(table.size).toBe(0);
  });

  it('reads everything again when another program was executed, or the title changed', () => {
    const { table, put, pass } = buildTable();
    put({ pid: 100, name: 'sh', cmdline: '/bin/sh\0' });
    table.full(1);
    pass(1000);
    put({ pid: 100, name: 'nginx', cmdline: 'nginx: master process /usr/sbin/nginx\0\0\0\0', exe: '/usr/sbin/nginx (deleted)' });
    expect(table.refresh(1001).rows).toMatchObject([
      { name: 'nginx', cmdline: ['nginx: master process /usr/sbin/nginx'], exe: '/usr/sbin/nginx', deleted: true, unit: 'app.service' },
    ]);
  });

  it('marks kernel threads, and reads no files of theirs', () => {
    const { table, put } = buildTable();
    put({ pid: 2, ppid: 0, name: 'kthreadd', kernel: true, cmdline: '' });
    expect(table.full(1).rows).toMatchObject([{ kernel: true, user: 'root', rssBytes: 0, openFiles: 0, hidden: [] }]);
  });

  it('passes over what is not a process', () => {
    const { table, put, tree } = buildTable();
    put({ pid: 100 });
    expect(tree.list('/proc')).toContain('self');
    expect(table.full(1).rows.length).toBe(1);
  });
});

describe('the processes of this host', () => {
  const tree = openHostTree();
  const table = new ProcessTable({ tree, users: createUsers(tree) });

  it('holds this program, with what it is', () => {
    const row = table.full(Date.now()).rows.find(({ pid }) => pid === process.pid);
    expect(row).toMatchObject({ ppid: process.ppid, kernel: false, hidden: [], exe: process.execPath, uid: process.getuid?.() });
    expect(row?.rssBytes).toBeGreaterThan(1e6);
    expect(row?.openFiles).toBeGreaterThan(2);
    expect(Math.abs((row?.startedAtMs ?? 0) - (Date.now() - process.uptime() * 1000))).toBeLessThan(10_000);
  });

  it('shows a name that tries to be a line of numbers and a tag as it is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vigie-name-'));
    cleanups.push(() => rmSync(folder, { recursive: true }));
    const odd = ') R 1 (\n<img o';
    copyFileSync('/usr/bin/sleep', join(folder, odd));
    chmodSync(join(folder, odd), 0o755);
    const child = spawn([join(folder, odd), '60']);
    await until(() => table.full(Date.now()).rows.some(({ pid, name, state }) => pid === child.pid && name === odd && state === 'S'));
    expect(table.get(child.pid)).toMatchObject({ name: odd, ppid: process.pid, state: 'S', exe: join(folder, odd), kernel: false });
    rmSync(join(folder, odd));
  });

  it('keeps empty arguments and shows no secret of a command line', async () => {
    const child = spawn(['/usr/bin/env', 'A=', '/usr/bin/sleep', '60']);
    const secret = spawn(['/usr/bin/tail', '-f', '/dev/null', '--pid', String(process.pid), '--sleep-interval=60', '-s', '60']);
    // In the middle of an exec the new name is there already and the arguments are not yet.
    await until(() => table.full(Date.now()).rows.some(({ pid, cmdline }) => pid === child.pid && cmdline[0] === '/usr/bin/sleep'));
    expect(table.get(child.pid)?.cmdline).toEqual(['/usr/bin/sleep', '60']);
    expect(table.get(secret.pid)?.cmdline.length).toBe(8);
  });

  it('goes on while hundreds of processes vanish under its eyes', async () => {
    const children = Array.from({ length: 40 }, () => spawn(['/usr/bin/sleep', '60']));
    table.refresh(Date.now());
    for (const child of children) {
      child.kill('SIGKILL');
      table.refresh(Date.now());
    }
    await Promise.all(children.map((child) => child.exited));
    table.refresh(Date.now());
    expect(children.every(({ pid }) => table.get(pid) === undefined)).toBe(true);
  });
});

const canBecomeNobody = process.getuid?.() === 0 && (await Bun.file('/usr/bin/setpriv').exists());
describe('without rights', () => {
  it.skipIf(!canBecomeNobody)('marks what is hidden and shows no zero for it (needs root and setpriv, to become nobody)', async () => {
    const other = spawn(['/usr/bin/sleep', '60']);
    const script = join(import.meta.dir, '../testing/print-row.ts');
    const child = Bun.spawn(
      ['/usr/bin/setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, script, String(other.pid)],
      { stdout: 'pipe', stderr: 'inherit', env: { BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0' }, cwd: '/' },
    );
    const { row, detail, permitted } = JSON.parse(await new Response(child.stdout).text());
    expect(row).toMatchObject({ user: 'root', exe: null, readBytesPerSecond: null, writeBytesPerSecond: null, uniqueBytes: null });
    expect(row.hidden).toEqual(expect.arrayContaining(['exe', 'readBytesPerSecond', 'writeBytesPerSecond', 'sockets']));
    expect(row.rssBytes).toBeGreaterThan(0);
    expect(row.openFiles === null).toBe(row.hidden.includes('openFiles'));
    expect(detail).toMatchObject({ maps: null, memory: null, files: null, environment: null, workingDirectory: null });
    expect(permitted).toBe(false);
  });
});
