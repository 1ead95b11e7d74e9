import { useFormat } from '../../hooks/useFormat.ts';
import { useNow } from '../../hooks/useNow.ts';
import { useMessages } from '../../i18n/index.ts';
import { live, useLink } from '../../live/index.ts';
import { Button, StateMark } from '../ui/index.ts';
import { shellMessages } from './messages.ts';

/** Above the content while the link to the server is lost: since when, and what is still shown. */
export function LinkBar() {
  const { status, staleSinceMs } = useLink();
  return status === 'stale' && staleSinceMs !== null ? <Bar sinceMs={staleSinceMs} /> : null;
}

function Bar({ sinceMs }: { readonly sinceMs: number }) {
  const t = useMessages(shellMessages);
  const format = useFormat();
  const now = useNow();
  return (
    <div className="notice-bar" role="alert">
      <StateMark state="unknown" label="" />
      <p className="py-1.5">
        <b className="text-ink">{t('linkLost')}</b>{' '}
        {t('linkLostBody', { time: format.time(sinceMs), age: format.duration(Math.max(0, Math.floor((now - sinceMs) / 1000))) })}
      </p>
      <Button size="sm" className="ml-auto" onClick={() => live.retryNow()}>
        {t('retryNow')}
      </Button>
    </div>
  );
}
