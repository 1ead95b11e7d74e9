import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { EventGap, HostEvent, OperationOutput } from '@vigie/contract';
import { useEffect, useRef } from 'react';
import { type ApiError, callOperation, operationKey, useOperation } from '../../api/index.ts';
import { useTopicListener } from '../../live/index.ts';
import { addEvents } from './rows.ts';

type Page = OperationOutput<'event.list'>;
type Pages = InfiniteData<Page, string | null>;
const pageSize = 200;
/** Beyond this many on the first page, what came live is cut back; the rest is read again when it is scrolled to. */
const mostLive = 5000;
const keptLive = 1000;
/** A filter is the server's to judge; so often it is asked for what is newer. */
const askAgainMs = 1000;

/** The journal of a host, newest first, page by page, with what happens meanwhile put where it belongs. */
export function useJournal(host: string, query: string) {
  const queries = useQueryClient();
  const key = ['event.list', 'pages', host, query] as const;
  const filter = { host, ...(query === '' ? {} : { q: query }) };
  const result = useInfiniteQuery<Page, ApiError, Pages, typeof key, string | null>({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      callOperation('event.list', { ...filter, limit: pageSize, ...(pageParam === null ? {} : { before: pageParam }) }, { signal }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
  });
  const gapInput = { host, limit: 500 };
  const gaps = useOperation('gap.list', gapInput);

  const put = (news: readonly HostEvent[]): void => {
    queries.setQueryData<Pages>(key, (data) => (data ? putEvents(data, news) : data));
  };
  const later = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      clearTimeout(later.current ?? undefined);
      later.current = null;
    },
    [],
  );
  const askNewer = (): void => {
    later.current ??= setTimeout(() => {
      later.current = null;
      const newest = queries.getQueryData<Pages>(key)?.pages[0]?.items[0]?.id;
      if (newest === undefined) {
        void queries.invalidateQueries({ queryKey: key });
        return;
      }
      callOperation('event.list', { ...filter, limit: 1000, after: newest }).then(
        (page) => put(page.items),
        () => undefined,
      );
    }, askAgainMs);
  };

  useTopicListener('events', { host }, ({ items, gaps: news, missed }) => {
    if (query !== '') {
      askNewer();
    } else {
      put(items);
    }
    if (missed) {
      void queries.invalidateQueries({ queryKey: key });
    }
    if (news.length > 0 || missed) {
      void queries.invalidateQueries({ queryKey: operationKey('gap.list', gapInput) });
    }
  });
  const events: readonly HostEvent[] = result.data?.pages.flatMap((page) => page.items) ?? [];
  return { ...result, events, gaps: gaps.data?.items ?? noGaps };
}

const noGaps: readonly EventGap[] = [];

function putEvents(data: Pages, news: readonly HostEvent[]): Pages {
  const [first, ...others] = data.pages;
  if (!first) {
    return data;
  }
  const oldest = first.items.at(-1);
  // What is older than this page belongs to a page that is read when it is scrolled to.
  const fitting = first.next === null || !oldest ? news : news.filter((event) => Number(event.id) > Number(oldest.id));
  const items = addEvents(first.items, fitting);
  if (items === first.items) {
    return data;
  }
  if (items.length > mostLive) {
    const kept = items.slice(0, keptLive);
    return { pages: [{ count: kept.length, items: kept, next: kept.at(-1)?.id ?? null }], pageParams: data.pageParams.slice(0, 1) };
  }
  return { ...data, pages: [{ ...first, items: [...items], count: items.length }, ...others] };
}
