import { parseMoment } from '@vigie/contract/moment';
import { useEffect } from 'react';
import type { createChartGroup } from '../charts/time/index.ts';
import type { BoardTime } from './useSeries.ts';

type Group = ReturnType<typeof createChartGroup>;

/** All charts show the time of the dashboard. */
export function useBoardView(group: Group, { from, to, refreshMs }: Pick<BoardTime, 'from' | 'to' | 'refreshMs'>): void {
  useEffect(() => {
    const move = () => {
      const nowMs = Date.now();
      const [fromMs, toMs] = [parseMoment(from, nowMs), parseMoment(to, nowMs)];
      if (fromMs !== null && toMs !== null && !group.held.get()) {
        group.view.set({ fromMs, toMs, unknownFromMs: null });
      }
    };
    move();
    const timer = setInterval(move, Math.max(5000, refreshMs));
    return () => clearInterval(timer);
  }, [group, from, to, refreshMs]);
}

/** A stretch drawn on one chart becomes the time of all. */
export function useZoom(group: Group, setSearch: (change: Readonly<Record<string, string | undefined>>) => void): void {
  useEffect(
    () =>
      group.chosen.subscribe(() => {
        const chosen = group.chosen.get();
        if (chosen) {
          group.chosen.set(null);
          setSearch({ from: new Date(chosen.fromMs).toISOString(), to: new Date(chosen.toMs).toISOString() });
        }
      }),
    [group, setSearch],
  );
}
