import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { HostText } from '../../../components/table/index.ts';
import { EmptyState, ErrorState, LoadingState, NoPermissionState, Unknown } from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { useSockets } from '../../../live/index.ts';
import { type ListeningPort, listeningPorts } from '../listening.ts';
import { overviewMessages } from '../messages.ts';

interface ListeningProps {
  readonly host: string;
  readonly allowed: boolean;
}

/** What waits for others on this host, and how many are connected. */
export const Listening = memo(function Listening({ host, allowed }: ListeningProps) {
  const t = useMessages(overviewMessages);
  return (
    <section className="pane" aria-labelledby="overview-listening">
      {allowed ? (
        <Ports host={host} />
      ) : (
        <>
          <header className="pane-h">
            <h3 id="overview-listening">{t('listening')}</h3>
          </header>
          <NoPermissionState permission="process.read" />
        </>
      )}
    </section>
  );
});

function Ports({ host }: { readonly host: string }) {
  const t = useMessages(overviewMessages);
  const { rows, ownersHidden, timeMs, error } = useSockets(host, { intervalMs: 5000 });
  const ports = listeningPorts(rows);
  const open = ports.filter(({ scope }) => scope === 'any').length;
  const scope = [t('listeningScope', { count: ports.length }), open > 0 ? t('listeningOpen', { count: open }) : null]
    .filter(Boolean)
    .join(' · ');
  return (
    <>
      <header className="pane-h">
        <h3 id="overview-listening">{t('listening')}</h3>
        <span className="sub">{timeMs === 0 ? null : scope}</span>
        <Link className="link end text-2xs" to="/hosts/$host/ports" params={{ host }}>
          {t('allSockets')}
        </Link>
      </header>
      <PortTable ports={ports} ready={timeMs > 0} ownersHidden={ownersHidden} error={rows.length === 0 ? error : null} />
    </>
  );
}

interface PortTableProps {
  readonly ports: readonly ListeningPort[];
  readonly ready: boolean;
  readonly ownersHidden: boolean;
  readonly error: { readonly code: string; readonly message: string } | null;
}

function PortTable({ ports, ready, ownersHidden, error }: PortTableProps) {
  const t = useMessages(overviewMessages);
  if (error) {
    return error.code === 'permission_denied' ? (
      <NoPermissionState permission="process.read" />
    ) : (
      <ErrorState title={t('socketsFailed')} error={new Error(error.message)} />
    );
  }
  if (!ready) {
    return <LoadingState what={t('socketsOf')} rows={8} />;
  }
  if (ports.length === 0) {
    return <EmptyState title={t('noListening')}>{t('noListeningBody')}</EmptyState>;
  }
  return (
    <div className="scroll">
      <table className="tb overview-ports">
        <thead>
          <tr>
            <th scope="col" className="num col-port">
              {t('port')}
            </th>
            <th scope="col" className="col-protocol">
              <span className="sr-only">{t('protocol')}</span>
            </th>
            <th scope="col" className="col-address">
              {t('address')}
            </th>
            <th scope="col">{t('process')}</th>
            <th scope="col" className="num col-established" title={t('establishedTitle')}>
              {t('established')}
            </th>
          </tr>
        </thead>
        <tbody>
          {ports.map((port) => (
            <PortRow key={port.key} port={port} />
          ))}
        </tbody>
      </table>
      {ownersHidden ? <p className="px-2 py-1.5 text-2xs text-muted">{t('ownersHidden')}</p> : null}
    </div>
  );
}

function PortRow({ port }: { readonly port: ListeningPort }) {
  const t = useMessages(overviewMessages);
  const format = useFormat();
  const addresses = port.addresses.join(', ');
  return (
    <tr>
      <td className="num text-strong">{port.port}</td>
      <td className="text-muted">{port.protocol}</td>
      <td title={addresses}>
        {port.scope === 'one' ? (
          <span className="mono text-secondary">
            <HostText text={addresses} />
          </span>
        ) : port.scope === 'any' ? (
          <span className="chip">{t('openToAny')}</span>
        ) : (
          <span className="text-secondary">{t('scope_loopback')}</span>
        )}
      </td>
      <td>{port.processName === null ? <Unknown hidden /> : <HostText text={port.processName} />}</td>
      <td className={port.established ? 'num' : 'num zero'}>{port.established === null ? '' : format.number(port.established)}</td>
    </tr>
  );
}
