import type { ProcessDetailRow } from '@vigie/contract/agent';
import type { HostTree } from '../../kernel/index.ts';

type OpenFile = NonNullable<ProcessDetailRow['files']>[number];

/** `pos:` and `flags:` of `/proc/<pid>/fdinfo/<fd>`; flags are octal, and their two lowest bits are the mode. */
export function parseDescriptor(text: string): { readonly mode: OpenFile['mode']; readonly offsetBytes: number | null } {
  const offset = /^pos:\s+(\d+)$/m.exec(text)?.[1];
  const flags = /^flags:\s+([0-7]+)$/m.exec(text)?.[1];
  const mode = flags === undefined ? null : ((['r', 'w', 'rw'] as const)[Number.parseInt(flags.slice(-1), 8) & 3] ?? null);
  return { mode, offsetBytes: offset === undefined ? null : Number(offset) };
}

const kinds: Readonly<Record<string, OpenFile['kind']>> = {
  file: 'file',
  directory: 'directory',
  character: 'device',
  block: 'device',
  pipe: 'pipe',
  socket: 'socket',
};

/** Open files in the order of their numbers, the first `limit` of them. */
export function readOpenFiles(tree: HostTree, pid: number, limit: number): { readonly files: OpenFile[]; readonly total: number } {
  const numbers = tree.processes
    .list(pid, 'fd')
    .map(Number)
    .filter(Number.isInteger)
    .sort((left, right) => left - right);
  const files: OpenFile[] = [];
  for (const fd of numbers.slice(0, limit)) {
    const target = tree.processes.link(pid, `fd/${fd}`);
    if (typeof target !== 'string') {
      continue;
    }
    const { mode, offsetBytes } = parseDescriptor(tree.processes.text(pid, `fdinfo/${fd}`) ?? '');
    const kind = kindOf(tree, pid, fd, target);
    files.push({ fd, kind, target, mode, offsetBytes: kind === 'socket' || kind === 'pipe' || kind === 'anonymous' ? null : offsetBytes });
  }
  return { files, total: numbers.length };
}

function kindOf(tree: HostTree, pid: number, fd: number, target: string): OpenFile['kind'] {
  if (target.startsWith('socket:[')) {
    return 'socket';
  }
  if (target.startsWith('pipe:[')) {
    return 'pipe';
  }
  if (target.startsWith('anon_inode:') || target.startsWith('/memfd:')) {
    return 'anonymous';
  }
  if (target.endsWith(' (deleted)')) {
    return 'deleted';
  }
  return kinds[tree.status(`/proc/${pid}/fd/${fd}`)?.kind ?? ''] ?? 'other';
}
