import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

type Search = Readonly<Record<string, string | undefined>>;

/** The moment a page of a host shows: null is now. It is in the address (`at=`, RFC 3339), so that a link shows the same. */
export interface Moment {
  readonly atMs: number | null;
  /** What the address says when it is no moment. */
  readonly wrong: string | null;
  /** To the second; null goes back to now. */
  go(atMs: number | null): void;
}

export function parseAt(text: string | undefined): number | null {
  const ms =
    text !== undefined && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)
      ? Date.parse(text)
      : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}

export const writeAt = (atMs: number): string => new Date(Math.floor(atMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');

export function useMoment(): Moment {
  const { at } = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const go = useCallback(
    (atMs: number | null) => {
      void navigate({
        to: '.',
        search: ((before: Search) => {
          const { at: _old, ...rest } = before;
          return atMs === null ? rest : { ...rest, at: writeAt(atMs) };
        }) as never,
        replace: true,
      });
    },
    [navigate],
  );
  return useMemo(() => {
    const atMs = parseAt(at);
    return { atMs, wrong: at && atMs === null ? at : null, go };
  }, [at, go]);
}
