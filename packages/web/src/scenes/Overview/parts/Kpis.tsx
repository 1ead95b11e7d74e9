import type { FrameSource, StoredFrames, TimeColumns } from '../../../components/charts/index.ts';
import { useChartGroup } from '../../../components/charts/time/index.ts';
import { rangeMessages, spanMs, type WindowId } from '../../../components/time-range/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { useStore } from '../../../lib/store.ts';
import { useMetrics } from '../../../live/index.ts';
import { feedOf } from '../feed.ts';
import { overviewMessages } from '../messages.ts';
import { Kpi } from './Kpi.tsx';
import { kpiFacts } from './kpi-facts.ts';
import { rowAt } from './row-at.ts';

interface LiveKpisProps {
  readonly host: string;
  readonly window: WindowId;
  readonly cores: number | null;
}

/** The figures now; drawn again with every frame, which is all that it does. */
export function LiveKpis({ host, window, cores }: LiveKpisProps) {
  const t = useMessages(overviewMessages);
  const { history } = useMetrics(host);
  const feed = feedOf(host);
  feed.take(history);
  const { columns } = feed;
  const toMs = columns.lastTimeMs ?? 0;
  const fromMs = toMs - spanMs(window, toMs - (columns.times[0] ?? toMs));
  const at = { row: columns.length - 1, frame: history.times.length - 1 };
  return <Strip label={t('figures')} columns={columns} source={history} {...at} fromMs={fromMs} toMs={toMs} cores={cores} />;
}

/** The figures at the crosshair, else at the end of the stretch. */
export function StoredKpis({ frames, cores }: { readonly frames: StoredFrames; readonly cores: number | null }) {
  const t = useMessages(rangeMessages);
  const group = useChartGroup();
  const view = useStore(group.view);
  const atMs = useStore(group.crosshair);
  const { columns, source } = frames;
  const row = rowAt(columns, atMs, view?.unknownFromMs ?? null);
  const ends = { fromMs: view?.fromMs ?? 0, toMs: view?.toMs ?? 0 };
  return <Strip label={t('storedFigures')} columns={columns} source={source} row={row} frame={row} {...ends} cores={cores} />;
}

interface StripProps {
  readonly label: string;
  readonly columns: TimeColumns;
  readonly source: FrameSource;
  readonly row: number;
  readonly frame: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly cores: number | null;
}

function Strip({ label, columns, source, row, frame, fromMs, toMs, cores }: StripProps) {
  const t = useMessages(overviewMessages);
  const format = useFormat();
  const facts = kpiFacts({ columns, source, row, frame, fromMs, cores, t, format });
  return (
    <ul className="kpis overview-kpis" aria-label={label}>
      {facts.map(({ id, ...fact }) => (
        <Kpi key={id} {...fact} columns={columns} fromMs={fromMs} toMs={toMs} />
      ))}
    </ul>
  );
}
