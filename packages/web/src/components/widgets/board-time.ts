import { useEffect } from 'react';
import type { createChartGroup } from '../charts/time/index.ts';
import type { BoardTime } from './useSeries.ts';

type Group = ReturnType<typeof createChartGroup>;

/** All charts show the time of the dashboard. */
export function useBoardView(group: Group, { from, to, refreshMs }: BoardTime): void {
  useEffect(() => {
    const move = () => {
      const toMs = to === 'now' ? Date.now() : Date.parse(to);
      const fromMs = momentOf(from, toMs);
      if (!Number.isNaN(fromMs) && !Number.isNaN(toMs) && !group.held.get()) {
        group.view.set({ fromMs, toMs, unknownFromMs: null });
      }
    };
    move();
    const timer = setInterval(move, Math.max(5000, refreshMs));
    return () => clearInterval(timer);
  }, [group, from, to, refreshMs]);
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function momentOf(text: string, nowMs: number): number {
  const relative = /^now-(\d+)([mhd])$/.exec(text);
  return relative ? nowMs - Number(relative[1]) * (unitMs[relative[2] ?? ''] ?? 0) : Date.parse(text);
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
