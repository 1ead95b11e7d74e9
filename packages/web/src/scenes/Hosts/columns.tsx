import { Link } from '@tanstack/react-router';
import { hostMarks } from '../../components/shell/index.ts';
import { type ColumnSpec, HostText, MeterValue, Unknown } from '../../components/table/index.ts';
import { StateMark, Time } from '../../components/ui/index.ts';
import type { Translate } from '../../i18n/index.ts';
import type { Format } from '../../lib/format.ts';
import { type limits, toneOfFigure } from './fleet-map.ts';
import type { hostMessages } from './messages.ts';
import { type HostRow, seenMs, stateOrder } from './rows.ts';

export interface HostContext {
  readonly t: Translate<(typeof hostMessages)['en']>;
  readonly format: Format;
}

export type HostColumn = ColumnSpec<HostRow, HostContext>;

const colours = { cpu: 'var(--chart-1)', memory: 'var(--chart-3)', disk: 'var(--chart-4)' } as const;
/** The ref of a host in an address: this machine has a name of its own. */
export function refOf({ host }: HostRow): string {
  return host.local ? 'local' : host.id;
}

function meter(id: 'cpu' | 'mem' | 'disk', figure: keyof typeof limits, t: HostContext['t'], priority: number): HostColumn {
  return {
    id,
    head: t(`col_${id}`),
    title: t(`title_${id}`),
    align: 'end',
    width: 86,
    minWidth: 60,
    priority,
    firstOrder: 'desc',
    value: (row) => row[figure],
    cell: (row, { format, t: say }) => {
      const value = row[figure];
      return value === null ? (
        <span className="pt-right">
          <Unknown reason={say('not_known')} />
        </span>
      ) : (
        <MeterValue ratio={value / 100} colour={colours[figure]} tone={toneOfFigure(figure, value)} zero={value < 0.5}>
          {format.number(value, 0)}
        </MeterValue>
      );
    },
  };
}

export function hostColumns(t: HostContext['t']): readonly HostColumn[] {
  return [
    {
      id: 'host',
      head: t('col_host'),
      title: t('title_host'),
      align: 'start',
      width: 240,
      minWidth: 150,
      priority: 0,
      grow: true,
      // By state, then name: what needs a look stands first.
      value: ({ host }) => `${stateOrder.indexOf(host.state)} ${host.name.toLowerCase()}`,
      cell: (row, { t: say }) => <HostName row={row} t={say} />,
    },
    {
      id: 'site',
      head: t('col_site'),
      title: t('title_site'),
      align: 'start',
      width: 130,
      minWidth: 80,
      priority: 4,
      className: 'sec',
      value: ({ host }) => host.site,
      cell: ({ host }) => (host.site === null ? null : <HostText text={host.site} />),
    },
    {
      id: 'tags',
      head: t('col_tags'),
      title: t('title_tags'),
      align: 'start',
      width: 170,
      minWidth: 90,
      priority: 6,
      value: ({ host }) => host.tags.join(' ') || null,
      cell: ({ host }) => (
        <span className="hosts-tags">
          {host.tags.map((tag) => (
            <span key={tag} className="chip">
              <HostText text={tag} />
            </span>
          ))}
        </span>
      ),
    },
    meter('cpu', 'cpu', t, 1),
    meter('mem', 'memory', t, 1),
    meter('disk', 'disk', t, 2),
    {
      id: 'load',
      head: t('col_load'),
      title: t('title_load'),
      align: 'end',
      width: 64,
      minWidth: 48,
      priority: 3,
      firstOrder: 'desc',
      className: 'num',
      value: ({ load }) => load,
      cell: ({ load }, { format, t: say }) =>
        load === null ? (
          <Unknown reason={say('not_known')} />
        ) : (
          <span className={load < 0.005 ? 'zero' : undefined}>{format.number(load, 2)}</span>
        ),
    },
    {
      id: 'os',
      head: t('col_os'),
      title: t('title_os'),
      align: 'start',
      width: 220,
      minWidth: 110,
      priority: 7,
      className: 'sec',
      value: ({ host }) => host.operatingSystem,
      cell: ({ host }) => (host.operatingSystem === null ? null : <HostText text={host.operatingSystem} />),
    },
    {
      id: 'agent',
      head: t('col_agent'),
      title: t('title_agent'),
      align: 'start',
      width: 130,
      minWidth: 70,
      priority: 8,
      className: 'mono sec',
      value: ({ host }) => host.agentVersion,
      cell: ({ host }, { t: say }) => (
        <>
          {host.agentVersion}
          {host.agentPrivileged === false && host.agentUser !== null ? (
            <span className="text-muted"> {say('as_user', { user: host.agentUser })}</span>
          ) : null}
        </>
      ),
    },
    {
      id: 'seen',
      head: t('col_seen'),
      title: t('title_seen'),
      align: 'end',
      width: 84,
      minWidth: 60,
      priority: 5,
      firstOrder: 'desc',
      className: 'num',
      value: (row) => seenMs(row, Date.now()),
      cell: (row, { t: say }) => {
        const seen = seenMs(row, Date.now());
        return seen === null ? <span className="text-muted">{say('never')}</span> : <Time at={seen} />;
      },
    },
  ];
}

/** Mark and name as a link; a state that is not well in words beside it. */
export function HostName({ row, t }: { readonly row: HostRow; readonly t: HostContext['t'] }) {
  const { host } = row;
  return (
    <>
      <StateMark state={hostMarks[host.state]} label={t(`state_${host.state}`)} />{' '}
      <Link to="/hosts/$host" params={{ host: refOf(row) }} className="hosts-name" tabIndex={-1}>
        <HostText text={host.name} />
      </Link>
      {host.local ? <span className="text-muted"> {t('this_machine')}</span> : null}
      {host.state === 'up' ? null : (
        <span className="hosts-why">
          {t(`state_${host.state}`)}
          {host.stateSince !== null && host.state !== 'unknown' ? (
            <>
              {' · '}
              <Time at={host.stateSince} />
            </>
          ) : null}
        </span>
      )}
    </>
  );
}

/** Two lines for a phone. */
export function HostCard(row: HostRow, { t, format }: HostContext) {
  const percent = (value: number | null) => (value === null ? '–' : `${format.number(value, 0)} %`);
  return (
    <div className="pc">
      <div className="pc-name">
        <p className="clip">
          <HostName row={row} t={t} />
        </p>
        <p className="clip">{[row.host.site, ...row.host.tags].filter((part) => part !== null).join(' · ') || row.host.operatingSystem}</p>
      </div>
      <p className="hosts-card-figures mono">
        {t('col_cpu').replace(' %', '')} {percent(row.cpu)}
        <br />
        {t('col_mem').replace(' %', '')} {percent(row.memory)}
      </p>
    </div>
  );
}
