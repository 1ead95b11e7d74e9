import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { useMetrics } from '../../../live/index.ts';
import { feedOf } from '../feed.ts';
import { overviewMessages } from '../messages.ts';
import { spanMs, type WindowId } from '../windows.ts';
import { Kpi } from './Kpi.tsx';
import { kpiFacts } from './kpi-facts.ts';

interface KpisProps {
  readonly host: string;
  readonly window: WindowId;
  readonly cores: number | null;
}

/** The ruled strip of figures; drawn again with every frame, which is all that it does. */
export function Kpis({ host, window, cores }: KpisProps) {
  const t = useMessages(overviewMessages);
  const format = useFormat();
  const { history } = useMetrics(host);
  const feed = feedOf(host);
  feed.take(history);
  const { columns } = feed;
  const toMs = columns.lastTimeMs ?? 0;
  const fromMs = toMs - spanMs(window, toMs - (columns.times[0] ?? toMs));
  const facts = kpiFacts({ columns, source: history, fromMs, cores, t, format });
  return (
    <ul className="kpis overview-kpis" aria-label={t('figures')}>
      {facts.map(({ id, ...fact }) => (
        <Kpi key={id} {...fact} columns={columns} fromMs={fromMs} toMs={toMs} />
      ))}
    </ul>
  );
}
