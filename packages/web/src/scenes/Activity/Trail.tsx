import type { AuditEntry } from '@vigie/contract';
import { Funnel, Undo2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useAction } from '../../components/plan/index.ts';
import { usePaletteCommands, useStatus, useStatusKeys } from '../../components/shell/index.ts';
import { Button, EmptyState, ErrorState, LoadingState } from '../../components/ui/index.ts';
import { useKeys } from '../../hooks/keys/index.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useSearchParam } from '../../hooks/useSearchParam.ts';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';
import { Details } from './parts/Details.tsx';
import { Head } from './parts/Head.tsx';
import { List } from './parts/List.tsx';
import { useActivity } from './queries.ts';

export function Trail() {
  const t = useMessages(messages);
  const format = useFormat();
  const [query, setQuery] = useSearchParam('q');
  const [openId, setOpenId] = useSearchParam('record');
  const [cursorId, setCursorId] = useState<string | null>(null);
  const filter = useRef<HTMLInputElement>(null);
  const { data, error, isPending, refetch, fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = useActivity(
    query,
    true,
  );
  const { run } = useAction();

  const entries: readonly AuditEntry[] = data?.pages.flatMap((page) => page.items) ?? [];
  const cursor = entries.findIndex((entry) => entry.id === (cursorId ?? openId));
  const opened = entries.find((entry) => entry.id === openId) ?? null;
  const handleMove = (step: number) => {
    const next = entries[Math.min(entries.length - 1, Math.max(0, cursor + step))];
    if (next) {
      setCursorId(next.id);
      if (openId !== '') {
        setOpenId(next.id);
      }
    }
  };
  const handleOpen = (entry: AuditEntry) => {
    setCursorId(entry.id);
    setOpenId(entry.id === openId ? null : entry.id);
  };
  const handleUndo = (entry: AuditEntry) => {
    void run('action.undo', { id: entry.id }, { title: t('undoing', { command: entry.command }) });
  };
  const atCursor = entries[cursor];

  useKeys(t('page'), [
    { key: 'j|ArrowDown', label: t('key_next'), run: () => handleMove(1) },
    { key: 'k|ArrowUp', label: t('key_previous'), run: () => handleMove(-1) },
    { key: 'Enter', label: t('key_open'), run: (event) => openAtCursor(event) },
    { key: 'Escape', label: t('key_close'), hidden: true, run: () => setOpenId(null) },
    { key: '/', label: t('key_filter'), run: () => filter.current?.focus() },
    ...(atCursor?.undoable ? [{ key: 'u', label: t('key_undo'), run: () => handleUndo(atCursor) }] : []),
  ]);
  useStatusKeys([
    { key: 'j k', label: t('key_next') },
    { key: 'Enter', label: t('key_open') },
    { key: '/', label: t('key_filter'), run: () => filter.current?.focus() },
  ]);
  useStatus({ note: cursor >= 0 ? `${format.number(cursor + 1)} / ${format.number(entries.length)}` : undefined });

  usePaletteCommands([
    { id: 'activity filter', label: t('filter'), icon: Funnel, hint: '/', run: () => filter.current?.focus() },
    ...(atCursor?.undoable
      ? [
          {
            id: 'activity undo',
            label: t('undoing', { command: atCursor.command }),
            icon: Undo2,
            hint: 'u',
            run: () => handleUndo(atCursor),
          },
        ]
      : []),
  ]);

  function openAtCursor(event: KeyboardEvent): void | false {
    const onControl = event.target instanceof HTMLElement && event.target.closest('button, a') !== null;
    if (onControl || !atCursor) {
      return false;
    }
    handleOpen(atCursor);
  }

  return (
    <div className="flex min-h-0 flex-1">
      <section className="pane min-w-0 flex-1" aria-label={t('title')}>
        <Head query={query} onQuery={setQuery} count={data ? entries.length : null} more={hasNextPage} filterRef={filter} />
        {isPending ? <LoadingState what={t('loading')} rows={14} /> : null}
        {error && entries.length === 0 ? <ErrorState title={t('failed')} error={error} onRetry={() => void refetch()} /> : null}
        {!isPending && !error && entries.length === 0 ? (
          query === '' ? (
            <EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>
          ) : (
            <EmptyState title={t('emptyFilter', { query })} actions={<Button onClick={() => setQuery(null)}>{t('clear')}</Button>} />
          )
        ) : null}
        {entries.length > 0 ? (
          <List
            entries={entries}
            cursor={cursor}
            onOpen={handleOpen}
            onUndo={handleUndo}
            onEnd={() => {
              if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) {
                void fetchNextPage();
              }
            }}
            foot={isFetchingNextPage ? t('loadingOlder') : isFetchNextPageError ? t('olderFailed', { error: error?.message ?? '' }) : null}
          />
        ) : null}
      </section>
      {opened ? <Details entry={opened} onClose={() => setOpenId(null)} onUndo={() => handleUndo(opened)} /> : null}
    </div>
  );
}
