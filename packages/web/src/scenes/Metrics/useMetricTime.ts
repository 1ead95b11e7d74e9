import { useMemo } from 'react';
import { type Range, rangeMessages, shiftMs, stepFor, stretchOf } from '../../components/time-range/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { useLink } from '../../live/index.ts';
import type { MetricTime } from './MetricCard.tsx';

const liveRefreshMs = 5000;
const leastRefreshMs = 15_000;
/** The other time is asked for as far as the next full ten minutes, so that a window that follows the clock does not ask with every step. */
const wholeMs = 600_000;

/** What is asked of the server for the time in the address. An address that makes no sense shows the last hour. */
export function useMetricTime({ ask, comparison }: Range): MetricTime {
  const t = useMessages(rangeMessages);
  const { serverOffsetMs } = useLink();
  const wanted = ask.kind === 'live' ? { from: `now-${ask.window}`, to: 'now' } : ask;
  const nowMs = Math.floor((Date.now() + serverOffsetMs) / wholeMs) * wholeMs + wholeMs;
  const isLive = ask.kind === 'live';
  const { from, to } = typeof stretchOf(wanted, nowMs) === 'object' ? wanted : { from: 'now-1h', to: 'now' };
  return useMemo(() => {
    const stretch = stretchOf({ from, to }, nowMs);
    const { fromMs, toMs, endsNow } = typeof stretch === 'object' ? stretch : { fromMs: nowMs, toMs: nowMs, endsNow: true };
    const stepMs = stepFor(toMs - fromMs);
    const byMs = isLive ? 0 : shiftMs[comparison];
    return {
      from,
      to,
      step: `${stepMs / 1000}s`,
      refreshMs: !endsNow ? null : isLive ? liveRefreshMs : Math.max(leastRefreshMs, stepMs),
      other:
        byMs === 0 || comparison === 'none'
          ? null
          : {
              from: String(Math.max(0, fromMs - wholeMs - byMs)),
              to: String(Math.max(1, toMs - byMs)),
              shiftMs: byMs,
              name: t(`line_${comparison}`),
            },
    };
  }, [from, to, nowMs, isLive, comparison, t]);
}
