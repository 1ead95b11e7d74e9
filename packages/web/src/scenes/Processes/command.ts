import type { Process } from '@vigie/contract';

/** A command line as it is drawn: the program strong, the rest after it. */
export interface CommandParts {
  readonly program: string;
  readonly rest: string;
}

function baseName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name === '' ? path : name;
}

/** Programs that write their own title (`postgres: shop idle`) give one member with blanks: the first word is the program. */
export function commandParts(row: Pick<Process, 'name' | 'cmdline' | 'exe'>, fullPath: boolean): CommandParts {
  const [first = '', ...others] = row.cmdline;
  if (first === '') {
    return { program: row.name, rest: '' };
  }
  const own = others.length === 0 && first.includes(' ');
  const word = own ? first.slice(0, first.indexOf(' ')) : first;
  const rest = own ? first.slice(first.indexOf(' ') + 1) : others.join(' ');
  if (fullPath) {
    return { program: row.exe !== null && baseName(row.exe) === baseName(word) ? row.exe : word, rest };
  }
  return { program: word.startsWith('/') || word.startsWith('./') ? baseName(word) : word, rest };
}

export function commandText(row: Pick<Process, 'name' | 'cmdline'>): string {
  return row.cmdline.length > 0 ? row.cmdline.join(' ') : row.name;
}

const ids = new WeakMap<object, string>();

/** What a process is: its PID and its start. A row never changes, so it is written once. */
export function processId(row: Pick<Process, 'pid' | 'start_ticks'>): string {
  const known = ids.get(row);
  if (known !== undefined) {
    return known;
  }
  const made = `${row.pid}@${row.start_ticks}`;
  ids.set(row, made);
  return made;
}

/** The process of an id, while it lives. */
export function findProcess(byPid: ReadonlyMap<number, Process>, id: string): Process | null {
  const row = byPid.get(Number.parseInt(id, 10));
  return row && processId(row) === id ? row : null;
}

/** The ports a process waits on, smallest first, each once. */
export function listeningPorts(row: Pick<Process, 'ports'>): readonly number[] {
  const ports = new Set<number>();
  for (const { local, remote, status, protocol } of row.ports) {
    if (status === 'LISTEN' || (protocol === 'udp' && remote === null)) {
      const port = Number(local?.slice(local.lastIndexOf(':') + 1));
      if (Number.isInteger(port) && port > 0) {
        ports.add(port);
      }
    }
  }
  return [...ports].sort((left, right) => left - right);
}

/** The kernel's letter for a state, as ps and htop write it. */
export const stateLetters: Readonly<Record<string, string>> = {
  running: 'R',
  sleeping: 'S',
  'disk-sleep': 'D',
  stopped: 'T',
  'tracing-stop': 't',
  zombie: 'Z',
  dead: 'X',
  idle: 'I',
};
