import type { Process } from '@vigie/contract';
import { defaultSignals, type SignalName, signalNames } from '@vigie/contract/signals';
import { useMemo } from 'react';
import { useCan, useOperation } from '../../api/index.ts';
import { useMoment } from '../../components/past/index.ts';
import { useAction } from '../../components/plan/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { processMessages } from './messages.ts';
import { targeting } from './targets.ts';

/** Everything that can be done to processes, with what this person may do. */
export interface ProcessActions {
  readonly maySignal: boolean;
  readonly mayTune: boolean;
  readonly mayRestart: boolean;
  readonly signals: readonly SignalName[];
  signal(rows: readonly Process[], signal: SignalName, tree?: boolean): void;
  renice(rows: readonly Process[], nice: number): void;
  affinity(rows: readonly Process[], cpus: readonly number[]): void;
  ioPriority(rows: readonly Process[], ioClass: IoClass, level: number): void;
  restart(row: Process): void;
}

export type IoClass = 'none' | 'realtime' | 'best-effort' | 'idle';

export function useProcessActions(host: string): ProcessActions {
  const t = useMessages(processMessages);
  const { run } = useAction();
  // What is shown of the past cannot be acted on.
  const isLive = useMoment().atMs === null;
  const maySignal = useCan('process.signal') && isLive;
  const mayTune = useCan('process.tune') && isLive;
  const mayRestart = useCan('process.restart') && isLive;
  const signals = useAllowedSignals();
  return useMemo(
    () => ({
      maySignal,
      mayTune,
      mayRestart,
      signals,
      signal: (rows, signal, tree = false) => void run('process.signal', { ...targeting(host, rows), signal, ...(tree ? { tree } : {}) }),
      renice: (rows, nice) =>
        void run(
          'process.renice',
          { ...targeting(host, rows), nice },
          { title: t('done_nice', { count: rows.length, name: rows[0]?.name ?? '', nice: String(nice).replace('-', '\u2212') }) },
        ),
      affinity: (rows, cpus) => void run('process.affinity', { ...targeting(host, rows), cpus: [...cpus] }),
      ioPriority: (rows, ioClass, level) => void run('process.ioprio', { ...targeting(host, rows), class: ioClass, level }),
      restart: (row) => void run('process.restart', { host, pid: row.pid, start_ticks: row.start_ticks }),
    }),
    [host, run, t, maySignal, mayTune, mayRestart, signals],
  );
}

/** Those the configuration allows, where this person may read it; else the usual ones, and the server refuses the rest in words. */
function useAllowedSignals(): readonly SignalName[] {
  const mayRead = useCan('config.read');
  const { data } = useOperation('config.get', {}, { enabled: mayRead, staleTime: 300_000 });
  return useMemo(() => {
    const setting = data?.settings.find((item) => item.key.toLowerCase().includes('signal'));
    const named =
      setting?.value
        .toUpperCase()
        .match(/[A-Z0-9]+/g)
        ?.map((name) => name.replace(/^SIG/, '')) ?? [];
    const allowed = signalNames.filter((name) => named.includes(name));
    return allowed.length > 0 ? allowed : defaultSignals;
  }, [data]);
}
