import { metricTitles } from '@vigie/contract/metric-titles';
import { memo, useMemo } from 'react';
import { useOperation } from '../../api/index.ts';
import { type Comparison, TimeChart } from '../../components/charts/time/index.ts';
import { ErrorState, LoadingState } from '../../components/ui/index.ts';
import { factorOf, scaleOf } from '../../components/widgets/units.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useMessages } from '../../i18n/index.ts';
import { type MetricName, unitOf } from './groups.ts';
import { linesOf } from './history-columns.ts';
import { metricMessages } from './messages.ts';

/** The time of the page, as the server reads it. */
export interface MetricTime {
  readonly from: string;
  readonly to: string;
  readonly step: string;
  /** Null when it does not move. */
  readonly refreshMs: number | null;
  /** Another time to lay under it. */
  readonly other: { readonly from: string; readonly to: string; readonly shiftMs: number; readonly name: string } | null;
}

interface MetricCardProps {
  readonly host: string;
  readonly metric: MetricName;
  readonly time: MetricTime;
}

/** One metric over the time of the page. */
export const MetricCard = memo(function MetricCard({ host, metric, time }: MetricCardProps) {
  const t = useMessages(metricMessages);
  const format = useFormat();
  const { name } = metric;
  const { from, to, step, refreshMs, other } = time;
  const unit = unitOf(metric);
  const answer = useOperation(
    'metric.query',
    { host, names: name, from, to, step },
    refreshMs === null ? { staleTime: 60_000 } : { staleTime: 2000, refetchInterval: refreshMs },
  );
  const before = useOperation(
    'metric.query',
    { host, names: name, from: other?.from ?? from, to: other?.to ?? to, step },
    { enabled: other !== null, staleTime: 600_000 },
  );
  const scale = useMemo(() => scaleOf(unit, format.language, undefined), [unit, format.language]);
  const title = metricTitles[name]?.[format.language] ?? name;
  const drawn = useMemo(
    () => answer.data && linesOf(answer.data, (series) => lineName(series, title), factorOf(unit)),
    [answer.data, title, unit],
  );
  const comparison = useMemo<Comparison | null>(
    () =>
      other && before.data ? { columns: linesOf(before.data, () => '', factorOf(unit), other.shiftMs).columns, name: other.name } : null,
    [other, before.data, unit],
  );
  const stored = useMemo(() => (answer.data ? { tier: answer.data.tier, stepMs: answer.data.stepMs } : null), [answer.data]);
  if (!drawn) {
    return answer.error ? <ErrorState title={t('failed')} error={answer.error} /> : <LoadingState what={title} rows={3} />;
  }
  const scope = [...(drawn.left > 0 ? [t('left', { count: drawn.left })] : []), ...(title === name ? [] : [name])].join(' · ');
  return (
    <TimeChart
      className="widget-chart"
      title={title}
      scope={scope}
      subject={host}
      columns={drawn.columns}
      series={drawn.lines}
      scale={scale}
      stored={stored}
      compared={drawn.lines}
      comparison={comparison}
      empty={t('nothing')}
    />
  );
});

/** Labels tell lines apart; without any, there is one, of what the title says. */
function lineName({ labels }: { readonly labels: Readonly<Record<string, string>> }, title: string): string {
  return Object.values(labels).join(' ') || title;
}
