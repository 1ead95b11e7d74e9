import './past.css';
import type { Host } from '@vigie/contract';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { useCan } from '../../api/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { MomentContext } from '../../live/moment.ts';
import { StateMark } from '../ui/index.ts';
import type { HorizonCharts } from './horizon-shape.ts';
import { pastMessages } from './messages.ts';
import { useMoment } from './moment.ts';
import { useMomentState } from './useMomentState.ts';

/* Not part of the first load: the page stands before them, and their place is kept. */
const Horizon = lazy(() => import('./Horizon.tsx').then((module) => ({ default: module.Horizon })));
const MomentBar = lazy(() => import('./MomentBar.tsx').then((module) => ({ default: module.MomentBar })));

interface PastFrameProps {
  readonly hostRef: string;
  readonly host: Host;
  /** The charts of the page, whose window the horizon shows and moves. */
  readonly charts?: HorizonCharts | undefined;
  readonly tabs: ReactNode;
  readonly children: ReactNode;
}

/** The horizon above a page of a host, and the page as it was at the moment the cursor stands on. */
export function PastFrame({ hostRef, host, charts, tabs, children }: PastFrameProps) {
  const t = useMessages(pastMessages);
  const moment = useMoment();
  const canSee = useCan('process.read');
  const state = useMomentState(hostRef, moment.atMs, canSee);
  const isPast = moment.atMs !== null;
  useEffect(() => {
    if (!isPast) {
      return;
    }
    document.documentElement.dataset.past = '';
    return () => {
      delete document.documentElement.dataset.past;
    };
  }, [isPast]);
  return (
    <MomentContext.Provider value={state}>
      {tabs}
      {canSee ? (
        <Suspense fallback={<div className="horizon" />}>
          <Horizon host={hostRef} cores={host.cpuCount} moment={moment} charts={charts} />
        </Suspense>
      ) : null}
      {state && moment.atMs !== null ? (
        <Suspense fallback={<div className="notice-bar past-bar" />}>
          <MomentBar host={hostRef} moment={moment} atMs={moment.atMs} state={state} />
        </Suspense>
      ) : null}
      {moment.wrong === null ? null : (
        <p className="notice-bar" role="alert">
          <StateMark state="warn" label="" /> {t('wrong', { text: moment.wrong })}
        </p>
      )}
      {children}
    </MomentContext.Provider>
  );
}
