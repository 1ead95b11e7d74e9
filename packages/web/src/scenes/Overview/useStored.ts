import { useEffect, useMemo, useRef } from 'react';
import { type ApiError, useOperation } from '../../api/index.ts';
import { chartSeriesNames, figureSeriesNames, framesOfHistory, type StoredFrames } from '../../components/charts/index.ts';
import { type ChartGroup, useChartGroup } from '../../components/charts/time/index.ts';
import { type Ask, type ComparisonId, shiftMs, stepFor, stretchOf } from '../../components/time-range/index.ts';
import { useLink } from '../../live/index.ts';
import { silentFrom } from './silence.ts';

type StoredAsk = Extract<Ask, { readonly kind: 'stored' }>;

interface Stored {
  /** Null before the first answer. */
  readonly frames: StoredFrames | null;
  readonly compared: StoredFrames | null;
  readonly error: ApiError | null;
}

const leastRefreshMs = 10_000;
const chartNames = chartSeriesNames.join(',');
const allNames = [...chartSeriesNames, ...figureSeriesNames].join(',');

/** Reads what the server had stored for an ask, again every step while it ends now, and moves the charts' window. */
export function useStored(host: string, ask: StoredAsk, comparison: ComparisonId): Stored {
  const group = useChartGroup();
  const { serverOffsetMs } = useLink();
  const offset = useRef(serverOffsetMs);
  offset.current = serverOffsetMs;
  const { from, to } = ask;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the moments are of the ask; `from` and `to` are all of it.
  const first = useMemo(() => stretchOf(ask, Date.now() + offset.current), [from, to]);
  const known = typeof first === 'object' ? first : null;
  const stepMs = known ? stepFor(known.toMs - known.fromMs) : 0;
  const step = `${stepMs / 1000}s`;
  const timing = known?.endsNow ? { refetchInterval: Math.max(leastRefreshMs, stepMs) } : { staleTime: 60_000 };
  const answer = useOperation('metric.query', { host, names: allNames, from, to, step }, { enabled: known !== null, ...timing });

  const byMs = shiftMs[comparison];
  // Asked for as far as the next full ten minutes, so that a window that follows the clock does not ask with every step.
  const wholeMs = Math.max(600_000, stepMs);
  const spanMs = known ? known.toMs - known.fromMs : 0;
  const endMs = Math.ceil((answer.data?.toMs ?? known?.toMs ?? 0) / wholeMs) * wholeMs;
  const other = useOperation(
    'metric.query',
    {
      host,
      names: chartNames,
      from: String(Math.max(0, Math.floor(endMs - wholeMs - spanMs - byMs))),
      to: String(Math.max(1, endMs - byMs)),
      // Samples of another day have their own moments: a grid makes the lines comparable.
      step,
    },
    { enabled: known !== null && byMs > 0, staleTime: 600_000 },
  );

  const data = answer.data ?? null;
  const fresh = useMemo(() => (data ? framesOfHistory(data) : null), [data]);
  const kept = useRef<StoredFrames | null>(null);
  kept.current = fresh ?? kept.current;
  const otherData = byMs > 0 ? (other.data ?? null) : null;
  const compared = useMemo(() => (otherData ? framesOfHistory(otherData, byMs) : null), [otherData, byMs]);

  useEffect(() => {
    const now = stretchOf({ from, to }, Date.now() + offset.current);
    if (typeof now === 'object') {
      const toMs = fresh && data ? Math.min(data.toMs, now.toMs) : now.toMs;
      const fromMs = toMs - (now.toMs - now.fromMs);
      const unknownFromMs = fresh ? silentFrom(fresh.columns.times, fresh.stepMs, toMs) : null;
      setView(group, fromMs, toMs, unknownFromMs);
    }
  }, [group, from, to, data, fresh]);

  return { frames: fresh ?? kept.current, compared, error: answer.error };
}

function setView(group: ChartGroup, fromMs: number, toMs: number, unknownFromMs: number | null): void {
  const atMs = group.crosshair.get();
  if (atMs !== null && (atMs < fromMs || atMs > toMs)) {
    group.crosshair.set(null);
  }
  group.view.set({ fromMs, toMs, unknownFromMs });
}
