import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useCan } from '../../api/index.ts';
import { ChartGroupProvider, createChartGroup, useChartGroup, useCrosshairKeys } from '../../components/charts/time/index.ts';
import { HostFrame, useCurrentHost, useHostRef, useStatusKeys } from '../../components/shell/index.ts';
import { ErrorState, NoPermissionState } from '../../components/ui/index.ts';
import { useKeys } from '../../hooks/keys/index.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { usePhone } from '../../hooks/useMediaQuery.ts';
import { useSearchParam } from '../../hooks/useSearchParam.ts';
import { useMessages } from '../../i18n/index.ts';
import { useMetrics } from '../../live/index.ts';
import { overviewMessages } from './messages.ts';
import './overview.css';
import { Charts } from './parts/Charts.tsx';
import { Filesystems } from './parts/Filesystems.tsx';
import { HostFacts } from './parts/HostFacts.tsx';
import { Kpis } from './parts/Kpis.tsx';
import { Listening } from './parts/Listening.tsx';
import { TopProcesses } from './parts/TopProcesses.tsx';
import { GapStatus, ProcessCollector, ViewDriver } from './parts/ViewDriver.tsx';
import { WindowControl } from './parts/WindowControl.tsx';
import { useChartFacts } from './useChartFacts.ts';
import { defaultWindow, parseWindow, type WindowId, windows } from './windows.ts';

/** The first page of a host: its figures, their course, and who makes them. */
export function OverviewScene() {
  const host = useHostRef();
  const group = useMemo(() => createChartGroup(), []);
  const [asked, setAsked] = useSearchParam('w');
  const phone = usePhone();
  const window = parseWindow(asked);
  const setWindow = (next: WindowId) => setAsked(next === defaultWindow ? null : next);
  return (
    <ChartGroupProvider value={group}>
      <HostFrame tab="overview" end={phone ? null : <WindowControl window={window} onChange={setWindow} />}>
        {phone ? <WindowControl window={window} onChange={setWindow} strip /> : null}
        <Content key={host} host={host} window={window} onWindow={setWindow} />
      </HostFrame>
    </ChartGroupProvider>
  );
}

interface ContentProps {
  readonly host: string;
  readonly window: WindowId;
  readonly onWindow: (window: WindowId) => void;
}

function Content({ host, window, onWindow }: ContentProps) {
  const canRead = useCan('host.read');
  const canSeeProcesses = useCan('process.read');
  const info = useCurrentHost();
  const facts = useChartFacts(host, info ?? null);
  const [spoken, setSpoken] = useState('');
  useOverviewKeys(host, window, onWindow, setSpoken);
  if (!canRead) {
    return <NoPermissionState permission="host.read" />;
  }
  return (
    <div className="overview">
      <MetricsError host={host} />
      <ViewDriver host={host} window={window} />
      <GapStatus host={host} window={window} />
      {canSeeProcesses ? <ProcessCollector host={host} /> : null}
      <Kpis host={host} window={window} cores={facts.cores} />
      <Charts host={host} {...facts} canSeeProcesses={canSeeProcesses} />
      <div className="panes overview-lower">
        <TopProcesses host={host} cores={facts.cores} allowed={canSeeProcesses} />
        <Listening host={host} allowed={canSeeProcesses} />
        <div className="panes overview-side">
          <Filesystems host={host} />
          {info ? <HostFacts host={info} /> : null}
        </div>
      </div>
      <p className="sr-only" aria-live="polite">
        {spoken}
      </p>
    </div>
  );
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

function useOverviewKeys(host: string, window: WindowId, onWindow: (window: WindowId) => void, announce: (text: string) => void): void {
  const t = useMessages(overviewMessages);
  const format = useFormat();
  const navigate = useNavigate();
  const group = useChartGroup();
  const next = () => onWindow(windows[(windows.indexOf(window) + 1) % windows.length] ?? defaultWindow);
  const say = (atMs: number | null) => announce(atMs === null ? '' : `${format.time(atMs)}. ${group.describe(atMs)}`);
  useCrosshairKeys(group, { title: t('charts'), back: t('back'), forward: t('forward'), clear: t('clear') }, say);
  useKeys(t('charts'), [
    { key: 't', label: t('nextWindow'), run: next },
    { key: 'p', label: t('openTable'), run: () => void navigate({ to: '/hosts/$host/processes', params: { host } }) },
    { key: 'o', label: t('allSockets'), run: () => void navigate({ to: '/hosts/$host/ports', params: { host } }) },
  ]);
  useStatusKeys([
    { key: 't', label: t('time'), run: next },
    { key: '← →', label: t('cursor') },
    { key: 'p', label: t('openProcesses'), run: () => void navigate({ to: '/hosts/$host/processes', params: { host } }) },
    { key: 'o', label: t('openPorts'), run: () => void navigate({ to: '/hosts/$host/ports', params: { host } }) },
  ]);
}
