import { lazy, Suspense, useMemo } from 'react';
import { useCan } from '../../../api/index.ts';
import type { Comparison } from '../../../components/charts/time/index.ts';
import { useCurrentHost } from '../../../components/shell/index.ts';
import { type Ask, defaultWindow, PastBar, type Range, rangeMessages } from '../../../components/time-range/index.ts';
import { ErrorState, LoadingState } from '../../../components/ui/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { useChartFacts } from '../useChartFacts.ts';
import { useStored } from '../useStored.ts';
import { Charts } from './Charts.tsx';
import { Filesystems, StoredFilesystems } from './Filesystems.tsx';
import { HostFacts } from './HostFacts.tsx';
import { StoredKpis } from './Kpis.tsx';
import { Listening } from './Listening.tsx';
import { TopProcesses } from './TopProcesses.tsx';
import { ProcessCollector, StoredStatus } from './ViewDriver.tsx';

const Usage = lazy(() => import('./Usage.tsx').then((module) => ({ default: module.Usage })));

type StoredAsk = Extract<Ask, { readonly kind: 'stored' }>;

interface StoredOverviewProps {
  readonly host: string;
  readonly ask: StoredAsk;
  /** The stretch has an end of its own: nothing that is only known now stands beside it. */
  readonly past: boolean;
  /** One moment of it is shown whole: the tables are those of the moment. */
  readonly atMoment: boolean;
  readonly range: Range;
}

/** The overview of a stretch that was kept. While it ends now, the tables beside it are live. */
export function StoredOverview({ host, ask, past, atMoment, range }: StoredOverviewProps) {
  const t = useMessages(rangeMessages);
  const canSeeProcesses = useCan('process.read');
  const info = useCurrentHost();
  const facts = useChartFacts(host, info ?? null);
  const { frames, compared, error } = useStored(host, ask, range.comparison);
  const other = compared?.columns;
  const name = range.comparison === 'none' ? '' : t(`line_${range.comparison}`);
  const comparison = useMemo<Comparison | null>(() => (other ? { columns: other, name } : null), [other, name]);
  const toLive = () => range.show({ kind: 'live', window: defaultWindow });
  return (
    <>
      {past && !atMoment ? <PastBar onLive={toLive} /> : null}
      <StoredStatus frames={frames} past={past} />
      {canSeeProcesses && !past ? <ProcessCollector host={host} /> : null}
      {error && !frames ? <ErrorState title={t('storedFailed')} error={error} /> : null}
      {!frames && !error ? <LoadingState what={t('reading')} rows={8} /> : null}
      {frames ? (
        <>
          <StoredKpis frames={frames} cores={facts.cores} />
          <Charts
            host={host}
            {...facts}
            canSeeProcesses={canSeeProcesses}
            subject={info?.name ?? host}
            stored={frames}
            comparison={comparison}
            past={past}
          />
        </>
      ) : null}
      <div className="panes overview-lower">
        {past && !atMoment ? (
          <Suspense fallback={<section className="pane overview-usage" />}>
            <Usage host={host} from={ask.from} to={ask.to} allowed={canSeeProcesses} />
          </Suspense>
        ) : (
          <>
            <TopProcesses host={host} cores={facts.cores} allowed={canSeeProcesses} />
            <Listening host={host} allowed={canSeeProcesses} />
          </>
        )}
        <div className="panes overview-side">
          {past ? <StoredFilesystems frames={frames} /> : <Filesystems host={host} />}
          {info ? <HostFacts host={info} /> : null}
        </div>
      </div>
    </>
  );
}
