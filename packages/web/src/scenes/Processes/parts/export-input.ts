import type { OperationInput } from '@vigie/contract';
import type { ProcessAddress } from '../address.ts';

type ListSort = NonNullable<OperationInput<'process.list'>['sort']>;

const sortNames: Readonly<Record<string, ListSort>> = {
  cpu: 'cpu',
  mem: 'mem',
  resident: 'mem',
  pid: 'pid',
  command: 'name',
  user: 'user',
  nice: 'nice',
  threads: 'threads',
  started: 'start',
  read: 'read',
  write: 'write',
  swap: 'swap',
  files: 'files',
  state: 'status',
};

/** The table as it is filtered and sorted, for a link that downloads it. */
export function exportInput(host: string, text: string, address: Pick<ProcessAddress, 'sort' | 'kernel'>) {
  const q = [address.kernel ? '' : 'not kernel', text.trim()].filter(Boolean).join(' ');
  const base = { host, ...(q === '' ? {} : { q }), sort: sortNames[address.sort.column] ?? 'cpu', order: address.sort.order };
  return { csv: { ...base, format: 'csv' as const }, json: { ...base, format: 'json' as const } };
}
