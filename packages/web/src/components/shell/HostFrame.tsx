import { Link } from '@tanstack/react-router';
import type { Host } from '@vigie/contract';
import type { ReactNode } from 'react';
import { useCan } from '../../api/index.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useNow } from '../../hooks/useNow.ts';
import { useMessages } from '../../i18n/index.ts';
import { cn } from '../../lib/cn.ts';
import { useLink, useProcesses, useSockets } from '../../live/index.ts';
import { type HorizonCharts, PastFrame, useMoment, writeAt } from '../past/index.ts';
import { Button, EmptyState, LoadingState, type State, StateMark, Tooltip } from '../ui/index.ts';
import { useCurrentHost, useHostRef } from './hosts.ts';
import { shellMessages } from './messages.ts';

export type HostTab = 'overview' | 'metrics' | 'processes' | 'ports' | 'changes' | 'events';

interface HostFrameProps {
  readonly tab: HostTab;
  /** At the right of the tabs. */
  readonly end?: ReactNode;
  /** At the right of the host's name: at most three buttons. */
  readonly actions?: ReactNode;
  /** The charts of the page, for the horizon. */
  readonly charts?: HorizonCharts;
  readonly children: ReactNode;
}

export const hostMarks: Readonly<Record<Host['state'], State>> = { up: 'ok', late: 'warn', down: 'bad', unknown: 'unknown' };

/** Head and tabs of a host around one of its scenes. What stands in it goes grey when the host or the link is lost. */
export function HostFrame({ tab, end, actions, charts, children }: HostFrameProps) {
  const t = useMessages(shellMessages);
  const host = useCurrentHost();
  const ref = useHostRef();
  const { status } = useLink();
  if (host === undefined) {
    return <LoadingState what={ref} />;
  }
  if (host === null) {
    return (
      <EmptyState
        title={t('hostMissing')}
        actions={
          <Button variant="primary" asChild>
            <Link to="/hosts/$host" params={{ host: 'local' }}>
              {t('toLocal')}
            </Link>
          </Button>
        }
      >
        {t('hostMissingBody', { host: ref })}
      </EmptyState>
    );
  }
  const stale = status === 'stale' || host.state === 'down' || host.state === 'unknown';
  return (
    <div className="flex min-h-0 flex-1 flex-col" {...(stale ? { 'data-stale': '' } : {})}>
      <div className={cn('hosthead', actions ? undefined : 'max-sm:hidden')}>
        <h1 className="max-sm:sr-only">
          <StateMark state={hostMarks[host.state]} label={t(`state_${host.state}`)} />
          <span className="clip">{host.name}</span>
          {host.state === 'up' ? null : (
            <span className={cn('chip', host.state === 'late' ? 'warn' : 'unknown')}>{t(`state_${host.state}`)}</span>
          )}
        </h1>
        <Facts host={host} />
        {actions}
      </div>
      <PastFrame
        hostRef={ref}
        host={host}
        charts={charts}
        tabs={
          <nav className="tabs" aria-label={t('hostTabs')}>
            <HostTabs host={host} tab={tab} />
            {end ? <div className="end">{end}</div> : null}
          </nav>
        }
      >
        {status === 'stale' ? null : <HostNotice host={host} />}
        {children}
      </PastFrame>
    </div>
  );
}

function Facts({ host }: { readonly host: Host }) {
  const t = useMessages(shellMessages);
  const format = useFormat();
  const size = [
    host.cpuCount === null ? null : t('cores', { count: host.cpuCount }),
    host.memoryBytes === null ? null : format.text(format.size(host.memoryBytes)),
  ].filter(Boolean);
  return (
    <div className="facts max-sm:hidden">
      {host.operatingSystem ? <span>{host.operatingSystem}</span> : null}
      {host.kernel ? (
        <span>
          <i>{t('kernel')}</i> {host.kernel}
        </span>
      ) : null}
      {size.length > 0 ? <span title={host.cpuModel ?? undefined}>{size.join(' · ')}</span> : null}
      {host.addresses[0] ? (
        <span className="mono" title={host.addresses.join('\n')}>
          {host.addresses[0]}
        </span>
      ) : null}
      {host.bootedAt ? <Uptime bootedAt={host.bootedAt} /> : null}
      {host.agentVersion ? (
        <span>
          <i>{t('agent')}</i> {host.agentVersion}
        </span>
      ) : null}
      {host.agentPrivileged === false ? (
        <Tooltip label={t('notRootHint')}>
          <button type="button" className="text-warn-text">
            {t('notRoot', { user: host.agentUser ?? t('user') })}
          </button>
        </Tooltip>
      ) : null}
    </div>
  );
}

function Uptime({ bootedAt }: { readonly bootedAt: string }) {
  const t = useMessages(shellMessages);
  const format = useFormat();
  const now = useNow(30_000);
  return (
    <span title={format.exact(Date.parse(bootedAt))}>
      <i>{t('up')}</i> {format.duration((now - Date.parse(bootedAt)) / 1000)}
    </span>
  );
}

function HostTabs({ host, tab }: { readonly host: Host; readonly tab: HostTab }) {
  const t = useMessages(shellMessages);
  const ref = useHostRef();
  const canSee = useCan('process.read');
  const canSeeEvents = useCan('event.read');
  return (
    <>
      <TabLink to="/hosts/$host" host={ref} on={tab === 'overview'} label={t('overview')} />
      <TabLink to="/hosts/$host/metrics" host={ref} on={tab === 'metrics'} label={t('metrics')} />
      {canSee ? (
        <>
          <TabLink
            to="/hosts/$host/processes"
            host={ref}
            on={tab === 'processes'}
            label={t('processes')}
            count={<ProcessCount host={ref} live={host.state === 'up'} />}
          />
          <TabLink
            to="/hosts/$host/ports"
            host={ref}
            on={tab === 'ports'}
            label={t('ports')}
            count={<PortCount host={ref} live={host.state === 'up'} />}
          />
        </>
      ) : null}
      {canSee ? <TabLink to="/hosts/$host/changes" host={ref} on={tab === 'changes'} label={t('changes')} /> : null}
      {canSeeEvents ? <TabLink to="/hosts/$host/events" host={ref} on={tab === 'events'} label={t('events')} /> : null}
    </>
  );
}

interface TabLinkProps {
  readonly to:
    | '/hosts/$host'
    | '/hosts/$host/metrics'
    | '/hosts/$host/processes'
    | '/hosts/$host/ports'
    | '/hosts/$host/changes'
    | '/hosts/$host/events';
  readonly host: string;
  readonly on: boolean;
  readonly label: string;
  readonly count?: ReactNode;
}

function TabLink({ to, host, on, label, count }: TabLinkProps) {
  const { atMs } = useMoment();
  // The moment is of the host: it stays when the tab changes.
  const search = (atMs === null ? {} : { at: writeAt(atMs) }) as never;
  return (
    <Link
      to={to}
      params={{ host }}
      search={search}
      className={cn('tab', on && 'tab-on')}
      {...(on ? { 'aria-current': 'page' as const } : {})}
    >
      {label}
      {count}
    </Link>
  );
}

function ProcessCount({ host, live }: { readonly host: string; readonly live: boolean }) {
  const format = useFormat();
  const { summary } = useProcesses(host, { intervalMs: 10_000, enabled: live });
  return summary ? <span className="n">{format.number(summary.total)}</span> : null;
}

function PortCount({ host, live }: { readonly host: string; readonly live: boolean }) {
  const format = useFormat();
  const { rows, timeMs } = useSockets(host, { intervalMs: 10_000, enabled: live });
  if (timeMs === 0) {
    return null;
  }
  const listening = rows.filter(
    (row) => row.protocol !== 'unix' && (row.state === 'LISTEN' || (row.protocol === 'udp' && row.remotePort === null)),
  ).length;
  return <span className="n">{format.number(listening)}</span>;
}

/** Why the figures below are old, when they are. */
function HostNotice({ host }: { readonly host: Host }) {
  const t = useMessages(shellMessages);
  const format = useFormat();
  const now = useNow();
  if (host.state === 'up') {
    return null;
  }
  const last = host.lastFrameAt === null ? null : Date.parse(host.lastFrameAt);
  return (
    <div className="notice-bar" role="status">
      <StateMark state="unknown" label="" />
      <p className="py-1.5">
        <b>
          {host.state === 'late' && last !== null
            ? t('hostLate', { age: format.duration((now - last) / 1000) })
            : t(host.state === 'unknown' ? 'hostUnknown' : 'hostDown')}
        </b>{' '}
        {last === null ? null : t('shownAsOf', { time: now - last > 86_400_000 ? format.dateTime(last) : format.time(last) })}
      </p>
    </div>
  );
}
