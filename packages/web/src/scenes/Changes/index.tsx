/*
 * What changed on a host between two moments, in sentences. How two states are compared, the server decides (`host.diff`).
 */
import './changes.css';
import type { HostDifference } from '@vigie/contract';
import { useCan, useOperation } from '../../api/index.ts';
import { useMoment } from '../../components/past/index.ts';
import { HostFrame, useHostRef } from '../../components/shell/index.ts';
import { HostText } from '../../components/table/index.ts';
import { EmptyState, ErrorState, LoadingState, NoPermissionState, Segmented, StateMark } from '../../components/ui/index.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useSearchParam } from '../../hooks/useSearchParam.ts';
import { useMessages } from '../../i18n/index.ts';
import { changesMessages } from './messages.ts';

const sinces = ['now-10m', 'now-1h', 'now-24h', 'now-7d'] as const;
const kinds = ['package', 'unit', 'port', 'parameter', 'mount', 'address', 'route', 'login', 'process'] as const;
type Kind = (typeof kinds)[number];

export function ChangesScene() {
  const may = useCan('process.read');
  return <HostFrame tab="changes">{may ? <Changes /> : <NoPermissionState permission="process.read" />}</HostFrame>;
}

function Changes() {
  const t = useMessages(changesMessages);
  const format = useFormat();
  const host = useHostRef();
  const { atMs } = useMoment();
  const [fromText, setFrom] = useSearchParam('from');
  const from = fromText === '' ? 'now-1h' : fromText;
  const to = atMs === null ? 'now' : new Date(atMs).toISOString();
  const { data, error } = useOperation('host.diff', { host, from, to, limit: 2000 }, { staleTime: 30_000 });
  const chosen = sinces.find((since) => since === from) ?? 'other';
  return (
    <section className="pane changes" aria-labelledby="changes-title">
      <header className="pane-h">
        <h3 id="changes-title">{t('title')}</h3>
        <span className="sub">
          {data
            ? t('between', { from: format.dateTime(Date.parse(data.before.time)), to: format.dateTime(Date.parse(data.after.time)) })
            : null}
        </span>
        <div className="end">
          <Segmented
            label={t('since')}
            value={chosen}
            onValueChange={(value) => value !== 'other' && setFrom(value === 'now-1h' ? null : value)}
            options={sinces.map((value) => ({ value, label: t(`since_${value}`) }))}
          />
        </div>
      </header>
      {error && !data ? <ErrorState title={t('failed')} error={error} /> : null}
      {!data && !error ? <LoadingState what={t('reading')} rows={10} /> : null}
      {data ? (
        <div className="scroll">
          {data.missing.map((sentence) => (
            <p key={sentence} className="changes-missing">
              <StateMark state="unknown" label="" /> {sentence}
            </p>
          ))}
          {data.items.length === 0 && data.missing.length === 0 ? <EmptyState title={t('none')}>{t('noneBody')}</EmptyState> : null}
          {kinds.map((kind) => (
            <Group key={kind} kind={kind} items={data.items.filter((item) => item.kind === kind)} />
          ))}
          {data.count > data.items.length ? (
            <p className="changes-missing">{t('more', { count: data.count - data.items.length })}</p>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

function Group({ kind, items }: { readonly kind: Kind; readonly items: readonly HostDifference[] }) {
  const t = useMessages(changesMessages);
  if (items.length === 0) {
    return null;
  }
  return (
    <section className="changes-group" aria-labelledby={`changes-${kind}`}>
      <h4 id={`changes-${kind}`}>
        {t(`kind_${kind}`)} <span className="n">{items.length}</span>
      </h4>
      <ul>
        {items.map((item) => (
          <li key={`${item.kind} ${item.key}`} className={`changes-${item.change}`}>
            <span className="changes-sign" aria-label={t(`change_${item.change}`)} role="img">
              {item.change === 'added' ? '+' : item.change === 'removed' ? '\u2212' : '~'}
            </span>
            <span>
              <HostText text={item.text} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
