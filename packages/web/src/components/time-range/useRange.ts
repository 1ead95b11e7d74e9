import { useLocation, useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Ask, type ComparisonId, parseAsk, parseComparison } from './range.ts';
import { defaultWindow } from './windows.ts';

type Search = Readonly<Record<string, string | undefined>>;

export interface Range {
  readonly ask: Ask;
  readonly comparison: ComparisonId;
  show(ask: Ask): void;
  /** As `show`, but going back returns to what was shown before. */
  zoom(ask: Ask): void;
  /** Moves what is shown; the zooms before it stay. */
  pan(ask: Ask): void;
  /** Goes back one zoom; null when there is none to go back from. */
  readonly zoomBack: (() => void) | null;
  compare(id: ComparisonId): void;
}

function searchOf(before: Search, ask: Ask): Search {
  const { w: _w, from: _from, to: _to, ...rest } = before;
  if (ask.kind === 'live') {
    return ask.window === defaultWindow ? rest : { ...rest, w: ask.window };
  }
  return { ...rest, from: ask.from, ...(ask.to === 'now' ? {} : { to: ask.to }) };
}

/** The time the overview shows, kept in the address. A zoom is a step of the browser's history: its back button undoes it too. */
export function useRange(): Range {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const router = useRouter();
  const zooms = useLocation({ select: ({ state }) => (state as { readonly zooms?: number }).zooms ?? 0 });
  const { w = '', from = '', to = '', compare = '' } = search;
  return useMemo(() => {
    const go = (change: (before: Search) => Search, options: { readonly replace: boolean; readonly zooms: number }) =>
      void navigate({ to: '.', search: change as never, replace: options.replace, state: { zooms: options.zooms } as never });
    return {
      ask: parseAsk({ w, from, to }),
      comparison: parseComparison(compare),
      show: (ask) => go((before) => searchOf(before, ask), { replace: true, zooms: 0 }),
      zoom: (ask) => go((before) => searchOf(before, ask), { replace: false, zooms: zooms + 1 }),
      pan: (ask) => go((before) => searchOf(before, ask), { replace: true, zooms }),
      zoomBack: zooms > 0 ? () => router.history.back() : null,
      compare: (id) => go(({ compare: _old, ...rest }) => (id === 'none' ? rest : { ...rest, compare: id }), { replace: true, zooms }),
    };
  }, [w, from, to, compare, zooms, navigate, router]);
}
