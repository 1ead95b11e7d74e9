import { useEffect, useRef } from 'react';
import { findGaps, type StoredFrames } from '../../../components/charts/index.ts';
import { type ChartGroup, useChartGroup } from '../../../components/charts/time/index.ts';
import { useStatus } from '../../../components/shell/index.ts';
import { rangeMessages, type WindowId } from '../../../components/time-range/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { useStore } from '../../../lib/store.ts';
import { useLink, useMetrics, useProcesses } from '../../../live/index.ts';
import { feedOf } from '../feed.ts';
import { overviewMessages } from '../messages.ts';
import { viewOf } from '../view.ts';

interface StoredStatusProps {
  readonly frames: StoredFrames | null;
  /** The stretch has an end of its own: nothing moves any more. */
  readonly past: boolean;
}

/** Mode, step and gaps of a stored stretch in the status line; while it is past, the frame of the page wears its colour. */
export function StoredStatus({ frames, past }: StoredStatusProps) {
  const t = useMessages(overviewMessages);
  const words = useMessages(rangeMessages);
  const format = useFormat();
  const group = useChartGroup();
  const view = useStore(group.view);
  const atMs = useStore(group.crosshair);
  const times = frames?.columns.times ?? new Float64Array();
  const inside = view ? findGaps(times).filter(([from, to]) => to > view.fromMs && from < view.toMs) : [];
  const gaps = view && view.unknownFromMs !== null ? [...inside, [view.unknownFromMs, view.toMs] as const] : inside;
  const lostMs = gaps.reduce((sum, [from, to]) => sum + Math.min(to, view?.toMs ?? to) - Math.max(from, view?.fromMs ?? from), 0);
  const shownMs = atMs ?? view?.toMs ?? 0;
  const step = frames && frames.stepMs > 0 ? format.duration(frames.stepMs / 1000) : null;
  useStatus({
    mode: past && view ? words('modePast', { time: format.time(shownMs) }) : undefined,
    facts: step === null ? undefined : [{ label: words('storedStep'), value: step }],
    note: gaps.length === 0 ? undefined : t('gapsInView', { count: gaps.length, time: format.duration(Math.round(lostMs / 1000)) }),
  });
  useEffect(() => {
    if (!past) {
      return;
    }
    document.documentElement.dataset.past = '';
    return () => {
      delete document.documentElement.dataset.past;
    };
  }, [past]);
  return null;
}

interface ViewDriverProps {
  readonly host: string;
  readonly window: WindowId;
}

/** Feeds the charts and moves their window with the frames; when frames stop it goes on by the second. Draws nothing. */
export function ViewDriver({ host, window }: ViewDriverProps) {
  const group = useChartGroup();
  const { history, version } = useMetrics(host);
  const { serverOffsetMs } = useLink();
  const arrived = useRef({ lastTimeMs: history.lastTimeMs, at: performance.now() });
  const latest = useRef({ window, serverOffsetMs });
  latest.current = { window, serverOffsetMs };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that the history changed.
  useEffect(() => {
    const feed = feedOf(host);
    feed.take(history);
    const move = () => {
      if (group.held.get()) {
        return;
      }
      const { times } = feed.columns;
      if (history.lastTimeMs !== arrived.current.lastTimeMs) {
        arrived.current = { lastTimeMs: history.lastTimeMs, at: performance.now() };
      }
      const waitedMs = performance.now() - arrived.current.at;
      const ageMs = Date.now() + latest.current.serverOffsetMs - (history.lastTimeMs ?? 0);
      group.view.set(viewOf({ times, window: latest.current.window, waitedMs, ageMs }));
      dropOldCrosshair(group);
    };
    move();
    const timer = setInterval(() => {
      if (performance.now() - arrived.current.at > 1500) {
        move();
      }
    }, 1000);
    return () => clearInterval(timer);
  }, [host, history, version, window, group]);

  return null;
}

/** A crosshair that the window left behind is none. */
function dropOldCrosshair(group: ChartGroup): void {
  const view = group.view.get();
  const atMs = group.crosshair.get();
  if (view && atMs !== null && atMs < view.fromMs) {
    group.crosshair.set(null);
  }
}

/** Collects the processes for their chart. A component of its own: the table comes at its own pace. */
export function ProcessCollector({ host }: { readonly host: string }) {
  const { rows, timeMs } = useProcesses(host);
  useEffect(() => {
    if (timeMs > 0) {
      feedOf(host).processes.push(timeMs, rows);
    }
  }, [host, timeMs, rows]);
  return null;
}

/** Counts the gaps in view into the status line, every ten seconds. */
export function GapStatus({ host, window }: ViewDriverProps) {
  const t = useMessages(overviewMessages);
  const format = useFormat();
  const { history } = useMetrics(host);
  const { columns } = feedOf(host);
  const view = viewOf({ times: columns.times, window, waitedMs: 0, ageMs: 0 });
  const gaps = view ? findGaps(columns.times).filter(([, to]) => to > view.fromMs) : [];
  const lostMs = gaps.reduce((sum, [from, to]) => sum + to - Math.max(from, view?.fromMs ?? from), 0);
  useStatus({
    facts: history.length > 1 ? [{ label: t('every'), value: format.duration(Math.round(stepOf(history.times) / 1000)) }] : undefined,
    note: gaps.length === 0 ? undefined : t('gapsInView', { count: gaps.length, time: format.duration(Math.round(lostMs / 1000)) }),
  });
  return null;
}

function stepOf(times: Float64Array): number {
  return Math.max(1000, (times.at(-1) ?? 0) - (times.at(-2) ?? 0));
}
