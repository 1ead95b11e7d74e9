import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Sort } from '../../components/table/index.ts';

export const paneTabs = ['summary', 'sockets', 'files', 'memory', 'threads', 'environment', 'limits', 'family'] as const;
export type PaneTab = (typeof paneTabs)[number];

/** What the address of the page says, so that a link shows what its sender saw. */
export interface ProcessAddress {
  readonly q: string;
  readonly sort: Sort;
  readonly tree: boolean;
  readonly kernel: boolean;
  /** Kept form of the columns; null: those of the person. */
  readonly columns: readonly string[] | null;
  readonly pid: number | null;
  readonly tab: PaneTab;
}

export type AddressChange = Partial<Record<'q' | 'sort' | 'view' | 'kernel' | 'columns' | 'pid' | 'tab', string | null>>;

const defaultSort: Sort = { column: 'cpu', order: 'desc' };

function readAddress(search: Readonly<Record<string, string | undefined>>): ProcessAddress {
  const match = /^(-?)([a-z_]{1,30})$/.exec(search.sort ?? '');
  const pid = Number(search.pid);
  return {
    q: (search.q ?? '').slice(0, 500),
    sort: match ? { column: match[2] ?? 'cpu', order: match[1] === '-' ? 'desc' : 'asc' } : defaultSort,
    tree: search.view === 'tree',
    kernel: search.kernel !== '0',
    columns: search.columns ? search.columns.split(',').slice(0, 64) : null,
    pid: Number.isInteger(pid) && pid > 0 ? pid : null,
    tab: paneTabs.find((tab) => tab === search.tab) ?? 'summary',
  };
}

export function writeSort(sort: Sort): string | null {
  if (sort.column === defaultSort.column && sort.order === defaultSort.order) {
    return null;
  }
  return `${sort.order === 'desc' ? '-' : ''}${sort.column}`;
}

export function useProcessAddress(): readonly [ProcessAddress, (change: AddressChange) => void] {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string | undefined>>;
  const navigate = useNavigate();
  const { q, sort, view, kernel, columns, pid, tab } = search;
  const address = useMemo(() => readAddress({ q, sort, view, kernel, columns, pid, tab }), [q, sort, view, kernel, columns, pid, tab]);
  const change = useCallback(
    (changes: AddressChange) => {
      void navigate({
        to: '.',
        search: (before: Record<string, string | undefined>) =>
          Object.fromEntries(
            Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null && value !== undefined && value !== ''),
          ),
        replace: true,
      });
    },
    [navigate],
  );
  return [address, change];
}
