import type { Process } from '@vigie/contract';
import { useEffect, useMemo } from 'react';
import {
  byteScale,
  ChartGroupProvider,
  type ChartSeries,
  createChartGroup,
  percentScale,
  TimeChart,
} from '../../../components/charts/time/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import type { ProcessContext } from '../columns.tsx';
import { historyOf } from '../history.ts';
import { processMessages } from '../messages.ts';

interface HistoryChartsProps {
  readonly host: string;
  readonly row: Process;
  /** Of the newest table: the curve grows with it. */
  readonly timeMs: number;
  readonly context: ProcessContext;
}

const leastWindowMs = 60_000;

/** CPU and memory since the page was opened: one window, one crosshair. */
export function HistoryCharts({ host, row, timeMs, context }: HistoryChartsProps) {
  const t = useMessages(processMessages);
  const { pid, start_ticks } = row;
  const { language } = context.format;
  const group = useMemo(() => createChartGroup(), []);
  const columns = useMemo(() => historyOf(host).columnsOf({ pid, start_ticks }), [host, pid, start_ticks]);
  const cpuSeries = useMemo<readonly ChartSeries[]>(() => [{ key: 'cpu', name: t('history_cpu'), slot: 1, filled: true }], [t]);
  const memorySeries = useMemo<readonly ChartSeries[]>(() => [{ key: 'memory', name: t('history_memory'), slot: 3, filled: true }], [t]);
  const cpuScale = useMemo(() => ({ ...percentScale(undefined), floor: 10 }), []);
  const memoryScale = useMemo(() => byteScale(language), [language]);
  useEffect(() => {
    historyOf(host).appendTo(columns, { pid, start_ticks });
    const newest = columns.lastTimeMs ?? timeMs;
    const oldest = columns.times[0] ?? newest;
    group.view.set({ fromMs: Math.min(oldest, newest - leastWindowMs), toMs: newest, unknownFromMs: null });
  }, [host, pid, start_ticks, columns, timeMs, group]);
  const since = columns.times[0];
  return (
    <ChartGroupProvider value={group}>
      <div className="pp-history">
        <TimeChart
          title="CPU"
          scope={since === undefined ? undefined : t('history_since', { time: context.format.time(since, { seconds: false }) })}
          columns={columns}
          series={cpuSeries}
          scale={cpuScale}
          empty={t('history_soon')}
        />
        <TimeChart title={t('fact_memory')} columns={columns} series={memorySeries} scale={memoryScale} empty={t('history_soon')} foot />
      </div>
    </ChartGroupProvider>
  );
}
