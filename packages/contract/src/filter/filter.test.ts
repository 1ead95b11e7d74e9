import { describe, expect, it } from 'bun:test';
import type { Process } from '../model/process.ts';
import { filterFields, parseProcessFilter } from './filter.ts';

const now = Date.UTC(2026, 10, 20);

function buildProcess(values: Partial<Process> = {}): Process {
  return {
    pid: 4312,
    ppid: 1,
    name: 'postgres',
    exe: '/usr/lib/postgresql/15/bin/postgres',
    username: 'postgres',
    status: 'sleeping',
    create_time: now / 1000 - 3600,
    create_time_iso: '2026-11-19T23:00:00',
    cpu_percent: 7.5,
    memory_rss: 200 * 1024 * 1024,
    nice: 0,
    cmdline: ['postgres:', 'shop', 'checkout', '10.20.3.21'],
    ports: [{ local: '127.0.0.1:5432', remote: null, status: 'LISTEN', family: 'AddressFamily.AF_INET', protocol: 'tcp' }],
    open_files_count: 12,
    start_ticks: 892734,
    uid: 105,
    cpu_percent_host: 3.75,
    cpu_seconds: 10,
    memory_percent: 1,
    memory_shared: null,
    memory_swap: null,
    memory_unique: null,
    memory_virtual: null,
    num_threads: 4,
    priority: 20,
    read_bytes_per_second: null,
    received_bytes_per_second: null,
    sent_bytes_per_second: null,
    write_bytes_per_second: 0,
    unit: 'postgresql.service',
    container: null,
    kernel: false,
    deleted: false,
    hidden: [],
    ...values,
  };
}

const postgres = buildProcess();
const kernelThread = buildProcess({
  pid: 2,
  name: 'kthreadd',
  username: 'root',
  cmdline: [],
  kernel: true,
  unit: null,
  ports: [],
  memory_rss: null,
});
const vim = buildProcess({ pid: 77, name: 'vim', username: 'ada', cmdline: ['vim', 'kernel.c'], unit: null, ports: [], cpu_percent: null });

function matching(filter: string): number[] {
  const read = parseProcessFilter(filter);
  if (!read.ok) {
    throw new Error(read.error.message.en);
  }
  return [postgres, kernelThread, vim].filter((row) => read.filter.matches(row, now)).map((row) => row.pid);
}

describe('a process filter', () => {
  const cases: [filter: string, pids: number[]][] = [
    ['', [4312, 2, 77]],
    ['  ', [4312, 2, 77]],
    // Roy ProcWatch's free text: pid, name, command line, user, in any case.
    ['4312', [4312]],
    ['KTHREAD', [2]],
    ['checkout', [4312]],
    ['ada', [77]],
    ['shop checkout', [4312]],
    ['checkout shop', [4312]],
    ['"shop checkout"', [4312]],
    ['"checkout shop"', []],
    ['postgres: shop', [4312]],
    ['10.20.3.21', [4312]],
    ['user:postgres', [4312]],
    ['user=postgre', []],
    ['user!=postgres', [2, 77]],
    ['USER:Postgres', [4312]],
    ['cpu>5', [4312, 2]],
    ['cpu>5 user:postgres', [4312]],
    ['cpu<=7.5 user:postgres', [4312]],
    ['cpu>5%', [4312, 2]],
    ['mem>100MB', [4312, 77]],
    ['mem>100Mo', [4312, 77]],
    ['mem>1G', []],
    ['mem:100M-300M', [4312, 77]],
    ['swap>0', []],
    ['port:5432', [4312]],
    ['port:80,5000-6000', [4312]],
    ['port:543', []],
    ['port!=5432', [2, 77]],
    ['unit:postgresql', [4312]],
    ['status:zombie', []],
    ['not kernel', [4312, 77]],
    ['NOT kernel', [4312, 77]],
    ['kernel', [2, 77]],
    ['is:kernel', [2]],
    ['not is:kernel user:ada', [77]],
    ['not vim', [4312, 2]],
    ['name:"vim"', [77]],
    ['cmd:"vim kernel"', [77]],
    ['user:ada OR is:kernel', [2, 77]],
    ['OR', []],
    ['not', []],
    ['age>30m', [4312, 2, 77]],
    ['age<1h', []],
    ['pid:2,77', [2, 77]],
    ['usr:postgres', []],
    ['-20', []],
  ];
  for (const [filter, pids] of cases) {
    it(`reads ${JSON.stringify(filter)}`, () => expect(matching(filter)).toEqual(pids));
  }

  it('says where a filter is wrong, in both languages', () => {
    const read = parseProcessFilter('user:root cpu>lots');
    expect(read).toEqual({
      ok: false,
      error: { message: { en: 'cpu needs a number, for example 5', fr: 'cpu demande un nombre, par exemple 5' }, from: 10, to: 18 },
    });
  });

  for (const wrong of [
    'cpu>',
    'mem>10XB',
    'port:http',
    'name>x',
    'is:blue',
    'name:"my app',
    'cpu:1-',
    'pid:99999999999999999999',
    'cpu>1e9',
  ]) {
    it(`refuses ${wrong}`, () => {
      const read = parseProcessFilter(wrong);
      expect(read.ok).toBe(false);
      if (!read.ok) {
        expect(read.error.message.fr.length).toBeGreaterThan(5);
      }
    });
  }

  it('suggests the field that was meant', () => {
    const read = parseProcessFilter('usr:postgres');
    expect(read.ok && read.filter.hints[0]?.message.en).toContain('Did you mean user?');
    const plain = parseProcessFilter('nginx: master http://host:80');
    expect(plain.ok && plain.filter.hints).toEqual([]);
  });

  it('gives the words a page may mark', () => {
    const read = parseProcessFilter('Shop user:ada not kernel');
    expect(read.ok && read.filter.words).toEqual(['shop']);
  });

  it('has for every field an example that it accepts', () => {
    for (const field of filterFields) {
      expect(parseProcessFilter(field.example).ok).toBe(true);
    }
  });

  it('answers hostile text within a moment and without a throw', () => {
    for (const hostile of [
      '"'.repeat(500),
      'a:'.repeat(250),
      '('.repeat(500),
      `cpu>${'9'.repeat(490)}`,
      'not '.repeat(125),
      '__proto__:x',
      'is:__proto__',
      'is:constructor',
      `port:${'1-2,'.repeat(120)}`,
    ]) {
      expect(() => parseProcessFilter(hostile)).not.toThrow();
    }
  });
});
