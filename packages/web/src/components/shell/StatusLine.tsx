import { Fragment } from 'react';
import { useActor, useSession } from '../../api/index.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useNow } from '../../hooks/useNow.ts';
import { useMessages } from '../../i18n/index.ts';
import { cn } from '../../lib/cn.ts';
import { useStore } from '../../lib/store.ts';
import { useLink } from '../../live/index.ts';
import { pastMessages, useMoment } from '../past/index.ts';
import { keyText, StateMark } from '../ui/index.ts';
import { uiMessages } from '../ui/messages.ts';
import { HealthMark } from './Health.tsx';
import { useCurrentHost } from './hosts.ts';
import { shellMessages } from './messages.ts';
import { statusKeys, statusPart } from './status-store.ts';

/** Foot of the page: mode and link, the keys that work here, who it is. It never scrolls away. */
export function StatusLine() {
  const t = useMessages(shellMessages);
  const role = useMessages(uiMessages);
  const actor = useActor();
  const session = useSession();
  const host = useCurrentHost();
  const { facts, note } = useStore(statusPart);
  const keys = useStore(statusKeys);
  return (
    <footer className="status">
      <div className="status-left">
        <Mode />
        <Link />
        <HealthMark />
        {facts?.map((fact) => (
          <span key={fact.label}>
            {fact.label} <b>{fact.value}</b>
          </span>
        ))}
      </div>
      <div className="status-keys">
        {keys.map((item) => (
          <Fragment key={item.key}>
            {item.run ? (
              <button type="button" tabIndex={-1} onClick={item.run}>
                <kbd>{keyText(item.key)}</kbd>
                {item.label}
              </button>
            ) : (
              <span>
                <kbd>{keyText(item.key)}</kbd>
                {item.label}
              </span>
            )}
          </Fragment>
        ))}
        <span>
          <kbd>?</kbd>
          {t('keys').toLowerCase()}
        </span>
      </div>
      <div className="status-right">
        {note ? <span>{note}</span> : null}
        {actor ? (
          <span>
            <b>{actor.name}</b> {role(`role_${actor.role}`)}
          </span>
        ) : null}
        {session?.organization && session.organization !== host?.name ? (
          <span className="status-organization">{session.organization}</span>
        ) : null}
      </div>
    </footer>
  );
}

function Mode() {
  const t = useMessages(shellMessages);
  const past = useMessages(pastMessages);
  const format = useFormat();
  const { mode } = useStore(statusPart);
  const { status, staleSinceMs } = useLink();
  const { atMs } = useMoment();
  if (status === 'stale' && staleSinceMs !== null) {
    return <StaleMode sinceMs={staleSinceMs} />;
  }
  return (
    <span className={cn('status-mode', status !== 'live' && 'lost')} role="status">
      {status !== 'live'
        ? t('connecting')
        : atMs === null
          ? (mode ?? t('live'))
          : past('mode', { time: format.time(atMs, { seconds: true }) })}
    </span>
  );
}

function StaleMode({ sinceMs }: { readonly sinceMs: number }) {
  const t = useMessages(shellMessages);
  const format = useFormat();
  const now = useNow();
  return <span className="status-mode lost">{t('stale', { age: format.clockDuration((now - sinceMs) / 1000) })}</span>;
}

function Link() {
  const t = useMessages(shellMessages);
  const format = useFormat();
  const { status, latencyMs } = useLink();
  if (status === 'stale') {
    return (
      <span className="status-fact">
        <StateMark state="unknown" label="" />
        {t('link')} <b>{t('lost')}</b>
        <Retry />
      </span>
    );
  }
  return (
    <span className="status-fact">
      <StateMark state={status === 'live' ? 'ok' : 'unknown'} label="" />
      {t('link')} <b>{latencyMs === null ? '…' : format.milliseconds(Math.round(latencyMs))}</b>
    </span>
  );
}

function Retry() {
  const t = useMessages(shellMessages);
  const format = useFormat();
  const { retryAtMs } = useLink();
  const now = useNow();
  if (retryAtMs === null) {
    return null;
  }
  return <span>{t('retryIn', { time: format.duration(Math.ceil(Math.max(0, retryAtMs - now) / 1000)) })}</span>;
}
