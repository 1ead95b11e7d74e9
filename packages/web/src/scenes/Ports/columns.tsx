import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type ColumnSpec, HostText, Unknown, Value } from '../../components/table/index.ts';
import type { Translate } from '../../i18n/index.ts';
import type { Format } from '../../lib/format.ts';
import type { portMessages } from './messages.ts';
import { addressKind, endpoint, isOpenToAny, type PortRow, type PortView } from './rows.ts';

export type PortSay = Translate<(typeof portMessages)['en']>;

export interface PortContext {
  readonly t: PortSay;
  readonly format: Format;
  readonly host: string;
  readonly grouped: boolean;
}

export type PortColumn = ColumnSpec<PortRow, PortContext>;

export function addressWord(address: string, t: PortSay): string {
  const kind = addressKind(address);
  switch (kind) {
    case 'any':
      return t('any');
    case 'loopback':
      return t('loopback');
    case 'link':
      return t('link', { address });
    case 'other':
      return address;
    default:
      return kind satisfies never;
  }
}

/** The process as a link to its pane. An owner that privileges hide is hatched, with the reason. */
export function Owner({ row, context }: { readonly row: PortRow; readonly context: PortContext }): ReactNode {
  const { t, host } = context;
  if (row.pid === null) {
    return row.ownerHidden ? (
      <Unknown reason={t('hidden')} />
    ) : (
      <span className="text-muted" title={t('kernel_owned_hint')}>
        {row.processName ?? t('kernel_owned')}
      </span>
    );
  }
  return (
    <Link to="/hosts/$host/processes" params={{ host }} search={{ pid: String(row.pid) } as never} className="link" tabIndex={-1}>
      <HostText text={row.processName ?? String(row.pid)} />
    </Link>
  );
}

function GroupHead({ row, context }: { readonly row: PortRow; readonly context: PortContext }) {
  return (
    <>
      <b className="text-strong">
        {row.group?.kind === 'process' && row.pid !== null ? (
          <Owner row={row} context={context} />
        ) : (
          <HostText text={row.group?.label ?? ''} />
        )}
      </b>
      {row.pid === null ? null : <span className="mono text-muted"> {row.pid}</span>}{' '}
      <span className="text-muted">{context.t('sockets', { count: row.count })}</span>
    </>
  );
}

function text(
  id: string,
  head: string,
  title: string,
  width: number,
  priority: number,
  read: (row: PortRow) => string | null,
  more: Partial<PortColumn> = {},
): PortColumn {
  return {
    id,
    head,
    title,
    align: 'start',
    width,
    minWidth: Math.min(60, width),
    priority,
    value: read,
    cell: (row) => {
      const value = read(row);
      return value === null ? null : <HostText text={value} />;
    },
    ...more,
  };
}

/** The columns of each view; the first names the thing and carries the groups. */
export function portColumns(t: PortSay, view: PortView): readonly PortColumn[] {
  const proto = text(
    'proto',
    t('col_proto'),
    t('title_proto'),
    54,
    3,
    (row) => (row.socket ? `${row.socket.protocol}${row.socket.family === 'ipv6' ? '6' : ''}` : null),
    {
      className: 'mono sec',
    },
  );
  const user = text('user', t('col_user'), t('title_user'), 96, 5, (row) => row.username, { className: 'sec' });
  const unit = text('unit', t('col_unit'), t('title_unit'), 150, 4, (row) => row.unit?.replace(/\.service$/, '') ?? null, {
    className: 'sec',
  });
  const state = text('state', t('col_state'), t('title_state'), 104, 3, (row) => row.socket?.state ?? null, { className: 'mono sec' });
  const pid: PortColumn = {
    id: 'pid',
    head: t('col_pid'),
    title: t('title_pid'),
    align: 'end',
    width: 62,
    minWidth: 44,
    priority: 4,
    className: 'num pt-pid',
    value: (row) => row.pid,
    cell: (row) => (row.group ? null : row.pid),
  };
  const owner: PortColumn = {
    id: 'process',
    head: t('col_process'),
    title: t('title_process'),
    align: 'start',
    width: 200,
    minWidth: 120,
    priority: 0,
    grow: view !== 'unix',
    value: (row) => row.processName,
    cell: (row, context) => (row.group ? null : <Owner row={row} context={context} />),
  };
  const queue = (id: 'received' | 'sent'): PortColumn => ({
    id,
    head: t(`col_${id}`),
    title: t(`title_${id}`),
    align: 'end',
    width: 76,
    minWidth: 50,
    priority: 5,
    firstOrder: 'desc',
    className: 'num',
    value: (row) => (id === 'received' ? row.socket?.receiveQueueBytes : row.socket?.sendQueueBytes) ?? null,
    cell: (row, { format }) => {
      const bytes = id === 'received' ? row.socket?.receiveQueueBytes : row.socket?.sendQueueBytes;
      return bytes === null || bytes === undefined ? null : <Value amount={format.bytes(bytes)} />;
    },
  });
  const end = (id: 'local' | 'remote'): PortColumn => ({
    id,
    head: t(`col_${id}`),
    title: t(`title_${id}`),
    align: 'start',
    width: 220,
    minWidth: 120,
    priority: id === 'remote' ? 0 : 1,
    className: 'mono',
    value: (row) =>
      row.group?.label ??
      (id === 'local'
        ? endpoint(row.socket?.localAddress ?? null, row.socket?.localPort ?? null)
        : endpoint(row.socket?.remoteAddress ?? null, row.socket?.remotePort ?? null)),
    cell: (row, context) => {
      if (row.group) {
        return id === 'remote' ? <GroupHead row={row} context={context} /> : null;
      }
      const address = id === 'local' ? row.socket?.localAddress : row.socket?.remoteAddress;
      const port = id === 'local' ? row.socket?.localPort : row.socket?.remotePort;
      if (!address) {
        return null;
      }
      return (
        <>
          <span className={addressKind(address) === 'other' ? undefined : 'text-secondary'}>
            {address.includes(':') ? `[${address}]` : address}
          </span>
          <span className="text-muted">:</span>
          <span className="text-strong">{port}</span>
        </>
      );
    },
  });
  switch (view) {
    case 'listening':
      return [
        {
          id: 'port',
          head: t('col_port'),
          title: t('title_port'),
          align: 'start',
          width: 96,
          minWidth: 70,
          priority: 0,
          className: 'mono',
          value: (row) => row.socket?.localPort ?? row.group?.label ?? null,
          cell: (row, context) =>
            row.group ? <GroupHead row={row} context={context} /> : <b className="text-strong">{row.socket?.localPort}</b>,
        },
        proto,
        {
          id: 'address',
          head: t('col_address'),
          title: t('title_address'),
          align: 'start',
          width: 220,
          minWidth: 110,
          priority: 1,
          value: (row) => row.socket?.localAddress ?? null,
          cell: (row, { t: say }) =>
            row.socket?.localAddress ? (
              <span title={row.socket.localAddress}>
                <span className={addressKind(row.socket.localAddress) === 'other' ? 'mono' : 'text-secondary'}>
                  {addressWord(row.socket.localAddress, say)}
                </span>
                {isOpenToAny(row.socket) ? (
                  <span className="chip warn pt-chip" title={say('open_hint')}>
                    {say('open')}
                  </span>
                ) : null}
              </span>
            ) : null,
        },
        owner,
        pid,
        user,
        unit,
        {
          id: 'clients',
          head: t('col_clients'),
          title: t('title_clients'),
          align: 'end',
          width: 60,
          minWidth: 44,
          priority: 2,
          firstOrder: 'desc',
          className: 'num',
          value: (row) => (row.group ? null : row.count),
          cell: (row, { format }) =>
            row.group || row.socket?.protocol === 'udp' ? null : (
              <span className={row.count === 0 ? 'zero' : undefined}>{format.number(row.count)}</span>
            ),
        },
      ];
    case 'connections':
      return [end('remote'), state, end('local'), owner, pid, user, unit, queue('received'), queue('sent'), proto];
    case 'unix':
      return [
        {
          id: 'path',
          head: t('col_path'),
          title: t('title_path'),
          align: 'start',
          width: 300,
          minWidth: 180,
          priority: 0,
          grow: true,
          className: 'mono',
          value: (row) => row.socket?.path ?? row.group?.label ?? null,
          cell: (row, context) =>
            row.group ? (
              <GroupHead row={row} context={context} />
            ) : row.socket?.path ? (
              <HostText text={row.socket.path} />
            ) : (
              <span className="text-muted">{row.socket?.id}</span>
            ),
        },
        state,
        { ...owner, width: 180 },
        pid,
        user,
        unit,
      ];
    default:
      return view satisfies never;
  }
}
