import { HostText } from '../../components/table/index.ts';
import { addressWord, Owner, type PortContext } from './columns.tsx';
import { endpoint, isOpenToAny, type PortRow, viewOf } from './rows.ts';

/** Two lines for a phone. */
export function PortCard(row: PortRow, context: PortContext) {
  const { t } = context;
  const { socket } = row;
  if (socket === null) {
    return (
      <div className="pc">
        <div className="pc-name">
          <p>
            <b>
              <HostText text={row.group?.label ?? ''} />
            </b>
          </p>
          <p>{t('sockets', { count: row.count })}</p>
        </div>
      </div>
    );
  }
  const view = viewOf(socket);
  const title =
    view === 'listening'
      ? String(socket.localPort)
      : view === 'unix'
        ? (socket.path ?? socket.id)
        : endpoint(socket.remoteAddress, socket.remotePort);
  return (
    <div className="pc">
      <div className="pc-name">
        <p className="mono clip">
          <b>
            <HostText text={title} />
          </b>{' '}
          {view === 'unix' ? null : socket.protocol}
        </p>
        <p className="clip">
          <Owner row={row} context={context} />{' '}
          {row.username ? (
            <>
              · <HostText text={row.username} />
            </>
          ) : null}
        </p>
      </div>
      <div className="pc-figures">
        <p className="text-xs">{view === 'listening' && socket.localAddress ? addressWord(socket.localAddress, t) : socket.state}</p>
        {view === 'listening' && isOpenToAny(socket) ? <span className="chip warn">{t('open')}</span> : null}
      </div>
    </div>
  );
}
