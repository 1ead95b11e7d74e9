import type { Process } from '@vigie/contract';
import type { ReactNode } from 'react';
import { type ColumnSpec, HostText, MeterValue, Unknown, Value } from '../../components/table/index.ts';
import type { Translate } from '../../i18n/index.ts';
import type { Format } from '../../lib/format.ts';
import { commandParts, listeningPorts, stateLetters } from './command.ts';
import type { processMessages } from './messages.ts';

export type Say = Translate<(typeof processMessages)['en']>;

/** What cells of processes need beside the row; the same object until one of them changes. */
export interface ProcessContext {
  readonly t: Say;
  readonly format: Format;
  readonly cpuBase: 'core' | 'host';
  readonly cores: number;
  readonly fullPath: boolean;
}

export type ProcessColumn = ColumnSpec<Process, ProcessContext>;

export const defaultProcessColumns = ['pid', 'user', 'nice', 'state', 'cpu', 'mem', 'resident', 'command', 'ports', 'unit'] as const;

/** Members that privileges can hide, by the name the contract gives them. */
function absent(row: Process, member: string, t: Say, otherwise: 'unknown' | 'unmeasured' | 'first_sight' = 'unknown'): ReactNode {
  return <Unknown reason={t(row.hidden.includes(member) ? 'hidden' : otherwise)} />;
}

function bytes(id: string, member: 'memory_rss' | 'memory_shared' | 'memory_swap' | 'memory_unique' | 'memory_virtual', priority: number) {
  return {
    id,
    align: 'end',
    width: 84,
    minWidth: 60,
    priority,
    firstOrder: 'desc',
    className: 'num',
    value: (row) => row[member],
    cell: (row, { format, t }) => {
      const value = row[member];
      return value === null ? (
        absent(row, member, t, member === 'memory_unique' ? 'unmeasured' : 'unknown')
      ) : (
        <Value amount={format.bytes(value)} />
      );
    },
  } satisfies Omit<ProcessColumn, 'head' | 'title'>;
}

function rate(id: string, member: 'read_bytes_per_second' | 'write_bytes_per_second') {
  return {
    id,
    align: 'end',
    width: 92,
    minWidth: 60,
    priority: 7,
    firstOrder: 'desc',
    className: 'num',
    value: (row) => row[member],
    cell: (row, { format, t }) => {
      const value = row[member];
      return value === null ? absent(row, member, t, 'first_sight') : <Value amount={format.byteRate(value)} />;
    },
  } satisfies Omit<ProcessColumn, 'head' | 'title'>;
}

/** CPU by the base the person chose. */
export function cpuOf(row: Process, base: 'core' | 'host'): number | null {
  return base === 'host' ? row.cpu_percent_host : row.cpu_percent;
}

function cpuTone(row: Process): 'warn' | 'bad' | undefined {
  const host = row.cpu_percent_host ?? 0;
  return host >= 90 ? 'bad' : host >= 60 ? 'warn' : undefined;
}

function memoryTone(share: number): 'warn' | 'bad' | undefined {
  return share >= 50 ? 'bad' : share >= 25 ? 'warn' : undefined;
}

/** The share of memory at which a meter is full: processes with more are marked by the tone. */
const fullMemoryPercent = 25;

function Command({ row, context }: { readonly row: Process; readonly context: ProcessContext }) {
  const { program, rest } = commandParts(row, context.fullPath);
  return (
    <>
      {row.kernel ? (
        <HostText text={program} className="pt-kernel" />
      ) : (
        <b>
          <HostText text={program} />
        </b>
      )}
      {rest === '' ? null : ' '}
      {rest === '' ? null : <HostText text={rest.length > 600 ? `${rest.slice(0, 600)}…` : rest} />}
      {row.hidden.includes('cmdline') ? <> {absent(row, 'cmdline', context.t)}</> : null}
      {row.deleted ? (
        <span className="chip warn pt-chip" title={context.t('replaced_hint')}>
          {context.t('replaced')}
        </span>
      ) : null}
    </>
  );
}

/** Every column of the process table, with its words. */
export function processColumns(t: Say, cpuBase: 'core' | 'host'): readonly ProcessColumn[] {
  const words = (id: Parameters<typeof columnWords>[1]) => columnWords(t, id);
  return [
    {
      ...words('pid'),
      id: 'pid',
      align: 'end',
      width: 58,
      minWidth: 44,
      priority: 0,
      className: 'num pt-pid',
      value: (row) => row.pid,
      cell: (row) => row.pid,
    },
    {
      ...words('ppid'),
      id: 'ppid',
      align: 'end',
      width: 58,
      minWidth: 44,
      priority: 6,
      className: 'num pt-pid',
      value: (row) => row.ppid,
      cell: (row) => row.ppid,
    },
    {
      ...words('user'),
      id: 'user',
      align: 'start',
      width: 84,
      minWidth: 48,
      priority: 4,
      className: 'sec',
      value: (row) => row.username,
      cell: (row) => <HostText text={row.username} />,
    },
    {
      ...words('nice'),
      id: 'nice',
      align: 'end',
      width: 34,
      minWidth: 30,
      priority: 6,
      className: 'num',
      value: (row) => row.nice,
      cell: (row, { format }) => <span className={row.nice === 0 ? 'zero' : undefined}>{format.number(row.nice)}</span>,
    },
    {
      ...words('prio'),
      id: 'prio',
      align: 'end',
      width: 40,
      minWidth: 30,
      priority: 7,
      className: 'num',
      value: (row) => row.priority,
      cell: (row, { format }) => format.number(row.priority),
    },
    {
      ...words('state'),
      id: 'state',
      align: 'start',
      width: 26,
      minWidth: 24,
      priority: 5,
      className: 'mono',
      value: (row) => stateLetters[row.status] ?? row.status,
      cell: (row, { t: say }) => {
        const letter = stateLetters[row.status];
        return (
          <span className={`pt-state pt-${row.status}`} title={stateWord(row.status, say)}>
            {letter ?? '?'}
          </span>
        );
      },
    },
    {
      ...words('cpu'),
      title: t(cpuBase === 'host' ? 'title_cpu_host' : 'title_cpu_core'),
      id: 'cpu',
      align: 'end',
      width: 96,
      minWidth: 64,
      priority: 0,
      firstOrder: 'desc',
      value: (row, context) => cpuOf(row, context.cpuBase),
      cell: (row, { cpuBase: base, cores, format, t: say }) => {
        const value = cpuOf(row, base);
        if (value === null) {
          return <span className="pt-right">{absent(row, 'cpu_percent', say, 'first_sight')}</span>;
        }
        const full = base === 'host' || cores < 2 ? 100 : 150;
        return (
          <MeterValue ratio={value / full} colour="var(--chart-1)" tone={cpuTone(row)} zero={value < 0.05}>
            {format.number(value, 1)}
          </MeterValue>
        );
      },
    },
    {
      ...words('mem'),
      id: 'mem',
      align: 'end',
      width: 82,
      minWidth: 56,
      priority: 2,
      firstOrder: 'desc',
      value: (row) => row.memory_percent,
      cell: (row, { format, t: say }) => {
        const value = row.memory_percent;
        return value === null ? (
          <span className="pt-right">{absent(row, 'memory_rss', say)}</span>
        ) : (
          <MeterValue ratio={value / fullMemoryPercent} colour="var(--chart-3)" tone={memoryTone(value)} zero={value < 0.05}>
            {format.number(value, 1)}
          </MeterValue>
        );
      },
    },
    { ...words('resident'), ...bytes('resident', 'memory_rss', 1) },
    { ...words('shared'), ...bytes('shared', 'memory_shared', 7) },
    { ...words('swap'), ...bytes('swap', 'memory_swap', 7) },
    { ...words('unique'), ...bytes('unique', 'memory_unique', 7) },
    { ...words('virtual'), ...bytes('virtual', 'memory_virtual', 8) },
    {
      ...words('threads'),
      id: 'threads',
      align: 'end',
      width: 44,
      minWidth: 36,
      priority: 7,
      firstOrder: 'desc',
      className: 'num',
      value: (row) => row.num_threads,
      cell: (row, { format }) => <span className={row.num_threads === 1 ? 'zero' : undefined}>{format.number(row.num_threads)}</span>,
    },
    {
      ...words('files'),
      id: 'files',
      align: 'end',
      width: 50,
      minWidth: 40,
      priority: 7,
      firstOrder: 'desc',
      className: 'num',
      value: (row) => row.open_files_count,
      cell: (row, { format, t: say }) =>
        row.open_files_count === null ? absent(row, 'open_files_count', say) : format.number(row.open_files_count),
    },
    { ...words('read'), ...rate('read', 'read_bytes_per_second') },
    { ...words('write'), ...rate('write', 'write_bytes_per_second') },
    {
      ...words('time'),
      id: 'time',
      align: 'end',
      width: 76,
      minWidth: 56,
      priority: 6,
      firstOrder: 'desc',
      className: 'num',
      value: (row) => row.cpu_seconds,
      cell: (row, { format }) => (
        <span className={row.cpu_seconds < 0.01 ? 'zero' : undefined}>{format.clockDuration(row.cpu_seconds)}</span>
      ),
    },
    {
      ...words('started'),
      id: 'started',
      align: 'end',
      width: 104,
      minWidth: 64,
      priority: 7,
      firstOrder: 'desc',
      className: 'num',
      value: (row) => row.create_time,
      cell: (row, { format }) => {
        const atMs = row.create_time * 1000;
        return <span title={format.exact(atMs)}>{Date.now() - atMs < 20 * 3_600_000 ? format.time(atMs) : format.date(atMs)}</span>;
      },
    },
    {
      ...words('command'),
      id: 'command',
      align: 'start',
      width: 420,
      minWidth: 220,
      grow: true,
      priority: 0,
      className: 'mono pt-command',
      value: (row) => row.cmdline[0] ?? row.name,
      cell: (row, context) => <Command row={row} context={context} />,
    },
    {
      ...words('ports'),
      id: 'ports',
      align: 'start',
      width: 104,
      minWidth: 50,
      soft: true,
      priority: 8,
      className: 'mono',
      value: (row) => listeningPorts(row)[0] ?? null,
      cell: (row, { t: say }) => {
        const ports = listeningPorts(row);
        if (ports.length === 0 && row.hidden.includes('ports')) {
          return absent(row, 'ports', say);
        }
        return <span title={ports.join(', ')}>{ports.join(' ')}</span>;
      },
    },
    {
      ...words('unit'),
      id: 'unit',
      align: 'start',
      width: 128,
      minWidth: 60,
      soft: true,
      priority: 5,
      className: 'sec',
      value: (row) => row.unit,
      cell: (row) =>
        row.unit === null ? null : (
          <span title={row.unit}>
            <HostText text={row.unit.replace(/\.service$/, '')} />
          </span>
        ),
    },
    {
      ...words('container'),
      id: 'container',
      align: 'start',
      width: 110,
      minWidth: 72,
      soft: true,
      priority: 7,
      className: 'sec',
      value: (row) => row.container,
      cell: (row) => (row.container === null ? null : <HostText text={row.container} />),
    },
  ];
}

type ColumnId =
  | 'pid'
  | 'ppid'
  | 'user'
  | 'nice'
  | 'prio'
  | 'state'
  | 'cpu'
  | 'mem'
  | 'resident'
  | 'shared'
  | 'swap'
  | 'unique'
  | 'virtual'
  | 'threads'
  | 'files'
  | 'read'
  | 'write'
  | 'time'
  | 'started'
  | 'command'
  | 'unit'
  | 'container'
  | 'ports';

function columnWords(t: Say, id: ColumnId): { readonly head: string; readonly title: string } {
  return { head: t(`col_${id}`), title: id === 'cpu' ? t('title_cpu_core') : t(`title_${id}`) };
}

const stateKeys = {
  running: 'state_running',
  sleeping: 'state_sleeping',
  'disk-sleep': 'state_disk_sleep',
  stopped: 'state_stopped',
  'tracing-stop': 'state_tracing_stop',
  zombie: 'state_zombie',
  dead: 'state_dead',
  idle: 'state_idle',
} as const;

export function stateWord(status: string, t: Say): string {
  return status in stateKeys ? t(stateKeys[status as keyof typeof stateKeys]) : status;
}
