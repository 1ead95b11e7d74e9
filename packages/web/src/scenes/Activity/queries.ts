import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { AuditEntry, OperationOutput } from '@vigie/contract';
import { useEffect, useRef } from 'react';
import { type ApiError, callOperation } from '../../api/index.ts';
import { useTopicListener } from '../../live/index.ts';
import { upsertEntry } from './present.ts';

type Page = OperationOutput<'audit.list'>;
const pageSize = 200;

/** The trail, newest first, page by page, with what happens meanwhile put on top or in place. */
export function useActivity(query: string, enabled: boolean) {
  const queries = useQueryClient();
  const key = ['audit.list', 'pages', query] as const;
  const result = useInfiniteQuery<Page, ApiError, InfiniteData<Page, string | null>, typeof key, string | null>({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      callOperation(
        'audit.list',
        { limit: pageSize, ...(query === '' ? {} : { q: query }), ...(pageParam === null ? {} : { before: pageParam }) },
        { signal },
      ),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    enabled,
  });
  const later = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (later.current) {
        clearTimeout(later.current);
      }
    },
    [],
  );

  useTopicListener('audit', { enabled }, ({ entry }) => {
    queries.setQueryData<InfiniteData<Page, string | null>>(key, (data) => (data ? putEntry(data, entry, query === '') : data));
    if (query !== '') {
      // Only the server knows whether it matches; several in a row are one question.
      later.current ??= setTimeout(() => {
        later.current = null;
        void queries.invalidateQueries({ queryKey: key });
      }, 1000);
    }
  });
  return result;
}

function putEntry(data: InfiniteData<Page, string | null>, entry: AuditEntry, insert: boolean): InfiniteData<Page, string | null> {
  const known = data.pages.some((page) => page.items.some((other) => other.id === entry.id));
  const pages = data.pages.map((page, index) => {
    const items = upsertEntry(page.items, entry, insert && !known && index === 0);
    return items === page.items ? page : { ...page, items: [...items], count: items.length };
  });
  return { ...data, pages };
}
