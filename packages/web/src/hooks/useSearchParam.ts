import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/**
 * One text of the address (`?q=…`), so that a link shows what its sender saw. Empty or null removes it.
 * Changing replaces the entry of the history; it does not add one.
 */
export function useSearchParam(name: string): readonly [string, (value: string | null) => void] {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string | undefined>>;
  const navigate = useNavigate();
  const set = useCallback(
    (value: string | null) => {
      void navigate({
        to: '.',
        search: (before: Record<string, string | undefined>) => {
          const { [name]: _old, ...rest } = before;
          return value === null || value === '' ? rest : { ...rest, [name]: value };
        },
        replace: true,
      });
    },
    [name, navigate],
  );
  return [search[name] ?? '', set];
}
