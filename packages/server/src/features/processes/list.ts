import { AppError, type Process, parseProcessFilter, processColumns, text } from '@vigie/contract';
import type { Hosts } from '../../latest/port.ts';
import type { QueryHandler } from '../../operations/types.ts';
import { presentProcess, summarizeProcesses } from './present.ts';
import { sortProcesses } from './sort.ts';

/** Nobody is shown a table older than this. */
const freshMs = 0;

export function createProcessList(deps: { readonly hosts: Hosts }): QueryHandler<'process.list'> {
  const { hosts } = deps;
  return {
    async run(input) {
      const filter = requireFilter(input.q ?? '');
      const fields = input.fields === undefined ? null : requireFields(input.fields);
      const host = hosts.require(input.host);
      await Promise.all([hosts.refresh(host.id, 'processes', freshMs), hosts.refresh(host.id, 'sockets', freshMs)]);
      const processes = hosts.processes(host.id);
      if (!processes) {
        throw new AppError('host_unreachable');
      }
      const sockets = hosts.sockets(host.id);
      const all = [...processes.rows.values()];
      const found = all.map((row) => presentProcess(row, { sockets, host })).filter((row) => filter.matches(row, processes.timeMs));
      const sorted = sortProcesses(found, input.sort, input.order);
      const from = input.offset ?? 0;
      const page = sorted.slice(from, input.limit === undefined ? undefined : from + input.limit);
      return {
        count: found.length,
        items: fields === null ? page : page.map((row) => pick(row, fields)),
        total: all.length,
        host: host.id,
        time: new Date(processes.timeMs).toISOString(),
        summary: summarizeProcesses(all),
      };
    },
  };
}

function requireFilter(q: string) {
  const read = parseProcessFilter(q);
  if (!read.ok) {
    throw new AppError('invalid_input', {
      details: [{ path: 'q', message: read.error.message }],
      data: { at: [read.error.from, read.error.to] },
    });
  }
  return read.filter;
}

function requireFields(list: string): readonly (keyof Process)[] {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const known = names.filter(isColumn);
  if (known.length === names.length && known.length > 0) {
    return known;
  }
  const unknown = names.filter((name) => !isColumn(name)).slice(0, 20);
  const all = processColumns.join(', ');
  throw new AppError('invalid_input', {
    details: (unknown.length > 0 ? unknown : ['']).map((name) => ({
      path: 'fields',
      message: text(`“${name}” is not one of: ${all}`, `« ${name} » n’est pas parmi : ${all}`),
    })),
  });
}

function isColumn(name: string): name is keyof Process {
  return processColumns.some((column) => column === name);
}

function pick(row: Process, fields: readonly (keyof Process)[]): Partial<Process> {
  return Object.fromEntries(fields.map((field) => [field, row[field]]));
}
