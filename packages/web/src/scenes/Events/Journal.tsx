import './events.css';
import { useMemo, useRef } from 'react';
import { useCurrentHost, useHostRef, useStatus, useStatusKeys } from '../../components/shell/index.ts';
import { Button, EmptyState, ErrorState, LoadingState, StateMark } from '../../components/ui/index.ts';
import { useKeys } from '../../hooks/keys/index.ts';
import { useSearchParam } from '../../hooks/useSearchParam.ts';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';
import { Head } from './parts/Head.tsx';
import { List } from './parts/List.tsx';
import { useJournal } from './queries.ts';
import { mergeRows } from './rows.ts';

export function Journal() {
  const t = useMessages(messages);
  const host = useHostRef();
  const known = useCurrentHost();
  const [query, setQuery] = useSearchParam('q');
  const filter = useRef<HTMLInputElement>(null);
  const { events, gaps, error, isPending, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useJournal(host, query);
  const rows = useMemo(() => mergeRows(events, query === '' ? gaps : [], !hasNextPage), [events, gaps, query, hasNextPage]);
  const name = known?.name ?? host;
  const handleOlder = () => {
    if (hasNextPage && !isFetchingNextPage) {
      void fetchNextPage();
    }
  };
  const focusFilter = () => filter.current?.select();
  useKeys(t('keys'), [{ key: '/', label: t('key_filter'), run: focusFilter }]);
  useStatusKeys([{ key: '/', label: t('key_filter'), run: focusFilter }]);
  useStatus({ note: t('shown', { count: events.length }) });
  const older = (
    <Button size="sm" onClick={handleOlder}>
      {t(events.length === 0 ? 'further' : 'older')}
    </Button>
  );
  return (
    <section className="pane min-h-0 flex-1" aria-label={t('title')}>
      <Head host={host} query={query} onQuery={setQuery} filterRef={filter} />
      {known?.missing.includes('exec') ? (
        <p className="events-note">
          <StateMark state="unknown" label="" /> {t('missing')}
        </p>
      ) : null}
      {isPending ? <LoadingState what={t('loading', { host: name })} rows={14} /> : null}
      {error && events.length === 0 ? <ErrorState title={t('failed')} error={error} onRetry={() => void refetch()} /> : null}
      {!isPending && !error && rows.length === 0 ? (
        query === '' ? (
          <EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>
        ) : (
          <EmptyState
            title={t(hasNextPage ? 'emptyFurther' : 'emptyFilter', { query })}
            actions={
              <>
                {hasNextPage ? older : null}
                <Button onClick={() => setQuery(null)}>{t('clear')}</Button>
              </>
            }
          />
        )
      ) : null}
      {rows.length > 0 ? (
        <List
          label={t('table', { host: name })}
          rows={rows}
          onEnd={handleOlder}
          foot={isFetchingNextPage ? t('loadingOlder') : hasNextPage ? older : t('end')}
        />
      ) : null}
    </section>
  );
}
