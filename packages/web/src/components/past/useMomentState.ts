import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { HostMoment } from '@vigie/contract';
import { useMemo } from 'react';
import { type ApiError, callOperation, operationKey } from '../../api/index.ts';
import { noProcesses, noSockets } from '../../live/index.ts';
import type { MomentState } from '../../live/moment.ts';
import { writeAt } from './moment.ts';

export interface PastState extends MomentState {
  readonly moment: HostMoment | null;
  readonly error: ApiError | null;
  /** A newer answer is on its way; what is shown is of another moment. */
  readonly isLate: boolean;
}

const intervalMs = 10_000;

/** The state of a host at a moment; while the next is read the last stays. Null while the page is live. */
export function useMomentState(host: string, atMs: number | null, allowed: boolean): PastState | null {
  const time = atMs === null ? '' : writeAt(atMs);
  const input = { host, time, include: 'processes,sockets' };
  const { data, error, isPlaceholderData } = useQuery<HostMoment, ApiError>({
    queryKey: operationKey('host.at', input),
    queryFn: ({ signal }) => callOperation('host.at', input, { signal }),
    enabled: atMs !== null && allowed,
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
  return useMemo(
    () => (atMs === null ? null : { ...stateOf(data ?? null, error), error, isLate: isPlaceholderData }),
    [atMs, data, error, isPlaceholderData],
  );
}

function stateOf(moment: HostMoment | null, error: ApiError | null): Pick<PastState, 'processes' | 'sockets' | 'moment'> {
  const told = error ? { code: error.code, message: error.message } : null;
  const { processes, sockets } = moment ?? {};
  // Without a time nothing has been told yet; with the time of the moment an empty table is empty.
  const timeMs = moment === null ? 0 : Date.parse(processes?.asOf ?? moment.time);
  return {
    moment,
    processes: {
      ...noProcesses,
      ...(processes
        ? { rows: processes.items, byPid: new Map(processes.items.map((row) => [row.pid, row])), summary: processes.summary }
        : {}),
      timeMs,
      intervalMs,
      error: told as never,
    },
    sockets: { ...noSockets, rows: sockets?.items ?? [], timeMs, error: told as never },
  };
}
