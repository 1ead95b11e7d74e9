import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HostTree, openHostTree } from '../../kernel/index.ts';

export interface FakeProcess {
  readonly pid: number;
  readonly startTicks?: number;
  readonly name?: string;
  readonly state?: string;
  readonly ppid?: number;
  readonly cpuTicks?: number;
  readonly residentPages?: number;
  readonly cmdline?: string;
  readonly exe?: string;
  readonly uid?: number;
  readonly io?: readonly [read: number, written: number];
  readonly cgroup?: string;
  readonly kernel?: boolean;
}

/** A host made of files, for what a real one cannot be made to do on demand: reuse a pid, run for an hour. */
export function buildTree(): { readonly tree: HostTree; put(process: FakeProcess): void; end(pid: number): void; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), 'vigie-tree-'));
  mkdirSync(join(root, 'proc/self'), { recursive: true });
  mkdirSync(join(root, 'etc'));
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\nmarie:x:1000:1000::/home/marie:/bin/sh\n');
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\n');
  writeFileSync(join(root, 'proc/stat'), 'cpu  0 0\nbtime 1700000000\n');
  return {
    tree: openHostTree(root),
    put: (process) => {
      const folder = join(root, 'proc', String(process.pid));
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(join(folder, 'fd'), { recursive: true });
      const { startTicks = 500, name = 'app', state = 'S', ppid = 1, cpuTicks = 0, residentPages = 10, uid = 1000 } = process;
      const flags = process.kernel ? 0x20_0000 : 0x40_0000;
      writeFileSync(
        join(folder, 'stat'),
        `${process.pid} (${name}) ${state} ${ppid} 1 1 0 -1 ${flags} 0 0 0 0 ${cpuTicks} 0 0 0 20 0 1 0 ${startTicks} 4096 ${residentPages} 0 7 0 0\n`,
      );
      writeFileSync(join(folder, 'statm'), `20 ${residentPages} 4 1 0 2 0\n`);
      writeFileSync(join(folder, 'status'), `Name:\t${name}\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\nVmSwap:\t8 kB\n`);
      writeFileSync(join(folder, 'cmdline'), process.cmdline ?? `/usr/bin/${name}\0`);
      writeFileSync(join(folder, 'cgroup'), process.cgroup ?? '0::/system.slice/app.service\n');
      const [read, written] = process.io ?? [0, 0];
      writeFileSync(
        join(folder, 'io'),
        `rchar: 9\nwchar: 9\nsyscr: 9\nsyscw: 9\nread_bytes: ${read}\nwrite_bytes: ${written}\ncancelled_write_bytes: 0\n`,
      );
      symlinkSync(process.exe ?? `/usr/bin/${name}`, join(folder, 'exe'));
    },
    end: (pid) => rmSync(join(root, 'proc', String(pid)), { recursive: true, force: true }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
