import { closeSync, openSync, readSync } from 'node:fs';
import type { Clock } from '../../clock.ts';
import type { HostTree } from '../../kernel/index.ts';
import type { Marks } from '../../state/index.ts';
import type { Source, SourceOutput } from '../source.ts';
import { type LoginRecord, parseLoginRecords, recordBytes } from './parse.ts';

export interface LoginDeps {
  readonly clock: Clock;
  readonly tree: HostTree;
  readonly marks: Marks;
}

const path = '/var/log/wtmp';
const lookMs = 2000;
/** Records read in one look. */
const mostBytes = 2000 * recordBytes;

/**
 * Reads what is appended to wtmp, from where the last life of this agent stopped: logins while it was away are told late, not
 * never. The first life begins at the end.
 */
export function createLoginSource({ clock, tree, marks }: LoginDeps): Source {
  const open = new Map<string, LoginRecord>();
  let output: SourceOutput | null = null;
  let cancel: () => void = () => undefined;
  let at = { inode: 0, offset: 0 };
  let stamp = '';

  function look(): void {
    const status = tree.status(path);
    const now = status ? `${status.inode} ${status.sizeBytes} ${status.modifiedAtMs}` : '';
    if (!status || now === stamp) {
      return;
    }
    if (status.inode !== at.inode || status.sizeBytes < at.offset) {
      at = { inode: status.inode, offset: 0 };
    }
    const records = read(at.offset, mostBytes);
    for (const record of records) {
      tell(record);
    }
    at = { ...at, offset: at.offset + records.length * recordBytes };
    // More than one look reads: the rest is read by the next.
    stamp = records.length * recordBytes < mostBytes ? now : '';
    marks.set('wtmp', JSON.stringify(at));
  }

  function tell(record: LoginRecord): void {
    const { timeMs, pid, terminal, user, address } = record;
    const opened = open.get(terminal);
    follow(record);
    if (record.type === 'login') {
      output?.event({ timeMs, kind: 'login.opened', fields: { user, terminal, address, pid } });
    } else if (record.type === 'logout' && opened) {
      const durationMs = Math.max(0, timeMs - opened.timeMs);
      output?.event({
        timeMs,
        kind: 'login.closed',
        fields: { user: opened.user, terminal, address: opened.address, pid: opened.pid, durationMs },
      });
    } else if (record.type === 'shutdown') {
      output?.event({ timeMs, kind: 'host.shutdown', severity: 'warning', fields: { kernel: address } });
    }
  }

  /** The end of a session does not say whose it was; only its terminal does. */
  function follow(record: LoginRecord): void {
    if (record.type === 'login') {
      open.set(record.terminal, record);
    } else if (record.type === 'logout') {
      open.delete(record.terminal);
    } else if (record.type === 'boot' || record.type === 'shutdown') {
      open.clear();
    }
  }

  function read(offset: number, length: number): LoginRecord[] {
    const file = openSync(`${tree.root}${path}`, 'r');
    try {
      const bytes = Buffer.alloc(length);
      return parseLoginRecords(bytes.subarray(0, readSync(file, bytes, 0, length, offset)));
    } finally {
      closeSync(file);
    }
  }

  function begin(): boolean {
    const status = tree.status(path);
    if (!status) {
      return false;
    }
    const mark = readMark(marks.get('wtmp'));
    const end = status.sizeBytes - (status.sizeBytes % recordBytes);
    const isSame = mark?.inode === status.inode && mark.offset <= status.sizeBytes;
    // Rotated while we were away: all of the new file is news.
    at = { inode: status.inode, offset: isSame ? mark.offset : mark ? 0 : end };
    const from = Math.max(0, at.offset - mostBytes);
    for (const record of at.offset > from ? read(from, at.offset - from) : []) {
      follow(record);
    }
    return true;
  }

  return {
    name: 'logins',
    start(to) {
      output = to;
      if (!begin()) {
        return false;
      }
      const next = (): void => {
        cancel = clock.after(lookMs, () => {
          try {
            look();
          } catch {
            // Removed or replaced while it was looked at: the next look reads what stands there then.
          }
          next();
        });
      };
      look();
      next();
      return true;
    },
    stop: () => cancel(),
  };
}

function readMark(text: string | null): { readonly inode: number; readonly offset: number } | null {
  try {
    const mark = JSON.parse(text ?? 'null') as { inode?: unknown; offset?: unknown } | null;
    return typeof mark?.inode === 'number' && typeof mark.offset === 'number' ? { inode: mark.inode, offset: mark.offset } : null;
  } catch {
    return null;
  }
}
