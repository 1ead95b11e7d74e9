/*
 * Everything the agent measures of a host, a chart for each metric, grouped, over one stretch of time. What it means stands on the
 * Overview; this is for who looks for one figure.
 */
import '../Processes/processes.css';
import './metrics.css';
import { metricTitles } from '@vigie/contract/metric-titles';
import { Filter } from 'lucide-react';
import { lazy, Suspense, useMemo, useRef } from 'react';
import { useCan, useOperation } from '../../api/index.ts';
import { type ChartGroup, ChartGroupProvider, createChartGroup } from '../../components/charts/time/index.ts';
import { HostFrame, useCurrentHost } from '../../components/shell/index.ts';
import { defaultWindow, useChosen, useRange, WindowControl } from '../../components/time-range/index.ts';
import { EmptyState, ErrorState, LoadingState, NoPermissionState } from '../../components/ui/index.ts';
import { InSight, useBoardView } from '../../components/widgets/index.ts';
import { useKeys } from '../../hooks/keys/index.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { usePhone } from '../../hooks/useMediaQuery.ts';
import { useSearchParam } from '../../hooks/useSearchParam.ts';
import { useMessages } from '../../i18n/index.ts';
import { groupMetrics, type MetricName } from './groups.ts';
import { MetricCard } from './MetricCard.tsx';
import { metricMessages } from './messages.ts';
import { useMetricTime } from './useMetricTime.ts';

const ChartNotes = lazy(() => import('../../components/past/ChartNotes.tsx').then((module) => ({ default: module.ChartNotes })));

export function MetricsScene() {
  const may = useCan('host.read');
  const host = useCurrentHost();
  const group = useMemo(() => createChartGroup(), []);
  const range = useRange();
  const phone = usePhone();
  return (
    <ChartGroupProvider value={group}>
      <HostFrame tab="metrics" end={phone ? null : <WindowControl range={range} />} charts={group}>
        {phone ? <WindowControl range={range} strip /> : null}
        {may ? host ? <Metrics host={host.id} group={group} /> : null : <NoPermissionState permission="host.read" />}
      </HostFrame>
    </ChartGroupProvider>
  );
}

function Metrics({ host, group }: { readonly host: string; readonly group: ChartGroup }) {
  const t = useMessages(metricMessages);
  const { data, error, refetch } = useOperation('metric.names', { hosts: host }, { staleTime: 30_000 });
  if (error && !data) {
    return <ErrorState title={t('failed')} error={error} onRetry={() => void refetch()} />;
  }
  if (!data) {
    return <LoadingState what={t('reading')} rows={8} />;
  }
  return data.items.length === 0 ? (
    <EmptyState title={t('empty')}>{t('empty_body')}</EmptyState>
  ) : (
    <Charts host={host} items={data.items} group={group} />
  );
}

interface ChartsProps {
  readonly host: string;
  readonly items: readonly MetricName[];
  readonly group: ChartGroup;
}

function Charts({ host, items, group }: ChartsProps) {
  const t = useMessages(metricMessages);
  const { language } = useFormat();
  const range = useRange();
  const time = useMetricTime(range);
  const [words, setWords] = useSearchParam('q');
  const input = useRef<HTMLInputElement>(null);
  useBoardView(group, { from: time.from, to: time.to, refreshMs: time.refreshMs ?? 0 });
  useChosen(group, range);
  useKeys(t('title'), [
    { key: '/', label: t('key_filter'), run: () => input.current?.select() },
    { key: 'b', label: t('key_back'), run: () => range.zoomBack?.() },
    { key: 'End', label: t('key_live'), run: () => range.show({ kind: 'live', window: defaultWindow }) },
  ]);
  const groups = useMemo(() => groupMetrics(items, words, (name) => metricTitles[name]?.[language] ?? ''), [items, words, language]);
  const shown = groups.reduce((sum, { items: own }) => sum + own.length, 0);
  return (
    <>
      <Suspense>
        <ChartNotes host={host} />
      </Suspense>
      <div className="pf">
        <div className="field pf-field">
          <Filter className="i i-s" aria-hidden />
          <input
            ref={input}
            className="mono text-xs"
            value={words}
            aria-label={t('filter')}
            placeholder={t('filter_hint')}
            spellCheck={false}
            autoComplete="off"
            maxLength={200}
            onChange={(event) => setWords(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                event.stopPropagation();
                setWords(null);
              }
            }}
          />
          <span className="mono pf-count">{t('of', { shown, total: items.length })}</span>
        </div>
      </div>
      {groups.length === 0 ? (
        <EmptyState title={t('none')}>{t('none_body', { words })}</EmptyState>
      ) : (
        <div className="metrics">
          <nav className="metrics-index" aria-label={t('index')}>
            {groups.map(({ id, items: own }) => (
              <a key={id} href={`#metrics-${id}`} onClick={(event) => jump(event, id)}>
                {t(`group_${id}`)} <span className="mono text-muted">{own.length}</span>
              </a>
            ))}
          </nav>
          <div className="metrics-list">
            {groups.map(({ id, items: own }) => (
              <section key={id} id={`metrics-${id}`} className="metrics-group" aria-label={t(`group_${id}`)}>
                <h2>{t(`group_${id}`)}</h2>
                <div className="metrics-cards">
                  {own.map((metric) => (
                    <InSight key={metric.name} className="metrics-card">
                      <MetricCard host={host} metric={metric} time={time} />
                    </InSight>
                  ))}
                </div>
              </section>
            ))}
          </div>
        </div>
      )}
    </>
  );
}

/** The address keeps what it says; only the list moves. */
function jump(event: { preventDefault(): void }, id: string): void {
  event.preventDefault();
  document.getElementById(`metrics-${id}`)?.scrollIntoView({ block: 'start' });
}
