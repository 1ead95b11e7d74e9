import { Link } from '@tanstack/react-router';
import type { Process } from '@vigie/contract';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useOperation } from '../../../api/index.ts';
import { HostText } from '../../../components/table/index.ts';
import { EmptyState, IconButton, StateMark, Time, Value } from '../../../components/ui/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { pastPaneMessages } from './past-messages.ts';

interface PastPaneProps {
  readonly host: string;
  readonly pid: number;
  /** As it was at the moment the page shows; null when it was not there. */
  readonly row: Process | null;
  readonly onClose: () => void;
}

/** What is kept of one process at a past moment, and what became of it. */
export function PastPane({ host, pid, row, onClose }: PastPaneProps) {
  const t = useMessages(pastPaneMessages);
  const close = (
    <IconButton label={t('close')} keyHint="Esc" onClick={onClose}>
      <X className="i" aria-hidden />
    </IconButton>
  );
  if (row === null) {
    return (
      <aside className="pane pp" aria-label={String(pid)}>
        <header className="pp-head">
          <h2>{pid}</h2>
          {close}
        </header>
        <EmptyState title={t('absent')}>{t('absentBody', { pid: String(pid) })}</EmptyState>
      </aside>
    );
  }
  return (
    <aside className="pane pp" aria-label={row.name}>
      <header className="pp-head">
        <h2>
          <StateMark state="paused" label="" />
          <HostText text={row.name} className="clip" />
          <span className="mono">{row.pid}</span>
        </h2>
        {close}
      </header>
      <div className="pp-body">
        <p className="pp-section text-secondary text-xs">
          <Fate host={host} row={row} />
        </p>
        <dl className="dl pp-section">
          <Fact name={t('command')}>
            <span className="mono pp-path">
              <HostText text={row.cmdline.join(' ') || row.name} />
            </span>
          </Fact>
          <Fact name={t('program')}>
            <span className="mono pp-path">{row.exe === null ? t('unknown') : <HostText text={row.exe} />}</span>
          </Fact>
          <Fact name={t('started')}>
            <Time at={row.create_time * 1000} as="dateTime" />
          </Fact>
          <Fact name={t('user')}>
            <HostText text={row.username} />
          </Fact>
          {row.unit ? (
            <Fact name={t('unit')}>
              <HostText text={row.unit} />
            </Fact>
          ) : null}
          <Fact name={t('cpu')}>
            <Value kind="percent" value={row.cpu_percent} />
          </Fact>
          <Fact name={t('memory')}>
            <Value kind="bytes" value={row.memory_rss} />
          </Fact>
          <Fact name={t('read')}>
            <Value kind="byteRate" value={row.read_bytes_per_second} />
          </Fact>
          <Fact name={t('write')}>
            <Value kind="byteRate" value={row.write_bytes_per_second} />
          </Fact>
          <Fact name={t('received')}>
            <Value kind="byteRate" value={row.received_bytes_per_second} />
          </Fact>
          <Fact name={t('sent')}>
            <Value kind="byteRate" value={row.sent_bytes_per_second} />
          </Fact>
          <Fact name={t('threads')}>
            <Value kind="integer" value={row.num_threads} />
          </Fact>
          {row.ports.length > 0 ? (
            <Fact name={t('ports')}>
              <span className="mono pp-path">{row.ports.map((port) => port.local ?? '?').join('  ')}</span>
            </Fact>
          ) : null}
        </dl>
        <p className="pp-section text-muted text-xs">{t('kept')}</p>
      </div>
    </aside>
  );
}

/** Does it still run? */
function Fate({ host, row }: { readonly host: string; readonly row: Process }) {
  const t = useMessages(pastPaneMessages);
  const { data, error } = useOperation('process.get', { host, pid: row.pid, start_ticks: row.start_ticks }, { staleTime: 30_000 });
  if (data) {
    return (
      <>
        {t('runs')}{' '}
        <Link className="link" to="/hosts/$host/processes" params={{ host }} search={{ pid: String(row.pid) } as never}>
          {t('seeNow')}
        </Link>
      </>
    );
  }
  return (
    <>
      {error?.code === 'process_not_found' || error?.code === 'process_changed' ? `${t('gone')} ` : null}
      <Link className="link" to="/hosts/$host/events" params={{ host }} search={{ q: `pid:${row.pid}` } as never}>
        {t('events')}
      </Link>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
