/*
 * Everything the agent measures of a host, a chart for each metric, grouped, over one stretch of time. What it means stands on the
 * Overview; this is for who looks for one figure.
 */
import '../Processes/processes.css';
import './metrics.css';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Widget } from '@vigie/contract';
import { Filter, RefreshCw } from 'lucide-react';
import { memo, useCallback, useMemo, useRef, useState } from 'react';
import { useCan, useOperation } from '../../api/index.ts';
import { ChartGroupProvider, createChartGroup } from '../../components/charts/time/index.ts';
import { ChartNotes } from '../../components/past/ChartNotes.tsx';
import { HostFrame, useCurrentHost } from '../../components/shell/index.ts';
import { EmptyState, ErrorState, IconButton, LoadingState, NoPermissionState, Select } from '../../components/ui/index.ts';
import { type BoardTime, InSight, useBoardView, useZoom, WidgetBody } from '../../components/widgets/index.ts';
import { useKeys } from '../../hooks/keys/index.ts';
import { useSearchParam } from '../../hooks/useSearchParam.ts';
import { useMessages } from '../../i18n/index.ts';
import { groupMetrics, type MetricName, unitOf } from './groups.ts';
import { metricMessages } from './messages.ts';

export function MetricsScene() {
  const may = useCan('host.read');
  const host = useCurrentHost();
  return (
    <HostFrame tab="metrics">{may ? host ? <Metrics host={host.id} /> : null : <NoPermissionState permission="host.read" />}</HostFrame>
  );
}

function Metrics({ host }: { readonly host: string }) {
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
    <Charts host={host} items={data.items} />
  );
}

type Search = Readonly<Record<string, string | undefined>>;

const ranges = ['now-15m', 'now-1h', 'now-6h', 'now-24h', 'now-7d', 'now-30d'] as const;
const standardRange = 'now-1h';
const refreshMs = 15_000;

function Charts({ host, items }: { readonly host: string; readonly items: readonly MetricName[] }) {
  const t = useMessages(metricMessages);
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Search;
  const [words, setWords] = useSearchParam('q');
  const [round, setRound] = useState(0);
  const group = useMemo(() => createChartGroup(), []);
  const input = useRef<HTMLInputElement>(null);
  const from = search.from ?? standardRange;
  const to = search.to ?? 'now';
  const time = useMemo<BoardTime>(() => ({ from, to, refreshMs, round }), [from, to, round]);
  const setSearch = useCallback(
    (change: Search) =>
      void navigate({
        to: '.',
        search: ((before: Search) =>
          Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined && value !== ''))) as never,
        replace: true,
      }),
    [navigate],
  );
  useBoardView(group, time);
  useZoom(group, setSearch);
  useKeys(t('title'), [
    { key: '/', label: t('key_filter'), run: () => input.current?.select() },
    { key: 'End', label: t('key_live'), run: () => setSearch({ from: undefined, to: undefined }) },
  ]);
  const groups = useMemo(() => groupMetrics(items, words), [items, words]);
  const shown = groups.reduce((sum, { items: own }) => sum + own.length, 0);
  return (
    <ChartGroupProvider value={group}>
      <ChartNotes host={host} />
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
        <Select
          aria-label={t('range')}
          value={to === 'now' ? from : 'exact'}
          onValueChange={(value) =>
            value === 'exact' ? undefined : setSearch({ from: value === standardRange ? undefined : value, to: undefined })
          }
          options={[
            ...[...new Set<string>([...ranges, ...(to === 'now' ? [from] : [])])].map((value) => ({
              value,
              label: value.replace('now-', ''),
            })),
            ...(to === 'now' ? [] : [{ value: 'exact', label: t('exact') }]),
          ]}
        />
        <IconButton label={t('refresh')} onClick={() => setRound(round + 1)}>
          <RefreshCw className="i-s" aria-hidden />
        </IconButton>
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
                    <Card key={metric.name} host={host} metric={metric} time={time} />
                  ))}
                </div>
              </section>
            ))}
          </div>
        </div>
      )}
    </ChartGroupProvider>
  );
}

/** The address keeps what it says; only the list moves. */
function jump(event: { preventDefault(): void }, id: string): void {
  event.preventDefault();
  document.getElementById(`metrics-${id}`)?.scrollIntoView({ block: 'start' });
}

const noValues = {};
const noHosts: readonly string[] = [];
const sameName = (name: string) => name;

interface CardProps {
  readonly host: string;
  readonly metric: MetricName;
  readonly time: BoardTime;
}

const Card = memo(function Card({ host, metric, time }: CardProps) {
  const widget = useMemo((): Widget => {
    return {
      type: 'timeseries',
      id: metric.name.slice(0, 40),
      title: metric.name,
      x: 0,
      y: 0,
      w: 12,
      h: 4,
      queries: [{ names: metric.name, hosts: host, legend: legendOf(metric) }],
      unit: unitOf(metric),
      stacked: false,
      logarithmic: false,
    };
  }, [host, metric]);
  return (
    <InSight className="metrics-card">
      <WidgetBody widget={widget} values={noValues} time={time} nameOf={sameName} hosts={noHosts} />
    </InSight>
  );
});

/** Labels tell lines apart; without any, the name of the metric is enough. */
function legendOf({ labels, name }: MetricName): string {
  const names = Object.keys(labels);
  return names.length === 0 ? name.replace(/^node_/, '') : names.map((label) => `{{${label}}}`).join(' ');
}
