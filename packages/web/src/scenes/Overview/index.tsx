import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useCan } from '../../api/index.ts';
import { ChartGroupProvider, createChartGroup, useChartGroup, useCrosshairKeys } from '../../components/charts/time/index.ts';
import { type Moment, useMoment } from '../../components/past/index.ts';
import { HostFrame, useCurrentHost, useHostRef, useStatusKeys } from '../../components/shell/index.ts';
import {
  type Ask,
  askOf,
  choiceOf,
  choices,
  defaultWindow,
  exactAsk,
  type Range,
  rangeMessages,
  stretchOf,
  useChosen,
  useRange,
  WindowControl,
  type WindowId,
} from '../../components/time-range/index.ts';
import { ErrorState, LoadingState, NoPermissionState } from '../../components/ui/index.ts';
import { useKeys } from '../../hooks/keys/index.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { usePhone } from '../../hooks/useMediaQuery.ts';
import { useMessages } from '../../i18n/index.ts';
import { useLink, useMetrics } from '../../live/index.ts';
import { overviewMessages } from './messages.ts';
import './overview.css';
import { Charts } from './parts/Charts.tsx';
import { Filesystems } from './parts/Filesystems.tsx';
import { HostFacts } from './parts/HostFacts.tsx';
import { LiveKpis } from './parts/Kpis.tsx';
import { Listening } from './parts/Listening.tsx';
import { RangeProblemBar } from './parts/RangeProblemBar.tsx';
import { TopProcesses } from './parts/TopProcesses.tsx';
import { GapStatus, ProcessCollector, ViewDriver } from './parts/ViewDriver.tsx';
import { useChartFacts } from './useChartFacts.ts';

const ChartNotes = lazy(() => import('../../components/past/ChartNotes.tsx').then((module) => ({ default: module.ChartNotes })));
const StoredOverview = lazy(() => import('./parts/StoredOverview.tsx').then((module) => ({ default: module.StoredOverview })));

const aroundMs = 30 * 60_000;

/** The first page of a host: its figures, their course, and who makes them; now, or over any stretch of time that was kept. */
export function OverviewScene() {
  const host = useHostRef();
  const group = useMemo(() => createChartGroup(), []);
  const range = useRange();
  const phone = usePhone();
  return (
    <ChartGroupProvider value={group}>
      <HostFrame tab="overview" end={phone ? null : <WindowControl range={range} />} charts={group}>
        {phone ? <WindowControl range={range} strip /> : null}
        <Content key={host} host={host} range={range} />
      </HostFrame>
    </ChartGroupProvider>
  );
}

interface ContentProps {
  readonly host: string;
  readonly range: Range;
}

function Content({ host, range }: ContentProps) {
  const canRead = useCan('host.read');
  const { serverOffsetMs } = useLink();
  const words = useMessages(rangeMessages);
  const [spoken, setSpoken] = useState('');
  const moment = useMoment();
  usePicked(moment);
  usePinned(moment.atMs);
  useOverviewKeys(host, range, setSpoken);
  useChosen(useChartGroup(), range);
  if (!canRead) {
    return <NoPermissionState permission="host.read" />;
  }
  const ask = askAround(range.ask, moment.atMs, Date.now() + serverOffsetMs);
  const stretch = ask.kind === 'live' ? null : stretchOf(ask, Date.now() + serverOffsetMs);
  const window = ask.kind === 'live' ? ask.window : defaultWindow;
  return (
    <div className="overview">
      <Suspense>
        <ChartNotes host={host} />
      </Suspense>
      {typeof stretch === 'string' && ask.kind === 'stored' ? <RangeProblemBar ask={ask} problem={stretch} range={range} /> : null}
      {ask.kind === 'stored' && stretch !== null && typeof stretch === 'object' ? (
        <Suspense fallback={<LoadingState what={words('reading')} rows={8} />}>
          <StoredOverview
            host={host}
            ask={ask}
            past={!stretch.endsNow || moment.atMs !== null}
            atMoment={moment.atMs !== null}
            range={range}
          />
        </Suspense>
      ) : (
        <LiveOverview host={host} window={window} />
      )}
      <p className="sr-only" aria-live="polite">
        {spoken}
      </p>
    </div>
  );
}

function LiveOverview({ host, window }: { readonly host: string; readonly window: WindowId }) {
  const canSeeProcesses = useCan('process.read');
  const info = useCurrentHost();
  const facts = useChartFacts(host, info ?? null);
  return (
    <>
      <MetricsError host={host} />
      <ViewDriver host={host} window={window} />
      <GapStatus host={host} window={window} />
      {canSeeProcesses ? <ProcessCollector host={host} /> : null}
      <LiveKpis host={host} window={window} cores={facts.cores} />
      <Charts
        host={host}
        {...facts}
        canSeeProcesses={canSeeProcesses}
        subject={info?.name ?? host}
        stored={null}
        comparison={null}
        past={false}
      />
      <div className="panes overview-lower">
        <TopProcesses host={host} cores={facts.cores} allowed={canSeeProcesses} />
        <Listening host={host} allowed={canSeeProcesses} />
        <div className="panes overview-side">
          <Filesystems host={host} />
          {info ? <HostFacts host={info} /> : null}
        </div>
      </div>
    </>
  );
}

/** Half an hour on both sides of a moment, where no stretch was asked for. */
function askAround(ask: Ask, atMs: number | null, nowMs: number): Ask {
  return atMs === null || ask.kind === 'stored' ? ask : exactAsk(atMs - aroundMs, Math.min(nowMs, atMs + aroundMs));
}

/** A click on a chart goes to that moment. */
function usePicked({ go }: Moment): void {
  const group = useChartGroup();
  useEffect(
    () =>
      group.picked.subscribe(() => {
        const atMs = group.picked.get();
        if (atMs !== null) {
          group.picked.set(null);
          go(atMs);
        }
      }),
    [group, go],
  );
}

/** The crosshair stands at the moment while no hand holds it elsewhere. */
function usePinned(atMs: number | null): void {
  const group = useChartGroup();
  useEffect(() => {
    if (atMs === null) {
      return;
    }
    const pin = () => {
      const view = group.view.get();
      if (group.crosshair.get() === null && view !== null && atMs >= view.fromMs && atMs <= view.toMs) {
        group.crosshair.set(atMs);
      }
    };
    group.crosshair.set(null);
    pin();
    const ends = [group.crosshair.subscribe(pin), group.view.subscribe(pin)];
    return () => {
      for (const end of ends) {
        end();
      }
      group.crosshair.set(null);
    };
  }, [group, atMs]);
}

function MetricsError({ host }: { readonly host: string }) {
  const t = useMessages(overviewMessages);
  const { error, history } = useMetrics(host);
  if (!error || history.length > 0) {
    return null;
  }
  return error.code === 'permission_denied' ? (
    <NoPermissionState permission="host.read" />
  ) : (
    <ErrorState title={t('metricsFailed')} error={new Error(error.message)} />
  );
}

function useOverviewKeys(host: string, range: Range, announce: (text: string) => void): void {
  const t = useMessages(overviewMessages);
  const words = useMessages(rangeMessages);
  const format = useFormat();
  const navigate = useNavigate();
  const group = useChartGroup();
  const { ask, zoomBack } = range;
  const choice = choiceOf(ask);
  const next = () => range.show(askOf(choices[((choices as readonly string[]).indexOf(choice) + 1) % choices.length] ?? defaultWindow));
  const live = ask.kind === 'live' ? null : () => range.show({ kind: 'live', window: defaultWindow });
  const say = (atMs: number | null) => announce(atMs === null ? '' : `${format.time(atMs)}. ${group.describe(atMs)}`);
  const cursorWords = {
    title: t('charts'),
    back: t('back'),
    forward: t('forward'),
    clear: t('clear'),
    live: words('backToLive'),
    nextMark: t('nextEvent'),
    previousMark: t('previousEvent'),
  };
  useCrosshairKeys(group, cursorWords, say, live);
  useKeys(t('charts'), [
    { key: 't', label: t('nextWindow'), run: next },
    ...(zoomBack ? [{ key: 'b', label: words('zoomBack'), run: zoomBack }] : []),
    { key: 'p', label: t('openTable'), run: () => void navigate({ to: '/hosts/$host/processes', params: { host } }) },
    { key: 'o', label: t('allSockets'), run: () => void navigate({ to: '/hosts/$host/ports', params: { host } }) },
  ]);
  useStatusKeys([
    { key: 't', label: t('time'), run: next },
    { key: '← →', label: t('cursor') },
    ...(live ? [{ key: 'End', label: words('live'), run: live }] : [{ key: words('drag'), label: words('dragHint') }]),
    ...(zoomBack ? [{ key: 'b', label: words('zoomBack').toLowerCase(), run: zoomBack }] : []),
    { key: 'p', label: t('openProcesses'), run: () => void navigate({ to: '/hosts/$host/processes', params: { host } }) },
    { key: 'o', label: t('openPorts'), run: () => void navigate({ to: '/hosts/$host/ports', params: { host } }) },
  ]);
}
