import { type HostTree, ProcessStat, parseProcessStat } from '../../kernel/index.ts';
import { fullName, parseCommandLine } from '../../snapshots/processes/command-line.ts';
import { maskArguments } from '../../snapshots/secrets.ts';
import type { Users } from '../../snapshots/users.ts';

/** What could be read before the process was gone; null is what could not. */
export interface FoundProcess {
  readonly ppid: number | null;
  readonly startTicks: number | null;
  readonly name: string | null;
  readonly command: string | null;
  readonly uid: number | null;
  readonly user: string | null;
}

export type ReadProcess = (pid: number, wanted: 'name' | 'all') => FoundProcess;

const gone: FoundProcess = { ppid: null, startTicks: null, name: null, command: null, uid: null, user: null };
const mostCommandLength = 2000;

export function createProcessReader({ tree, users }: { readonly tree: HostTree; readonly users: Users }): ReadProcess {
  const stat = new ProcessStat();
  const files = tree.processes;
  return (pid, wanted) => {
    const length = files.readStat(pid);
    if (length <= 0 || !parseProcessStat(files.bytes, length, stat)) {
      return gone;
    }
    const { ppid, startTicks } = stat;
    const name = files.bytes.toString('utf8', stat.nameStart, stat.nameEnd);
    if (wanted === 'name') {
      return { ...gone, ppid, startTicks, name };
    }
    const commandLength = files.read(pid, 'cmdline');
    const argv = parseCommandLine(files.bytes, commandLength);
    const uid = Number(/^Uid:\t(\d+)/m.exec(files.text(pid, 'status') ?? '')?.[1] ?? Number.NaN);
    return {
      ppid,
      startTicks,
      name: fullName(name, argv),
      command: argv.length === 0 ? null : cut(maskArguments(argv).join(' ')),
      uid: Number.isNaN(uid) ? null : uid,
      user: Number.isNaN(uid) ? null : users.user(uid),
    };
  };
}

function cut(command: string): string {
  return command.length > mostCommandLength ? `${command.slice(0, mostCommandLength - 1)}…` : command;
}
