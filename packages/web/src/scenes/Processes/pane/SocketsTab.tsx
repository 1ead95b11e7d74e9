import type { Socket } from '@vigie/contract';
import { HostText, Value } from '../../../components/table/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import type { ProcessContext } from '../columns.tsx';
import { processMessages } from '../messages.ts';
import { HiddenPart } from './HiddenPart.tsx';
import type { TabProps } from './ProcessPane.tsx';

function endpoint(address: string | null, port: number | null): string {
  if (address === null) {
    return '';
  }
  return `${address.includes(':') ? `[${address}]` : address}${port === null ? '' : `:${port}`}`;
}

/** One socket per line: what it is bound to or talks to, its state, what waits in its queues. */
export function SocketLines({ sockets, context }: { readonly sockets: readonly Socket[]; readonly context: ProcessContext }) {
  const t = useMessages(processMessages);
  return (
    <table className="tb pp-table">
      <colgroup>
        <col />
        <col style={{ width: 96 }} />
        <col style={{ width: 92 }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('peer')}</th>
          <th scope="col">{t('state')}</th>
          <th scope="col" className="num" title={`${t('received')} / ${t('sent')}`}>
            {t('queues')}
          </th>
        </tr>
      </thead>
      <tbody>
        {sockets.map((socket) => {
          const local = socket.protocol === 'unix' ? (socket.path ?? 'unix') : endpoint(socket.localAddress, socket.localPort);
          const remote = endpoint(socket.remoteAddress, socket.remotePort);
          return (
            <tr key={socket.id}>
              <td className="mono" title={[socket.protocol, local, remote].filter(Boolean).join(' ')}>
                <span className="text-muted">{socket.protocol}</span> <HostText text={remote === '' ? local : remote} />
              </td>
              <td className="mono text-secondary">{socket.state}</td>
              <td className="num">
                <Queue bytes={socket.receiveQueueBytes} context={context} />
                <span className="text-muted"> / </span>
                <Queue bytes={socket.sendQueueBytes} context={context} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Queue({ bytes, context }: { readonly bytes: number | null; readonly context: ProcessContext }) {
  if (bytes === null || bytes === 0) {
    return <span className="zero">{bytes === null ? '–' : '0'}</span>;
  }
  return <Value amount={context.format.bytes(bytes)} />;
}

export function SocketsTab({ detail, row, context }: TabProps) {
  const t = useMessages(processMessages);
  if (detail.sockets.length === 0) {
    return detail.process.hidden.includes('ports') ? <HiddenPart kernel={row.kernel} /> : <p className="pp-none">{t('no_sockets')}</p>;
  }
  const rank = (socket: Socket) => (socket.state === 'LISTEN' ? 0 : socket.protocol === 'unix' ? 2 : 1);
  return <SocketLines sockets={[...detail.sockets].sort((left, right) => rank(left) - rank(right))} context={context} />;
}
