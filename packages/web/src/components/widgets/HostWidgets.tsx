import { Link } from '@tanstack/react-router';
import type { Widget } from '@vigie/contract';
import { useOperation } from '../../api/index.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useMessages } from '../../i18n/index.ts';
import { Meter } from '../charts/index.ts';
import { HostText } from '../table/index.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/index.ts';
import { widgetMessages } from './messages.ts';
import { writeFigure } from './units.ts';
import type { BoardTime } from './useSeries.ts';
import { fill, type Values } from './variables.ts';

interface HostWidgetProps<T extends Widget['type']> {
  readonly widget: Extract<Widget, { type: T }>;
  readonly values: Values;
  readonly time: BoardTime;
}

const firstHost = (text: string) => text.split(',')[0] || 'local';

/** Who used a resource in the time of the dashboard. */
export function TopWidget({ widget, values, time }: HostWidgetProps<'top'>) {
  const t = useMessages(widgetMessages);
  const format = useFormat();
  const host = firstHost(fill(widget.host, values));
  const { data, error } = useOperation(
    'host.usage',
    { host, resource: widget.resource, by: widget.by, limit: widget.limit, from: time.from, to: time.to },
    { staleTime: 10_000, ...(time.refreshMs > 0 ? { refetchInterval: Math.max(30_000, time.refreshMs) } : {}) },
  );
  if (error && !data) {
    return <ErrorState title={t('failed')} error={error} />;
  }
  if (!data) {
    return <LoadingState what={t('reading')} rows={5} />;
  }
  if (data.items.length === 0) {
    return <EmptyState title={t('nobody')} />;
  }
  const most = data.items[0]?.average ?? 1;
  const unit = data.unit === 'cores' ? 'cores' : data.unit === 'bytes' ? 'bytes' : 'bytes_per_second';
  return (
    <table className="tb widget-table">
      <tbody>
        {data.items.map((item) => (
          <tr key={item.key}>
            <td className="mono clip">
              <HostText text={item.name || '–'} /> <span className="text-muted">{item.pid ?? ''}</span>
            </td>
            <td className="widget-meter">
              <Meter share={(item.average / most) * 100}>{writeFigure(item.average, unit, undefined, format)}</Meter>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The state of a host at the end of the time of the dashboard. */
export function MomentWidget({ widget, values, time }: HostWidgetProps<'moment'>) {
  const t = useMessages(widgetMessages);
  const host = firstHost(fill(widget.host, values));
  const { data, error } = useOperation(
    'host.at',
    { host, time: time.to, include: widget.show === 'processes' ? 'processes' : widget.show === 'ports' ? 'sockets' : 'inventory' },
    { staleTime: 10_000, ...(time.refreshMs > 0 ? { refetchInterval: Math.max(30_000, time.refreshMs) } : {}) },
  );
  if (error && !data) {
    return <ErrorState title={t('failed')} error={error} />;
  }
  if (!data) {
    return <LoadingState what={t('reading')} rows={5} />;
  }
  const lines = linesOf(widget.show, data).slice(0, widget.limit);
  const missing = data.processes?.missing ?? data.sockets?.missing ?? data.inventory?.missing ?? null;
  return (
    <>
      {missing ? <p className="widget-note">{missing}</p> : null}
      {lines.length === 0 && !missing ? <EmptyState title={t('nothing')} /> : null}
      <table className="tb widget-table">
        <tbody>
          {lines.map(([name, value]) => (
            <tr key={`${name} ${value}`}>
              <td className="mono clip">
                <HostText text={name} />
              </td>
              <td className="text-secondary clip">
                <HostText text={value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Link className="link widget-more" to={widget.show === 'ports' ? '/hosts/$host/ports' : '/hosts/$host/processes'} params={{ host }}>
        {t('open')}
      </Link>
    </>
  );
}

type Show = Extract<Widget, { type: 'moment' }>['show'];
type Moment = import('@vigie/contract').HostMoment;

const kinds = { units: 'unit', logins: 'login', mounts: 'mount' } as const;

function linesOf(show: Show, moment: Moment): [string, string][] {
  if (show === 'processes') {
    return (moment.processes?.items ?? [])
      .toSorted((a, b) => (b.cpu_percent ?? 0) - (a.cpu_percent ?? 0))
      .map((row) => [`${row.name} ${row.pid}`, `${row.cpu_percent ?? '–'} %`]);
  }
  if (show === 'ports') {
    return (moment.sockets?.items ?? [])
      .filter((row) => row.state === 'LISTEN')
      .map((row) => [`${row.protocol} ${row.localAddress}:${row.localPort}`, row.processName ?? '']);
  }
  return (moment.inventory?.items ?? [])
    .filter(({ kind }) => kind === kinds[show])
    .map(({ key, fields }) => [
      key,
      Object.values(fields)
        .filter((value) => value !== null && value !== '')
        .slice(0, 2)
        .join(' '),
    ]);
}
