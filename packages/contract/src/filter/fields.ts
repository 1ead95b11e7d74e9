import type { Process } from '../model/process.ts';
import { nearest } from '../nearest.ts';
import { type Text, text } from '../text.ts';

export type FieldKind = 'text' | 'number' | 'bytes' | 'percent' | 'duration' | 'port';

/** One name a filter knows. `read` gives null when the value is not known: such a row never matches. */
export interface FilterField {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: FieldKind;
  readonly describe: Text;
  readonly example: string;
  readonly text?: (row: Process) => string | null;
  readonly number?: (row: Process, nowMs: number) => number | null;
}

/** Every field, in the order a page lists them. */
export const filterFields: readonly FilterField[] = [
  {
    name: 'pid',
    aliases: [],
    kind: 'number',
    describe: text('process id', 'numéro du processus'),
    example: 'pid:4312',
    number: (row) => row.pid,
  },
  { name: 'ppid', aliases: ['parent'], kind: 'number', describe: text('parent', 'parent'), example: 'ppid:1', number: (row) => row.ppid },
  { name: 'name', aliases: [], kind: 'text', describe: text('name', 'nom'), example: 'name:nginx', text: (row) => row.name },
  {
    name: 'user',
    aliases: ['username'],
    kind: 'text',
    describe: text('user', 'utilisateur'),
    example: 'user:postgres',
    text: (row) => row.username,
  },
  {
    name: 'cmd',
    aliases: ['cmdline', 'command'],
    kind: 'text',
    describe: text('command line', 'ligne de commande'),
    example: 'cmd:"-m http.server"',
    text: (row) => row.cmdline.join(' '),
  },
  {
    name: 'exe',
    aliases: [],
    kind: 'text',
    describe: text('program file', 'fichier du programme'),
    example: 'exe:/usr/bin',
    text: (row) => row.exe,
  },
  {
    name: 'status',
    aliases: ['state'],
    kind: 'text',
    describe: text('state', 'état'),
    example: 'status:zombie',
    text: (row) => row.status,
  },
  {
    name: 'unit',
    aliases: ['service'],
    kind: 'text',
    describe: text('systemd unit', 'unité systemd'),
    example: 'unit:nginx',
    text: (row) => row.unit,
  },
  {
    name: 'container',
    aliases: [],
    kind: 'text',
    describe: text('container', 'conteneur'),
    example: 'container:web',
    text: (row) => row.container,
  },
  {
    name: 'cpu',
    aliases: [],
    kind: 'percent',
    describe: text('CPU, 100 is one core', 'CPU, 100 est un cœur'),
    example: 'cpu>5',
    number: (row) => row.cpu_percent,
  },
  {
    name: 'mem',
    aliases: ['rss', 'memory'],
    kind: 'bytes',
    describe: text('resident memory', 'mémoire résidente'),
    example: 'mem>100MB',
    number: (row) => row.memory_rss,
  },
  {
    name: 'swap',
    aliases: [],
    kind: 'bytes',
    describe: text('swap', 'mémoire d’échange'),
    example: 'swap>1M',
    number: (row) => row.memory_swap,
  },
  {
    name: 'read',
    aliases: [],
    kind: 'bytes',
    describe: text('bytes read per second', 'octets lus par seconde'),
    example: 'read>1M',
    number: (row) => row.read_bytes_per_second,
  },
  {
    name: 'write',
    aliases: [],
    kind: 'bytes',
    describe: text('bytes written per second', 'octets écrits par seconde'),
    example: 'write>1M',
    number: (row) => row.write_bytes_per_second,
  },
  { name: 'nice', aliases: ['ni'], kind: 'number', describe: text('priority', 'priorité'), example: 'nice<0', number: (row) => row.nice },
  {
    name: 'threads',
    aliases: ['thr'],
    kind: 'number',
    describe: text('threads', 'fils d’exécution'),
    example: 'threads>50',
    number: (row) => row.num_threads,
  },
  {
    name: 'files',
    aliases: ['fds'],
    kind: 'number',
    describe: text('open files', 'fichiers ouverts'),
    example: 'files>1000',
    number: (row) => row.open_files_count,
  },
  {
    name: 'age',
    aliases: [],
    kind: 'duration',
    describe: text('time since the start', 'temps depuis le départ'),
    example: 'age<5m',
    number: (row, nowMs) => Math.max(0, nowMs / 1000 - row.create_time),
  },
  {
    name: 'port',
    aliases: ['ports'],
    kind: 'port',
    describe: text('local or remote port', 'port local ou distant'),
    example: 'port:5432',
  },
];

const byName = new Map(filterFields.flatMap((field) => [field.name, ...field.aliases].map((name) => [name, field] as const)));

export function findField(name: string): FilterField | null {
  return byName.get(name) ?? null;
}

/** What a row is or is not: `is:kernel`, `not kernel`. */
export const filterFlags = {
  kernel: (row: Process) => row.kernel,
  deleted: (row: Process) => row.deleted,
  container: (row: Process) => row.container !== null,
  listening: (row: Process) => row.ports.some((port) => port.status === 'LISTEN'),
  connected: (row: Process) => row.ports.some((port) => port.status === 'ESTABLISHED'),
  zombie: (row: Process) => row.status === 'zombie',
  running: (row: Process) => row.status === 'running',
} as const satisfies Record<string, (row: Process) => boolean>;

export type FilterFlag = keyof typeof filterFlags;

export function isFlag(name: string): name is FilterFlag {
  return Object.hasOwn(filterFlags, name);
}

/** The known name nearest to a mistyped one, under its first name. */
export function nearestField(name: string): string | null {
  const near = nearest(
    name,
    [...byName.keys()].filter((known) => known.length > 2),
  );
  return near === null ? null : (byName.get(near)?.name ?? null);
}
