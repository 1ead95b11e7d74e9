import { useMemo } from 'react';
import { useCan } from '../../../api/index.ts';
import type { Comparison } from '../../../components/charts/time/index.ts';
import { useCurrentHost } from '../../../components/shell/index.ts';
import { Button, ErrorState, LoadingState, StateMark } from '../../../components/ui/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import type { Ask, RangeProblem } from '../range.ts';
import { rangeMessages } from '../range-messages.ts';
import { useChartFacts } from '../useChartFacts.ts';
import type { Range } from '../useRange.ts';
import { useStored } from '../useStored.ts';
import { defaultWindow } from '../windows.ts';
import { Charts } from './Charts.tsx';
import { Filesystems, StoredFilesystems } from './Filesystems.tsx';
import { HostFacts } from './HostFacts.tsx';
import { StoredKpis } from './Kpis.tsx';
import { Listening } from './Listening.tsx';
import { PastBar } from './PastBar.tsx';
import { TopProcesses } from './TopProcesses.tsx';
import { ProcessCollector, StoredStatus } from './ViewDriver.tsx';

type StoredAsk = Extract<Ask, { readonly kind: 'stored' }>;

interface StoredOverviewProps {
  readonly host: string;
  readonly ask: StoredAsk;
  /** The stretch has an end of its own: nothing that is only known now stands beside it. */
  readonly past: boolean;
  readonly range: Range;
}

/** The overview of a stretch that was kept. While it ends now, the tables beside it are live. */
export function StoredOverview({ host, ask, past, range }: StoredOverviewProps) {
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
      {past ? <PastBar onLive={toLive} /> : null}
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
        {past ? (
          <LiveOnly />
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

function LiveOnly() {
  const t = useMessages(rangeMessages);
  return (
    <section className="pane overview-live-only" aria-labelledby="overview-live-only">
      <header className="pane-h">
        <h3 id="overview-live-only">{t('processesAndPorts')}</h3>
      </header>
      <p className="px-2 text-muted text-xs">{t('liveOnly')}</p>
    </section>
  );
}

interface RangeProblemBarProps {
  readonly ask: StoredAsk;
  readonly problem: RangeProblem;
  readonly range: Range;
}

/** An address whose time cannot be shown: why, and the charts are live meanwhile. */
export function RangeProblemBar({ ask, problem, range }: RangeProblemBarProps) {
  const t = useMessages(rangeMessages);
  return (
    <div className="notice-bar" role="alert">
      <StateMark state="warn" label="" />
      <p className="min-w-0 flex-1 py-1.5 [overflow-wrap:anywhere]">
        <b>{t('problemShown')}</b> {t(`problem_${problem}`, { text: problem === 'to' ? ask.to : ask.from })}
      </p>
      <Button onClick={() => range.show({ kind: 'live', window: defaultWindow })}>{t('backToLive')}</Button>
    </div>
  );
}
